"""A person's record as far as a clinician may read it, shares, and the breaking of the glass over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.records.sharing import glass, reading, shares
from clinic.records.sharing.views import GlassList, ReasonIn, RecordOut
from clinic.records.views import NoteVersionsOut
from core.http import Call, RateLimit, delete, get, post
from core.model import Model
from core.policy import allow
from core.principal import CLINICIANS

_SHARING = ("records.not_found", "records.not_to_share", "records.not_signed", "records.open_already")


class PersonPath(Model):
    """Which person."""

    person_id: UUID


class NotePath(Model):
    """Which encounter's note."""

    encounter_id: UUID


class RecordQuery(Model):
    """Which page: at most `limit` notes, older than that of the encounter `before`."""

    limit: Annotated[int, Field(ge=1, le=reading.PAGE)] = reading.PAGE
    before: UUID | None = None


@get("/api/persons/{person_id}/record", policy=allow(*CLINICIANS), errors=("records.person_not_found",))
async def show(call: Call, path: PersonPath, query: RecordQuery) -> RecordOut:
    """Show the signed notes of a person whom I have to do with, the newest first."""
    return await reading.show(call.uow, call.principal, path.person_id, limit=query.limit, before=query.before)


@post(
    "/api/persons/{person_id}/glass",
    policy=allow(*CLINICIANS),
    errors=("records.person_not_found", "records.nothing_closed"),
    limit=RateLimit("glass", 10, 3600),
)
async def break_glass(call: Call, path: PersonPath, body: ReasonIn) -> RecordOut:
    """Read what is closed to my profession in an emergency; the psychiatrists and the authors are told."""
    await glass.break_glass(call.uow, call.principal, path.person_id, body.reason)
    return await reading.show(call.uow, call.principal, path.person_id)


@get("/api/glass-breakings", policy=allow(*CLINICIANS))
async def list_breakings(call: Call) -> GlassList:
    """List who opened what is closed to them, as far as it concerns me."""
    return GlassList(breakings=list(await glass.list_breakings(call.uow, call.principal)))


@post(
    "/api/encounters/{encounter_id}/note/share",
    policy=allow(*CLINICIANS),
    errors=(*_SHARING, "records.shared_already"),
)
async def share(call: Call, path: NotePath, body: ReasonIn) -> NoteVersionsOut:
    """Open a counselling note to the person's other clinicians."""
    return await shares.share(call.uow, call.principal, path.encounter_id, body.reason)


@delete(
    "/api/encounters/{encounter_id}/note/share", policy=allow(*CLINICIANS), errors=(*_SHARING, "records.not_shared")
)
async def revoke(call: Call, path: NotePath) -> NoteVersionsOut:
    """Close a shared counselling note again."""
    return await shares.revoke(call.uow, call.principal, path.encounter_id)


routes = (show, break_glass, list_breakings, share, revoke)
