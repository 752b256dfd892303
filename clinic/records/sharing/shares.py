"""Opening a counselling note to the person's other clinicians, and ending that."""

from uuid import UUID

from sqlalchemy import select

from clinic.records.sharing.tables import NoteShare
from clinic.records.tables import Note
from clinic.records.versions import readable_note, versions_of
from clinic.records.views import NoteVersionsOut
from clinic.records.visibility import COUNSELLING, may_share
from core.audit.events import Action, Entity
from core.errors import Conflict, Forbidden, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there


async def share(uow: UnitOfWork, principal: Principal, encounter_id: UUID, reason: str) -> NoteVersionsOut:
    """Open a signed counselling note to all clinicians who have to do with the person, for a reason.

    Raises NotFound("records.not_found"), Forbidden("records.not_to_share") for who is neither its author nor a
    psychiatrist, Conflict: "records.not_signed", "records.open_already" for what is open to all of them anyway,
    "records.shared_already".
    """
    note, author, person_id = await _to_share(uow, principal, encounter_id)
    share_id = new_id()
    row = {
        "id": share_id,
        "note_id": note.id,
        "shared_by": principal.practitioner_id,
        "reason_sealed": uow.vault.seal(reason, f"note_share:{share_id}"),
        "shared_at": uow.now,
    }
    inserted = insert_unless_there(uow, NoteShare, [row]).returning(NoteShare.id)
    if await uow.session.scalar(inserted) is None:
        raise Conflict("records.shared_already", "This note is shared already.")
    uow.audit(principal, Action.UPDATE, Entity.NOTE, note.id, person_id=person_id)
    return await versions_of(uow, principal, note, author)


async def revoke(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> NoteVersionsOut:
    """Close a shared note again. Raises as `share`, and NotFound("records.not_shared")."""
    note, author, person_id = await _to_share(uow, principal, encounter_id)
    standing = await uow.session.scalar(
        select(NoteShare).where(NoteShare.note_id == note.id, NoteShare.revoked_at.is_(None)).with_for_update()
    )
    if standing is None:
        raise NotFound("records.not_shared", "This note is not shared.")
    standing.revoked_at = uow.now
    standing.revoked_by = principal.practitioner_id
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.NOTE, note.id, person_id=person_id)
    return await versions_of(uow, principal, note, author)


async def _to_share(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> tuple[Note, Account, UUID]:
    note, author, person_id = await readable_note(uow, principal, encounter_id)
    if not may_share(principal.role, is_own=note.practitioner_id == principal.practitioner_id):
        raise Forbidden("records.not_to_share", "A note is shared by its author or a psychiatrist.")
    if note.signed_at is None:
        raise Conflict("records.not_signed", "This note is still a draft.")
    if author.role not in COUNSELLING:
        raise Conflict("records.open_already", "Notes of this profession are open to the person's clinicians anyway.")
    return note, author, person_id
