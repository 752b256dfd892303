"""What stands in a note: sealing and opening it, and the version that holds now."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clinic.records.forms import form_of
from clinic.records.tables import Note, NoteAmendment
from clinic.records.views import NoteContent
from core.crypto import SealBroken
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, unreadable_by


@dataclass(frozen=True, slots=True)
class Current:
    """What holds of a note: version `number` (0: as it was signed, or the draft), written at `at`."""

    number: int
    content: NoteContent
    at: datetime


def columns(uow: UnitOfWork, note_id: UUID, content: NoteContent) -> dict[str, object]:
    """Return the columns of a note for a content; what is written is sealed."""
    asides = _written(content.asides)
    return {
        "fields_sealed": uow.vault.seal(_written(content.fields), f"note:{note_id}"),
        "asides_sealed": None if asides == "{}" else uow.vault.seal(asides, f"note_asides:{note_id}"),
        **_counted(content),
    }


def content_of(uow: UnitOfWork, note: Note) -> NoteContent:
    """Return what stands in a note itself: its draft, or what was signed. Raises SealBroken."""
    asides = note.asides_sealed
    return NoteContent(
        fields=form_of(note.form, note.form_version).whole(_open(uow, note.fields_sealed, f"note:{note.id}")),
        asides={} if asides is None else _open(uow, asides, f"note_asides:{note.id}"),
        risk_level=note.risk_level,
        reasons=note.reasons,
        outcome=note.outcome,
    )


def amendment_columns(uow: UnitOfWork, amendment_id: UUID, content: NoteContent) -> dict[str, object]:
    """Return the columns of an amendment for its content."""
    sealed = uow.vault.seal(_written(content.fields), f"note_amendment:{amendment_id}")
    return {"fields_sealed": sealed, **_counted(content)}


def content_of_amendment(uow: UnitOfWork, note: Note, amendment: NoteAmendment) -> NoteContent:
    """Return what stands in an amendment: the whole note as it reads from then on. Raises SealBroken."""
    fields = _open(uow, amendment.fields_sealed, f"note_amendment:{amendment.id}")
    return NoteContent(
        fields=form_of(note.form, note.form_version).whole(fields),
        risk_level=amendment.risk_level,
        reasons=amendment.reasons,
        outcome=amendment.outcome,
    )


async def current_of(uow: UnitOfWork, notes: Iterable[Note]) -> Mapping[UUID, Current]:
    """Return what holds of each note by its id, in one query for all. Raises SealBroken."""
    known = {note.id: note for note in notes}
    latest = await _latest(uow, known)
    return {note.id: _current(uow, note, latest.get(note.id)) for note in known.values()}


async def current_or_say(uow: UnitOfWork, notes: Iterable[Note]) -> Mapping[UUID, Current | Unreadable]:
    """Return what holds of each note by its id, or why it cannot be read: one of a list may not fail the others."""
    known = {note.id: note for note in notes}
    latest = await _latest(uow, known)
    found: dict[UUID, Current | Unreadable] = {}
    for note in known.values():
        try:
            found[note.id] = _current(uow, note, latest.get(note.id))
        except SealBroken as error:
            found[note.id] = unreadable_by(error)
    return found


async def _latest(uow: UnitOfWork, note_ids: Iterable[UUID]) -> Mapping[UUID, NoteAmendment]:
    query = select(NoteAmendment).where(NoteAmendment.note_id.in_(note_ids)).order_by(NoteAmendment.number)
    return {each.note_id: each for each in await uow.session.scalars(query)}


def _current(uow: UnitOfWork, note: Note, amendment: NoteAmendment | None) -> Current:
    if amendment is None:
        return Current(0, content_of(uow, note), note.signed_at or note.updated_at)
    return Current(amendment.number, content_of_amendment(uow, note, amendment), amendment.written_at)


def _counted(content: NoteContent) -> dict[str, object]:
    return {"risk_level": content.risk_level, "reasons": list(content.reasons), "outcome": content.outcome}


def _written(fields: Mapping[str, str]) -> str:
    return json.dumps({field: text for field, text in fields.items() if text}, ensure_ascii=False)


def _open(uow: UnitOfWork, sealed: bytes, context: str) -> dict[str, str]:
    fields: dict[str, str] = json.loads(uow.vault.open(sealed, context))
    return fields
