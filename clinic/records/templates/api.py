"""Text blocks for notes over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from clinic.records.templates import service
from clinic.records.templates.tables import NoteTemplate
from clinic.records.views import Version
from core.http import Call, RateLimit, delete, get, post, put
from core.model import Instant, Model
from core.policy import allow
from core.principal import CLINICIANS, Role
from people.text_fields import DisplayName

_KEEPERS = allow(*CLINICIANS, Role.COORDINATOR)
_LIMIT = RateLimit("note_template", 60, 60)

BodyText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
ClinicianRole = Literal[Role.MIDWIFE, Role.DOCTOR, Role.COUNSELLOR, Role.PSYCHIATRIST]


class TemplatePath(Model):
    """Which text block."""

    template_id: UUID


class TemplateIn(Model):
    """A new text block of a profession."""

    role: ClinicianRole
    title: DisplayName
    body: BodyText


class TemplateChange(Model):
    """Its new content, and the version it was written on."""

    title: DisplayName
    body: BodyText
    version: Version


class TemplateOut(Model):
    """A text block."""

    id: UUID
    role: Role
    title: str
    body: str
    version: int
    changed_at: Instant

    @classmethod
    def of(cls, template: NoteTemplate) -> "TemplateOut":
        """Return a stored text block as it goes out."""
        return cls(
            id=template.id,
            role=template.role,
            title=template.title,
            body=template.body,
            version=template.version,
            changed_at=template.changed_at,
        )


class TemplateList(Model):
    """Text blocks, by profession and title."""

    templates: list[TemplateOut]


@get("/api/note-templates", policy=_KEEPERS)
async def list_templates(call: Call) -> TemplateList:
    """List the text blocks of my profession; a coordinator's list has all."""
    found = await service.list_templates(call.uow, call.principal)
    return TemplateList(templates=[TemplateOut.of(each) for each in found])


@post(
    "/api/note-templates",
    policy=_KEEPERS,
    status=201,
    errors=("records.template_of_others", "records.templates_full"),
    limit=_LIMIT,
)
async def add(call: Call, body: TemplateIn) -> TemplateOut:
    """Add a text block."""
    return TemplateOut.of(await service.add(call.uow, call.principal, body.role, body.title, body.body))


@put(
    "/api/note-templates/{template_id}",
    policy=_KEEPERS,
    errors=("records.template_not_found", "records.template_changed"),
    limit=_LIMIT,
)
async def change(call: Call, path: TemplatePath, body: TemplateChange) -> TemplateOut:
    """Change a text block."""
    changed = await service.change(call.uow, call.principal, path.template_id, body.title, body.body, body.version)
    return TemplateOut.of(changed)


@delete("/api/note-templates/{template_id}", policy=_KEEPERS, errors=("records.template_not_found",), limit=_LIMIT)
async def remove(call: Call, path: TemplatePath) -> None:
    """Delete a text block."""
    await service.remove(call.uow, call.principal, path.template_id)


routes = (list_templates, add, change, remove)
