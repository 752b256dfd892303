"""The kinds of flags, and the words of the alert chain."""

from enum import StrEnum


class FlagKind(StrEnum):
    """What raised a flag."""

    PHQ9_ITEM_9 = "phq9_item_9"
    """PHQ-9's ninth item, on being better off dead or hurting oneself, was answered with anything but "not at all"."""
    PHQ9_TOTAL = "phq9_total"
    """A completed PHQ-9 has a total at or above the limit that is set."""
    EPDS_ITEM_10 = "epds_item_10"
    """EPDS's tenth item, on the thought of harming oneself, was answered with anything but its zero."""
    EPDS_TOTAL = "epds_total"
    """A completed EPDS has a total at or above the limit that is set."""
    GAD7_TOTAL = "gad7_total"
    """A completed GAD-7 has a total at or above the limit that is set."""
    CHAT_PHRASE = "chat_phrase"
    """A client wrote a phrase of the list: an aid that overlooks much, and never the only guard."""
    SURVEY_PHRASE = "survey_phrase"
    """Somebody wrote a phrase of the list in a survey: an aid, as in the chat."""
    SELF_HARM = "self_harm"
    CHILD_HARM = "child_harm"
    HOME_VIOLENCE = "home_violence"
    ACUTE_ILLNESS = "acute_illness"
    URGENT_CALL = "urgent_call"
    """The person pressed the button that calls who is on duty."""
    DRILL = "drill"
    """A trial of the chain: it is about nobody."""


JUDGED = frozenset({FlagKind.SELF_HARM, FlagKind.CHILD_HARM, FlagKind.HOME_VIOLENCE, FlagKind.ACUTE_ILLNESS})
"""What a clinician raises by their own judgement."""


class Audience(StrEnum):
    """Whom a step of the alert chain calls."""

    PRACTITIONER = "practitioner"
    """Who is in a consultation with the person now."""
    DUTY_COUNSELLOR = "duty_counsellor"
    """The counsellors on duty by the rota now."""
    PSYCHIATRIST = "psychiatrist"
    """The supervising psychiatrists: those on duty now, or else all."""
    COORDINATOR = "coordinator"


class Channel(StrEnum):
    """How somebody is called."""

    IN_APP = "in_app"
    PUSH = "push"
    MAIL = "mail"
    WEBHOOK = "webhook"
    """The operator's own telephone service."""


class CallState(StrEnum):
    """What became of a call."""

    QUEUED = "queued"
    """Handed to the outbox; whether it rang is not known."""
    DELIVERED = "delivered"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    """There is no device, no address or no service for this channel."""
    NOBODY = "nobody"
    """There was nobody to call at this step."""
