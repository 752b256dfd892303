"""What is shown of guests: to the two of the consultation, and to the guest."""

from typing import Literal
from uuid import UUID

from clinic.encounters.guests.states import GuestKind, GuestState
from core.model import Instant, Model


class GuestOut(Model):
    """A guest as the client and the practitioner see them; `account_id` is null until the invitation was used."""

    id: UUID
    kind: GuestKind
    name: str
    state: GuestState
    asked_by: Literal["client", "practitioner"]
    good_until: Instant
    account_id: UUID | None


class InvitationOut(Model):
    """A new invitation. `token` belongs behind the # of the link /join; it is shown this once and never again."""

    guest: GuestOut
    token: str


class InvitationPreview(Model):
    """What an invitation says before it is used."""

    inviter_name: str
    name: str
    kind: GuestKind
    starts_at: Instant
    ends_at: Instant


class VisitOut(Model):
    """Where a guest stands. `encounter_id` is there once they were admitted."""

    state: GuestState
    name: str
    kind: GuestKind
    starts_at: Instant
    ends_at: Instant
    encounter_id: UUID | None


class SupervisionOut(Model):
    """A consultation to which a psychiatrist is asked, with the client's consent."""

    id: UUID
    practitioner_name: str
    starts_at: Instant
    ends_at: Instant
    encounter_id: UUID | None


class SupervisorOut(Model):
    """A psychiatrist who can be asked."""

    practitioner_id: UUID
    display_name: str
