"""Writing and signing the note of an encounter, and reading what colleagues signed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from clinic.encounters.states import EncounterState, not_admitted
from clinic.encounters.tables import Encounter
from clinic.records.tables import Note
from clinic.records.views import NoteFields, NoteHead, NoteOut
from clinic.records.visibility import readable_authors
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.practitioners.tables import Practitioner
from people.risk.kinds import RiskLevel

NOTE_SIGNED = "records.note_signed"
"""The job that a signed note leaves behind; its payload is {"note_id": ...}."""

_FORM, _FORM_VERSION = "consultation", 1
_HEAD_LENGTH = 200


async def show(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> NoteOut:
    """Return the note of the caller's own encounter, empty while nothing was saved; raises NotFound for any other."""
    await _own_encounter(uow, principal, encounter_id)
    return _view(uow, encounter_id, await _find(uow, encounter_id))


async def save(
    uow: UnitOfWork,
    principal: Principal,
    encounter_id: UUID,
    fields: NoteFields,
    risk_level: RiskLevel | None,
    version: int,
) -> NoteOut:
    """Save a draft that was written on top of `version` (0: of nothing) and return it as the next version.

    Raises NotFound for another's encounter, Conflict records.signed for a signed note, and records.stale_version when
    another device saved in between; both carry the note as it stands. Saving the same again changes nothing.
    """
    await _own_encounter(uow, principal, encounter_id)
    note = await _find(uow, encounter_id, lock=True)
    if note is None and version == 0:
        note = await _begin(uow, principal, encounter_id, fields, risk_level)
        if note is not None:
            return _view(uow, encounter_id, note)
        note = await _find(uow, encounter_id, lock=True)
    if note is None:
        raise _stale(_view(uow, encounter_id, None))
    current = _view(uow, encounter_id, note)
    if note.signed_at is not None:
        raise _signed(current)
    same = (current.fields, current.risk_level) == (fields, risk_level)
    if version != note.version:
        # The answer to this very save may have been lost on its way: then the device repeats it.
        if same and version == note.version - 1:
            return current
        raise _stale(current)
    if not same:
        note.fields_sealed = _seal(uow, note.id, fields)
        note.risk_level = risk_level
        note.version += 1
        note.updated_at = uow.now
    return _view(uow, encounter_id, note)


async def sign(uow: UnitOfWork, principal: Principal, encounter_id: UUID, version: int) -> NoteOut:
    """Sign the note in the version that the caller sees; from then on it does not change.

    Raises NotFound for another's encounter, Conflict encounters.not_admitted before the consultation began,
    records.signed and records.stale_version as for saving, and Invalid records.empty when nothing is written.
    """
    encounter = await _own_encounter(uow, principal, encounter_id)
    if encounter.state is EncounterState.ARRIVED:
        raise not_admitted()
    note = await _find(uow, encounter_id, lock=True)
    current = _view(uow, encounter_id, note)
    if note is not None and note.signed_at is not None:
        raise _signed(current)
    if version != current.version:
        raise _stale(current)
    if note is None or not current.fields.has_text():
        raise Invalid("records.empty", "Please write something before you sign.")
    note.signed_at = uow.now
    uow.enqueue(NOTE_SIGNED, {"note_id": str(note.id)}, key=f"{NOTE_SIGNED}:{note.id}")
    return _view(uow, encounter_id, note)


async def signed_heads(uow: UnitOfWork, principal: Principal, person_id: UUID, limit: int = 5) -> Sequence[NoteHead]:
    """Return the beginnings of the person's last signed notes that the caller's profession may read, newest first.

    The caller must have shown their need before, see `need.require_need`.
    """
    query = (
        select(Note, Account.display_name, Account.role)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(
            Encounter.person_id == person_id,
            Note.signed_at.is_not(None),
            Account.role.in_(readable_authors(principal.role)),
        )
        .order_by(Note.signed_at.desc(), Note.id.desc())
        .limit(limit)
    )
    return [_head(note, _open(uow, note), name, role) for note, name, role in await uow.session.execute(query)]


def _head(note: Note, fields: NoteFields, author_name: str, author_role: Role) -> NoteHead:
    return NoteHead(
        encounter_id=note.encounter_id,
        signed_at=note.signed_at or note.updated_at,
        author_name=author_name,
        author_role=author_role,
        complaint=fields.complaint[:_HEAD_LENGTH],
        next_action=fields.next_action[:_HEAD_LENGTH],
        risk_level=note.risk_level,
    )


async def _own_encounter(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> Encounter:
    encounter = None
    if principal.practitioner_id is not None:
        encounter = await uow.session.scalar(
            select(Encounter).where(
                Encounter.id == encounter_id, Encounter.practitioner_id == principal.practitioner_id
            )
        )
    if encounter is None:
        raise NotFound("records.not_found", "This record is not among those you write.")
    return encounter


async def _find(uow: UnitOfWork, encounter_id: UUID, *, lock: bool = False) -> Note | None:
    query = select(Note).where(Note.encounter_id == encounter_id)
    found: Note | None = await uow.session.scalar(query.with_for_update() if lock else query)
    return found


async def _begin(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, fields: NoteFields, risk_level: RiskLevel | None
) -> Note | None:
    note_id = new_id()
    row = {
        "id": note_id,
        "encounter_id": encounter_id,
        "practitioner_id": principal.practitioner_id,
        "form": _FORM,
        "form_version": _FORM_VERSION,
        "version": 1,
        "fields_sealed": _seal(uow, note_id, fields),
        "risk_level": risk_level,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    # Two devices may begin at once; the database keeps one, and the other is told of it.
    inserted = insert_unless_there(uow, Note, [row]).returning(Note)
    note: Note | None = await uow.session.scalar(inserted)
    return note


def _seal(uow: UnitOfWork, note_id: UUID, fields: NoteFields) -> bytes:
    return uow.vault.seal(fields.model_dump_json(), f"note:{note_id}")


def _open(uow: UnitOfWork, note: Note) -> NoteFields:
    return NoteFields.model_validate_json(uow.vault.open(note.fields_sealed, f"note:{note.id}"))


def _view(uow: UnitOfWork, encounter_id: UUID, note: Note | None) -> NoteOut:
    if note is None:
        return NoteOut(
            encounter_id=encounter_id,
            state="draft",
            version=0,
            fields=NoteFields(),
            risk_level=None,
            updated_at=None,
            signed_at=None,
        )
    return NoteOut(
        encounter_id=encounter_id,
        state="draft" if note.signed_at is None else "signed",
        version=note.version,
        fields=_open(uow, note),
        risk_level=note.risk_level,
        updated_at=note.updated_at,
        signed_at=note.signed_at,
    )


def _stale(current: NoteOut) -> Conflict:
    return Conflict(
        "records.stale_version",
        "This note was changed on another device. Here is how it stands now.",
        note=current.model_dump(mode="json"),
    )


def _signed(current: NoteOut) -> Conflict:
    return Conflict(
        "records.signed", "This note is signed and does not change any more.", note=current.model_dump(mode="json")
    )
