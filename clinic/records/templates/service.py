"""Keeping text blocks: clinicians those of their profession, coordinators all."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true

from clinic.records.templates.tables import NoteTemplate
from core.errors import Conflict, Forbidden, NotFound
from core.ids import new_id
from core.principal import CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork

MOST = 50
"""As many for each profession: a list that is looked through with a family on the line."""


async def list_templates(uow: UnitOfWork, principal: Principal) -> Sequence[NoteTemplate]:
    """Return the text blocks that the caller may use or change, by profession and title."""
    query = select(NoteTemplate).where(_of(principal))
    return (await uow.session.scalars(query.order_by(NoteTemplate.role, NoteTemplate.title, NoteTemplate.id))).all()


async def add(uow: UnitOfWork, principal: Principal, role: Role, title: str, body: str) -> NoteTemplate:
    """Add a text block for a profession.

    Raises Forbidden("records.template_of_others") for another profession's than the caller's,
    Conflict("records.templates_full").
    """
    if role not in CLINICIANS or principal.role not in {role, Role.COORDINATOR}:
        raise Forbidden("records.template_of_others", "These text blocks belong to another profession.")
    count = select(func.count()).select_from(NoteTemplate).where(NoteTemplate.role == role)
    if (await uow.session.scalar(count) or 0) >= MOST:
        raise Conflict("records.templates_full", "There are enough text blocks. Please delete one first.", most=MOST)
    template = NoteTemplate(
        id=new_id(),
        role=role,
        title=title,
        body=body,
        version=1,
        changed_by=principal.account_id,
        changed_at=uow.now,
    )
    uow.session.add(template)
    await uow.session.flush()
    return template


async def change(
    uow: UnitOfWork, principal: Principal, template_id: UUID, title: str, body: str, version: int
) -> NoteTemplate:
    """Change a text block that was at `version`.

    Raises NotFound("records.template_not_found"), Conflict("records.template_changed").
    """
    template = await _get(uow, principal, template_id)
    if template.version != version:
        raise Conflict("records.template_changed", "Somebody changed this text block meanwhile.")
    template.title = title
    template.body = body
    template.version += 1
    template.changed_by = principal.account_id
    template.changed_at = uow.now
    return template


async def remove(uow: UnitOfWork, principal: Principal, template_id: UUID) -> None:
    """Delete a text block; what was written with it stays. Raises NotFound("records.template_not_found")."""
    await uow.session.delete(await _get(uow, principal, template_id))


async def _get(uow: UnitOfWork, principal: Principal, template_id: UUID) -> NoteTemplate:
    query = select(NoteTemplate).where(NoteTemplate.id == template_id, _of(principal)).with_for_update()
    found: NoteTemplate | None = await uow.session.scalar(query)
    if found is None:
        raise NotFound("records.template_not_found", "This text block is not here any more.")
    return found


def _of(principal: Principal) -> ColumnElement[bool]:
    return true() if principal.role is Role.COORDINATOR else NoteTemplate.role == principal.role
