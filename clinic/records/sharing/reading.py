"""Reading a person's signed notes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from clinic.encounters.tables import Encounter
from clinic.records.access import is_opened
from clinic.records.contents import Current, current_or_say
from clinic.records.need import require_need
from clinic.records.sharing.glass import open_until
from clinic.records.sharing.views import RecordOut
from clinic.records.tables import Note
from clinic.records.views import NoteHead
from core.audit.events import Action, Entity
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable
from people.accounts.tables import Account
from people.persons.service import get_display_name
from people.practitioners.tables import Practitioner

_HEAD_LENGTH = 200
PAGE = 20
"""Each note on a page is opened and noted in the audit log, so that a page costs the same however long the history."""


async def show(
    uow: UnitOfWork, principal: Principal, person_id: UUID, *, limit: int = PAGE, before: UUID | None = None
) -> RecordOut:
    """Return a page of a person's record for the caller, with at most `limit` notes.

    `before` is the encounter of the last note already known; an unknown one has none after it. Raises
    NotFound("records.person_not_found") without a need for the person.
    """
    await require_need(uow, principal, person_id)
    uow.audit(principal, Action.READ, Entity.PERSON, person_id, person_id=person_id)
    closed = _signed(person_id).where(~is_opened(principal, uow.now)).with_only_columns(Note.id).subquery()
    return RecordOut(
        person_id=person_id,
        display_name=await get_display_name(uow, person_id),
        notes=list(await signed_heads(uow, principal, person_id, limit, before)),
        closed=await uow.session.scalar(select(func.count()).select_from(closed)) or 0,
        glass_until=await open_until(uow, principal, person_id),
    )


async def signed_heads(
    uow: UnitOfWork, principal: Principal, person_id: UUID, limit: int = 5, before: UUID | None = None
) -> Sequence[NoteHead]:
    """Return the beginnings of the person's last signed notes that the caller may read, newest first, as amended.

    `before` is as for `show`. The caller must have shown their need before, see `need.require_need`.
    """
    query = _signed(person_id).where(is_opened(principal, uow.now))
    if before is not None:
        known = query.where(Note.encounter_id == before).with_only_columns(Note.signed_at, Note.id).subquery()
        at, note_id = select(known.c.signed_at).scalar_subquery(), select(known.c.id).scalar_subquery()
        query = query.where(or_(Note.signed_at < at, and_(Note.signed_at == at, Note.id < note_id)))
    query = query.order_by(Note.signed_at.desc(), Note.id.desc()).limit(limit)
    rows = (await uow.session.execute(query)).all()
    for note, _ in rows:
        uow.audit(principal, Action.READ, Entity.NOTE, note.id, person_id=person_id)
    current = await current_or_say(uow, [note for note, _ in rows])
    return [_head(note, current[note.id], author) for note, author in rows]


def _signed(person_id: UUID) -> Select[Note, Account]:
    return (
        select(Note, Account)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(Encounter.person_id == person_id, Note.signed_at.is_not(None))
    )


def _head(note: Note, current: Current | Unreadable, author: Account) -> NoteHead:
    unreadable = current if isinstance(current, Unreadable) else None
    fields = {} if isinstance(current, Unreadable) else current.content.fields
    return NoteHead(
        encounter_id=note.encounter_id,
        signed_at=note.signed_at or note.updated_at,
        author_name=author.display_name,
        author_role=author.role,
        complaint=fields.get("complaint", "")[:_HEAD_LENGTH],
        next_action=fields.get("next_action", "")[:_HEAD_LENGTH],
        risk_level=note.risk_level if isinstance(current, Unreadable) else current.content.risk_level,
        amended=isinstance(current, Current) and current.number > 0,
        unreadable=unreadable,
    )
