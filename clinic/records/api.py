"""The note of an encounter over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.records import service
from clinic.records.views import NoteFields, NoteOut
from core.http import Call, RateLimit, get, post, put
from core.model import Model
from core.policy import allow
from core.principal import CLINICIANS
from people.risk.kinds import RiskLevel

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]

# Four fields of 8,000 characters, each of which may be written as an escape of six bytes.
_MAX_BODY = 256 * 1024


class NotePath(Model):
    """Which encounter's note."""

    encounter_id: UUID


class NoteIn(Model):
    """A draft, and the version it was written on."""

    fields: NoteFields
    risk_level: RiskLevel | None
    version: Version


class SignatureIn(Model):
    """The version that is signed."""

    version: Version


@get("/api/encounters/{encounter_id}/note", policy=allow(*CLINICIANS), errors=("records.not_found",))
async def show(call: Call, path: NotePath) -> NoteOut:
    """Show the note of my consultation."""
    return await service.show(call.uow, call.principal, path.encounter_id)


@put(
    "/api/encounters/{encounter_id}/note",
    policy=allow(*CLINICIANS),
    errors=("records.not_found", "records.stale_version", "records.signed"),
    limit=RateLimit("note", 240, 60),
    max_body=_MAX_BODY,
)
async def save(call: Call, path: NotePath, body: NoteIn) -> NoteOut:
    """Save the draft of the note of my consultation."""
    return await service.save(call.uow, call.principal, path.encounter_id, body.fields, body.risk_level, body.version)


@post(
    "/api/encounters/{encounter_id}/note/sign",
    policy=allow(*CLINICIANS),
    errors=(
        "records.not_found",
        "records.stale_version",
        "records.signed",
        "records.empty",
        "encounters.not_admitted",
    ),
)
async def sign(call: Call, path: NotePath, body: SignatureIn) -> NoteOut:
    """Sign the note of my consultation."""
    return await service.sign(call.uow, call.principal, path.encounter_id, body.version)


routes = (show, save, sign)
