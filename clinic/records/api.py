"""The note of an encounter over HTTP, and the forms it is written in."""

from uuid import UUID

from clinic.records import courses, service, versions
from clinic.records.categories import categories
from clinic.records.courses import CourseOut
from clinic.records.forms import forms
from clinic.records.sharing.views import ReasonText
from clinic.records.views import AidOut, NoteContent, NoteFormsOut, NoteOut, NoteVersionsOut, Version
from clinic.records.wording import aids_for, wording
from core.http import Call, RateLimit, get, post, put
from core.model import Model
from core.policy import allow
from core.principal import CLINICIANS

# Six fields of 8,000 characters, twice where two devices wrote, each of which may be an escape of six bytes.
_MAX_BODY = 768 * 1024


class NotePath(Model):
    """Which encounter's note."""

    encounter_id: UUID


class NoteIn(NoteContent):
    """A draft, and the version it was written on."""

    version: Version


class AmendmentIn(NoteContent):
    """The whole note as it should read, why, and the number of the version it was written on."""

    reason: ReasonText
    number: Version


class SignatureIn(Model):
    """The version that is signed."""

    version: Version


@get("/api/note-forms", policy=allow(*CLINICIANS))
async def show_forms(call: Call) -> NoteFormsOut:
    """Show the forms of notes, the reasons and outcomes, and the wording aids for my profession."""
    known = categories()
    return NoteFormsOut(
        forms=list(forms()),
        categories=known,
        aids=[AidOut(id=aid.id, pattern=aid.pattern, advice=aid.advice) for aid in aids_for(call.principal.role)],
        needs_review=known.needs_review or wording().needs_review or any(form.needs_review for form in forms()),
    )


@get("/api/encounters/{encounter_id}/note", policy=allow(*CLINICIANS), errors=("records.not_found",))
async def show(call: Call, path: NotePath) -> NoteOut:
    """Show the note of my consultation."""
    return await service.show(call.uow, call.principal, path.encounter_id)


@put(
    "/api/encounters/{encounter_id}/note",
    policy=allow(*CLINICIANS),
    errors=(
        "records.not_found",
        "records.stale_version",
        "records.signed",
        "records.unknown_field",
        "records.unknown_choice",
        "records.field_too_long",
        "records.unknown_category",
    ),
    limit=RateLimit("note", 240, 60),
    max_body=_MAX_BODY,
)
async def save(call: Call, path: NotePath, body: NoteIn) -> NoteOut:
    """Save the draft of the note of my consultation."""
    content = NoteContent.model_validate(body.model_dump(exclude={"version"}))
    return await service.save(call.uow, call.principal, path.encounter_id, content, body.version)


@post(
    "/api/encounters/{encounter_id}/note/sign",
    policy=allow(*CLINICIANS),
    errors=(
        "records.not_found",
        "records.stale_version",
        "records.signed",
        "records.empty",
        "records.incomplete",
        "records.undecided",
        "encounters.not_admitted",
    ),
)
async def sign(call: Call, path: NotePath, body: SignatureIn) -> NoteOut:
    """Sign the note of my consultation."""
    return await service.sign(call.uow, call.principal, path.encounter_id, body.version)


@get("/api/encounters/{encounter_id}/note/versions", policy=allow(*CLINICIANS), errors=("records.not_found",))
async def show_versions(call: Call, path: NotePath) -> NoteVersionsOut:
    """Show a signed note that I may read, with all its amendments."""
    return await versions.show(call.uow, call.principal, path.encounter_id)


@post(
    "/api/encounters/{encounter_id}/note/amendments",
    policy=allow(*CLINICIANS),
    status=201,
    errors=(
        "records.not_found",
        "records.not_author",
        "records.not_signed",
        "records.amended_meanwhile",
        "records.nothing_changed",
        "records.incomplete",
        "records.unknown_field",
        "records.unknown_choice",
        "records.field_too_long",
        "records.unknown_category",
    ),
    limit=RateLimit("amendment", 60, 3600),
    max_body=_MAX_BODY,
)
async def amend(call: Call, path: NotePath, body: AmendmentIn) -> NoteVersionsOut:
    """Amend my signed note, with a reason; what was signed stays."""
    content = NoteContent.model_validate(body.model_dump(exclude={"reason", "number"}))
    return await versions.amend(call.uow, call.principal, path.encounter_id, body.number, body.reason, content)


class EpisodePath(Model):
    """Which course."""

    episode_id: UUID


@get("/api/episodes/{episode_id}", policy=allow(*CLINICIANS), errors=("encounters.episode_not_found",))
async def show_course(call: Call, path: EpisodePath) -> CourseOut:
    """Show a course that I lead, with its sessions."""
    return await courses.show(call.uow, call.principal, path.episode_id)


routes = (show_course, show_forms, show, save, sign, show_versions, amend)
