"""A signed note and its amendments: what was signed stays as it was, and every version can be read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from clinic.encounters.tables import Encounter
from clinic.records.access import may_read
from clinic.records.categories import check_categories
from clinic.records.contents import amendment_columns, content_of, content_of_amendment, current_of
from clinic.records.cosigning.asking import ask_for_cosigning
from clinic.records.cosigning.states import CosigningState, due_at
from clinic.records.cosigning.tables import Cosigning
from clinic.records.forms import form_of
from clinic.records.service import require_complete
from clinic.records.sharing.tables import NoteShare
from clinic.records.tables import Note, NoteAmendment
from clinic.records.views import CosigningBrief, NoteContent, NoteVersion, NoteVersionsOut, ShareBrief
from clinic.records.visibility import COUNSELLING, may_share
from core.audit.events import Action, Entity, Purpose
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners import service as practitioners
from people.practitioners.supervision import supervisors_of
from people.practitioners.tables import Practitioner

NOTE_AMENDED = "records.note_amended"
"""The job that an amendment leaves behind; its payload is {"amendment_id": ...}."""


async def show(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> NoteVersionsOut:
    """Return every version of a signed note that the caller may read, the first one first; none of their own draft.

    Raises NotFound("records.not_found").
    """
    note, author, person_id = await readable_note(uow, principal, encounter_id)
    shown = await versions_of(uow, principal, note, author)
    behind_glass = author.role in COUNSELLING and principal.role not in COUNSELLING and shown.share is None
    purpose = Purpose.BREAK_THE_GLASS if behind_glass else None
    uow.audit(principal, Action.READ, Entity.NOTE, note.id, person_id=person_id, purpose=purpose)
    return shown


async def amend(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, number: int, reason: str, content: NoteContent
) -> NoteVersionsOut:
    """Add an amendment on top of version `number` to the caller's own signed note, and return every version.

    Raises NotFound("records.not_found"), Forbidden("records.not_author") for a colleague's that the caller may read,
    Conflict: "records.not_signed" for a draft, "records.amended_meanwhile" when there is a newer version; Invalid as
    for saving and signing a note, and "records.nothing_changed".
    """
    note, author, person_id = await readable_note(uow, principal, encounter_id, lock=True)
    if note.practitioner_id != principal.practitioner_id:
        raise Forbidden("records.not_author", "A note is amended by its author only.")
    if note.signed_at is None:
        raise Conflict("records.not_signed", "This note is still a draft. Please change the draft itself.")
    form = form_of(note.form, note.form_version)
    form.check(content.fields)
    check_categories(content.reasons, content.outcome)
    content = content.model_copy(update={"fields": form.whole(content.fields), "asides": {}})
    current = (await current_of(uow, [note]))[note.id]
    if current.number != number:
        raise Conflict("records.amended_meanwhile", "This note was amended meanwhile. Please look at it again.")
    if current.content == content:
        raise Invalid("records.nothing_changed", "Nothing differs from what stands in the note.")
    require_complete(note.form, note.form_version, content)
    amendment_id = new_id()
    amendment = NoteAmendment(
        id=amendment_id,
        note_id=note.id,
        number=number + 1,
        practitioner_id=note.practitioner_id,
        reason_sealed=uow.vault.seal(reason, f"note_amendment_reason:{amendment_id}"),
        written_at=uow.now,
        **amendment_columns(uow, amendment_id, content),
    )
    uow.session.add(amendment)
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.NOTE, note.id, person_id=person_id)
    uow.enqueue(NOTE_AMENDED, {"amendment_id": str(amendment_id)}, key=f"{NOTE_AMENDED}:{amendment_id}")
    await ask_for_cosigning(uow, principal.role, note.id, number + 1)
    return await versions_of(uow, principal, note, author)


async def readable_note(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, lock: bool = False
) -> tuple[Note, Account, UUID]:
    """Return a note that the caller may read, its author's account and the person; NotFound("records.not_found")."""
    query = (
        select(Note, Account, Encounter.person_id)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(Note.encounter_id == encounter_id, may_read(uow, principal))
    )
    row = (await uow.session.execute(query.with_for_update(of=Note) if lock else query)).one_or_none()
    if row is None:
        raise _not_found()
    return row[0], row[1], row[2]


async def versions_of(uow: UnitOfWork, principal: Principal, note: Note, author: Account) -> NoteVersionsOut:
    """Return a note's versions; who may read it was decided before."""
    query = select(NoteAmendment).where(NoteAmendment.note_id == note.id).order_by(NoteAmendment.number)
    amendments: Sequence[NoteAmendment] = (await uow.session.scalars(query)).all()
    is_own = note.practitioner_id == principal.practitioner_id
    first = NoteVersion(
        **content_of(uow, note).model_dump(), number=0, at=note.signed_at or note.updated_at, reason=None
    )
    return NoteVersionsOut(
        encounter_id=note.encounter_id,
        form=note.form,
        form_version=note.form_version,
        author_name=author.display_name,
        author_role=author.role,
        is_own=is_own,
        may_share=author.role in COUNSELLING and may_share(principal.role, is_own=is_own),
        cosigning=await _cosigning(uow, note, with_comment=is_own or principal.role is Role.PSYCHIATRIST),
        share=await _share(uow, note),
        versions=[]
        if note.signed_at is None
        else [
            first,
            *[
                NoteVersion(
                    **content_of_amendment(uow, note, each).model_dump(),
                    number=each.number,
                    at=each.written_at,
                    reason=uow.vault.open(each.reason_sealed, f"note_amendment_reason:{each.id}"),
                )
                for each in amendments
            ],
        ],
    )


async def _cosigning(uow: UnitOfWork, note: Note, *, with_comment: bool) -> CosigningBrief | None:
    latest = await uow.session.scalar(
        select(Cosigning).where(Cosigning.note_id == note.id).order_by(Cosigning.number.desc()).limit(1)
    )
    if latest is None:
        return None
    if latest.state is CosigningState.WAITING:
        supervisor = (await supervisors_of(uow, [note.practitioner_id])).get(note.practitioner_id)
        supervisor_id = None if supervisor is None else supervisor.id
    else:
        supervisor_id = latest.decided_for
    known = await practitioners.get_many(uow, {each for each in (supervisor_id, latest.decided_by) if each is not None})
    names = {each.id: each.display_name for each in known.values()}
    comment = latest.comment_sealed
    return CosigningBrief(
        state=latest.state,
        number=latest.number,
        asked_at=latest.asked_at,
        due_at=due_at(latest.asked_at),
        opened_at=latest.opened_at,
        decided_at=latest.decided_at,
        decided_by_name=None if latest.decided_by is None else names[latest.decided_by],
        supervisor_name=None if supervisor_id is None else names[supervisor_id],
        by_deputy=latest.decided_by is not None and supervisor_id not in (None, latest.decided_by),
        comment=uow.vault.open(comment, f"cosigning:{latest.id}") if with_comment and comment is not None else None,
    )


async def _share(uow: UnitOfWork, note: Note) -> ShareBrief | None:
    query = (
        select(NoteShare, Account.display_name)
        .join(Practitioner, Practitioner.id == NoteShare.shared_by)
        .join(Account, Account.id == Practitioner.account_id)
        .where(NoteShare.note_id == note.id, NoteShare.revoked_at.is_(None))
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        return None
    standing, by = row
    reason = uow.vault.open(standing.reason_sealed, f"note_share:{standing.id}")
    return ShareBrief(shared_at=standing.shared_at, shared_by_name=by, reason=reason)


def _not_found() -> NotFound:
    return NotFound("records.not_found", "This record is not among those you write.")
