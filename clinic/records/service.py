"""Writing and signing the note of an encounter."""

from uuid import UUID

from sqlalchemy import select

from clinic.encounters.states import EncounterState, not_admitted
from clinic.encounters.tables import Encounter
from clinic.records.categories import COUNTED_ASIDES, check_categories
from clinic.records.contents import columns, content_of
from clinic.records.cosigning.asking import ask_for_cosigning
from clinic.records.forms import form_for, form_of
from clinic.records.tables import Note
from clinic.records.views import NoteContent, NoteOut
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

NOTE_SIGNED = "records.note_signed"
"""The job that a signed note leaves behind; its payload is {"note_id": ...}."""


async def show(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> NoteOut:
    """Return the note of the caller's own encounter, empty while nothing was saved; raises NotFound for any other."""
    encounter = await _own_encounter(uow, principal, encounter_id)
    note = await _find(uow, encounter_id)
    _audit(uow, principal, Action.READ, encounter, note)
    return _view(uow, principal, encounter_id, note)


async def save(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, content: NoteContent, version: int
) -> NoteOut:
    """Save a draft that was written on top of `version` (0: of nothing) and return it as the next version.

    Raises NotFound for another's encounter, Invalid as Form.check and check_categories, Conflict records.signed for a
    signed note, and records.stale_version when another device saved in between; both carry the note as it stands.
    Saving the same again changes nothing.
    """
    encounter = await _own_encounter(uow, principal, encounter_id)
    note = await _find(uow, encounter_id, lock=True)
    form = form_for(principal.role) if note is None else form_of(note.form, note.form_version)
    form.check(content.fields)
    form.check(dict.fromkeys(content.asides.keys() - COUNTED_ASIDES, ""))
    check_categories(content.reasons, content.outcome)
    check_categories(content.asides.get("reasons", "").split(), content.asides.get("outcome") or None)
    content = content.model_copy(
        update={
            "fields": form.whole(content.fields),
            "asides": {field: text for field, text in content.asides.items() if text},
        }
    )
    if note is None and version == 0:
        note = await _begin(uow, principal, encounter_id, content)
        if note is not None:
            _audit(uow, principal, Action.CREATE, encounter, note)
            return _view(uow, principal, encounter_id, note)
        note = await _find(uow, encounter_id, lock=True)
    current = _view(uow, principal, encounter_id, note)
    if note is None:
        raise _stale(current)
    # Whatever comes of it, the answer shows the note as it stands.
    _audit(uow, principal, Action.READ, encounter, note)
    if note.signed_at is not None:
        raise _signed(current)
    same = current.content() == content
    if version != note.version:
        # The answer to this very save may have been lost on its way: then the device repeats it.
        if same and version == note.version - 1:
            return current
        raise _stale(current)
    if not same:
        for column, value in columns(uow, note.id, content).items():
            setattr(note, column, value)
        note.version += 1
        note.updated_at = uow.now
        _audit(uow, principal, Action.UPDATE, encounter, note)
    return _view(uow, principal, encounter_id, note)


async def sign(uow: UnitOfWork, principal: Principal, encounter_id: UUID, version: int) -> NoteOut:
    """Sign the note in the version that the caller sees; from then on it does not change. A counsellor's is co-signed.

    Raises NotFound for another's encounter, Conflict encounters.not_admitted before the consultation began,
    records.signed and records.stale_version as for saving, records.undecided while a text of another device waits to
    be decided on, Invalid records.empty when nothing is written, and records.incomplete with the `missing` fields.
    """
    encounter = await _own_encounter(uow, principal, encounter_id)
    if encounter.state is EncounterState.ARRIVED:
        raise not_admitted()
    note = await _find(uow, encounter_id, lock=True)
    _audit(uow, principal, Action.READ, encounter, note)
    current = _view(uow, principal, encounter_id, note)
    if note is not None and note.signed_at is not None:
        raise _signed(current)
    if version != current.version:
        raise _stale(current)
    if note is None or not current.has_text():
        raise Invalid("records.empty", "Please write something before you sign.")
    if current.asides:
        raise Conflict("records.undecided", "Two texts wait side by side. Please decide on them before you sign.")
    require_complete(note.form, note.form_version, current)
    note.signed_at = uow.now
    _audit(uow, principal, Action.EXECUTE, encounter, note)
    uow.enqueue(NOTE_SIGNED, {"note_id": str(note.id)}, key=f"{NOTE_SIGNED}:{note.id}")
    await ask_for_cosigning(uow, principal.role, note.id, 0)
    return _view(uow, principal, encounter_id, note)


def require_complete(form: str, form_version: int, content: NoteContent) -> None:
    """Raise Invalid("records.incomplete") with the ids of what is `missing` for a signature."""
    asked = form_of(form, form_version)
    missing = asked.missing(content.fields)
    if asked.categories:
        missing += ["reasons"] * (not content.reasons) + ["outcome"] * (content.outcome is None)
    if missing:
        raise Invalid("records.incomplete", "Something is missing before this can be signed.", missing=missing)


def _audit(uow: UnitOfWork, principal: Principal, action: Action, encounter: Encounter, note: Note | None) -> None:
    """Note in the audit log what is done to a note; its drafts are saved by themselves, so these are gathered."""
    note_id = None if note is None else note.id
    gathered = action is Action.UPDATE
    uow.audit(principal, action, Entity.NOTE, note_id, person_id=encounter.person_id, gathered=gathered)


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


async def _begin(uow: UnitOfWork, principal: Principal, encounter_id: UUID, content: NoteContent) -> Note | None:
    note_id = new_id()
    form = form_for(principal.role)
    row = {
        "id": note_id,
        "encounter_id": encounter_id,
        "practitioner_id": principal.practitioner_id,
        "form": form.form,
        "form_version": form.version,
        "version": 1,
        **columns(uow, note_id, content),
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    # Two devices may begin at once; the database keeps one, and the other is told of it.
    inserted = insert_unless_there(uow, Note, [row]).returning(Note)
    note: Note | None = await uow.session.scalar(inserted)
    return note


def _view(uow: UnitOfWork, principal: Principal, encounter_id: UUID, note: Note | None) -> NoteOut:
    if note is None:
        form = form_for(principal.role)
        return NoteOut(
            encounter_id=encounter_id,
            form=form.form,
            form_version=form.version,
            state="draft",
            version=0,
            fields=form.whole({}),
            updated_at=None,
            signed_at=None,
        )
    return NoteOut(
        encounter_id=encounter_id,
        form=note.form,
        form_version=note.form_version,
        state="draft" if note.signed_at is None else "signed",
        version=note.version,
        **content_of(uow, note).model_dump(),
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
