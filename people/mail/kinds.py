"""The kinds of mail, and the states that a mail passes through."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail says; each kind has its texts in people/mail/texts."""

    ADDRESS_CONFIRMATION = "address_confirmation"
    PASSWORD_RESET = "password_reset"  # noqa: S105  a kind of mail
    ENTRY_LINK = "entry_link"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_RESCHEDULED = "appointment_rescheduled"
    APPOINTMENT_REASSIGNED = "appointment_reassigned"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_REMINDER = "appointment_reminder"
    WAITLIST_OFFERED = "waitlist_offered"
    WRITTEN = "written"
    ANSWER_ASKED = "answer_asked"
    SOMEBODY_WAITS = "somebody_waits"
    ALERT = "alert"
    ALERT_DRILL = "alert_drill"


TO_UNCONFIRMED = frozenset({MailKind.ADDRESS_CONFIRMATION})
"""What may go to an address whose owner has not confirmed it: nothing else does."""


class MailState(StrEnum):
    """Where a mail is. After `sending` it is not known whether it was accepted until another state says so."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    KEPT = "kept"
    """There is no mail server: it lies here for the page of development."""
    REFUSED = "refused"
    """The mail server refused the address or the mail for good."""
    DROPPED = "dropped"
    """It was no longer to be sent when its sending would have begun."""


OPEN = frozenset({MailState.QUEUED, MailState.SENDING})
"""The states from which a mail may still be sent."""


class Reason(StrEnum):
    """Why a mail was dropped or refused."""

    UNWANTED = "unwanted"
    LATE = "late"
    BLOCKED = "blocked"
    UNCONFIRMED = "unconfirmed"
    ADDRESS = "address"
    CONTENT = "content"
