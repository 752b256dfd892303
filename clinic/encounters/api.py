"""Encounters and episodes of care over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from booking.bounds import BoundedInstant
from clinic.encounters import continuing, episodes, extending, messages, reading, receipts, service
from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from clinic.encounters.views import EncounterOut, EpisodeOut, ExtensionOut, MessageOut, Receipt
from core.http import Call, RateLimit, delete, get, post
from core.model import Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS, Role

_PARTICIPANTS = allow(*CLIENTS, *CLINICIANS)
_INSIDE = allow(*CLIENTS, *CLINICIANS, Role.GUEST)


class AppointmentPath(Model):
    """Which appointment."""

    appointment_id: UUID


class EncounterPath(Model):
    """Which encounter."""

    encounter_id: UUID


class EpisodePath(Model):
    """Which course."""

    episode_id: UUID


class ArriveIn(Model):
    """`place`: where the person is now, so that help can find them; counselling requires it."""

    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None


class EncounterQuery(Model):
    """Which encounters; with `goes_on` only those that go on in writing."""

    state: EncounterState | None = None
    goes_on: bool = False


class EncounterList(Model):
    """The caller's encounters."""

    encounters: list[EncounterOut]


class UnreadList(Model):
    """The encounters in which something waits to be read, at most 200."""

    encounter_ids: list[UUID]


class MessageQuery(Model):
    """Which messages: the first after the number `since`, or else the last before the number `before`."""

    since: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    before: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class MessageList(Model):
    """Messages, oldest first, the newest number there is, and how far each account has got."""

    messages: list[MessageOut]
    last_sequence: int
    receipts: list[Receipt]


class EpisodeQuery(Model):
    """Which courses."""

    state: EpisodeState | None = None


class EpisodeList(Model):
    """The caller's courses."""

    episodes: list[EpisodeOut]


class ExtendIn(Model):
    """By how many minutes the consultation lasts longer than `ends_at`, its end as the caller knows it."""

    minutes: Literal[5, 10, 15]
    ends_at: BoundedInstant


class CloseIn(Model):
    """How the course ended, and in words how that came about."""

    outcome: EpisodeOutcome
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


@post(
    "/api/appointments/{appointment_id}/arrive",
    policy=allow(*CLIENTS),
    status=201,
    errors=(
        "booking.not_found",
        "consent.required",
        "encounters.appointment_not_booked",
        "encounters.too_early",
        "encounters.too_late",
        "encounters.place_missing",
    ),
    limit=RateLimit("arrive", 30, 60),
)
async def arrive(call: Call, path: AppointmentPath, body: ArriveIn) -> EncounterOut:
    """Enter the waiting room of an appointment."""
    return await service.arrive(call.uow, call.principal, path.appointment_id, body.place or None)


@get("/api/encounters", policy=_PARTICIPANTS)
async def list_all(call: Call, query: EncounterQuery) -> EncounterList:
    """List the caller's consultations."""
    found = await reading.list_encounters(call.uow, call.principal, query.state, goes_on=query.goes_on)
    return EncounterList(encounters=list(found))


@get("/api/unread-encounters", policy=allow(*CLINICIANS))
async def list_unread(call: Call) -> UnreadList:
    """List my open consultations with something that I have not read."""
    return UnreadList(encounter_ids=await receipts.list_unread(call.uow, call.principal))


@get("/api/encounters/{encounter_id}", policy=_INSIDE, errors=("encounters.not_found",))
async def show(call: Call, path: EncounterPath) -> EncounterOut:
    """Show one consultation."""
    return await reading.show(call.uow, call.principal, path.encounter_id)


@get(
    "/api/encounters/{encounter_id}/extension",
    policy=allow(*CLINICIANS),
    errors=("encounters.not_found", "encounters.not_admitted", "encounters.finished"),
)
async def show_extension(call: Call, path: EncounterPath) -> ExtensionOut:
    """Tell by how much my consultation that is going on may last longer, and what stands against more."""
    return await extending.possible(call.uow, call.principal, path.encounter_id)


@post(
    "/api/encounters/{encounter_id}/extension",
    policy=allow(*CLINICIANS),
    errors=(
        "encounters.not_found",
        "encounters.not_admitted",
        "encounters.finished",
        "booking.state",
        "booking.extension_changed",
        "booking.extension_taken",
        "booking.extension_limit",
    ),
    limit=RateLimit("extension", 30, 60),
)
async def extend(call: Call, path: EncounterPath, body: ExtendIn) -> EncounterOut:
    """Let my consultation that is going on last longer; nobody else's time is moved."""
    return await extending.extend(call.uow, call.principal, path.encounter_id, body.minutes, body.ends_at)


@post(
    "/api/encounters/{encounter_id}/writing",
    policy=allow(*CLINICIANS),
    errors=("encounters.not_found", "encounters.not_finished", "encounters.writing_late", "encounters.writing_over"),
)
async def open_writing(call: Call, path: EncounterPath) -> EncounterOut:
    """Let my consultation go on in writing for some days after its end."""
    return await continuing.open_writing(call.uow, call.principal, path.encounter_id)


@delete("/api/encounters/{encounter_id}/writing", policy=allow(*CLINICIANS), errors=("encounters.not_found",))
async def end_writing(call: Call, path: EncounterPath) -> None:
    """End the writing after my consultation before its time."""
    await continuing.end_writing(call.uow, call.principal, path.encounter_id)


@get("/api/encounters/{encounter_id}/messages", policy=_INSIDE, errors=("encounters.not_found",))
async def list_messages(call: Call, path: EncounterPath, query: MessageQuery) -> MessageList:
    """List the messages of a consultation after a number, or before one."""
    if query.before is None:
        found, last = await messages.list_messages(
            call.uow, call.principal, path.encounter_id, since=query.since, limit=query.limit
        )
    else:
        found, last = await messages.list_earlier(
            call.uow, call.principal, path.encounter_id, before=query.before, limit=query.limit
        )
    marks = await receipts.list_receipts(call.uow, path.encounter_id)
    return MessageList(messages=found, last_sequence=last, receipts=marks)


@get("/api/episodes", policy=_PARTICIPANTS)
async def list_episodes(call: Call, query: EpisodeQuery) -> EpisodeList:
    """List the caller's courses of consultations."""
    return EpisodeList(episodes=list(await episodes.list_episodes(call.uow, call.principal, query.state)))


@post(
    "/api/episodes/{episode_id}/close",
    policy=allow(*CLINICIANS),
    errors=("encounters.episode_not_found", "encounters.episode_closed", "encounters.episode_in_session"),
)
async def close_episode(call: Call, path: EpisodePath, body: CloseIn) -> EpisodeOut:
    """Close a course of consultations with its outcome."""
    return await episodes.close_episode(call.uow, call.principal, path.episode_id, body.outcome, body.reason)


routes = (
    arrive,
    list_all,
    list_unread,
    show,
    show_extension,
    extend,
    open_writing,
    end_writing,
    list_messages,
    list_episodes,
    close_episode,
)
