"""Writing a letter: its draft, and what is taken into it from signed notes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from clinic.encounters.tables import Encounter
from clinic.records.access import may_read as may_read_note
from clinic.records.contents import current_of
from clinic.records.letters.access import own_letter
from clinic.records.letters.contents import Content, content_of, put
from clinic.records.letters.forms import letter_form_for, letter_form_of
from clinic.records.letters.prefilling import Source, proposed
from clinic.records.letters.reading import letter_out
from clinic.records.letters.refusals import not_a_draft, stale
from clinic.records.letters.states import GIVEN, LetterKind, LetterState
from clinic.records.letters.tables import Letter, LetterQuestion
from clinic.records.letters.views import LetterIn, LetterOut, ProposalOut
from clinic.records.need import require_need
from clinic.records.tables import Note
from clinic.records.visibility import COUNSELLING
from core.audit.events import Action, Entity, Purpose
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner

MOST_DRAFTS = 20
"""As many letters that are not issued yet one clinician has of one person."""


async def begin(uow: UnitOfWork, principal: Principal, person_id: UUID, kind: LetterKind) -> LetterOut:
    """Begin an empty letter about a person and return it.

    Raises NotFound("records.person_not_found") without a need for them, Conflict("letters.too_many").
    """
    await require_need(uow, principal, person_id)
    count = select(func.count()).where(
        Letter.person_id == person_id,
        Letter.practitioner_id == principal.practitioner_id,
        Letter.state.not_in(GIVEN),
    )
    if (await uow.session.scalar(count) or 0) >= MOST_DRAFTS:
        raise Conflict(
            "letters.too_many", "There are many unfinished letters of this person. Please finish or discard one."
        )
    form = letter_form_for(kind)
    letter = Letter(
        id=new_id(),
        person_id=person_id,
        practitioner_id=principal.practitioner_id,
        kind=kind,
        form=form.form,
        form_version=form.version,
        state=LetterState.DRAFT,
        version=1,
        closed=principal.role in COUNSELLING,
        created_at=uow.now,
        updated_at=uow.now,
    )
    put(uow, letter, Content(form.whole({})))
    uow.session.add(letter)
    await uow.session.flush()
    uow.audit(principal, Action.CREATE, Entity.LETTER, letter.id, person_id=person_id)
    return await letter_out(uow, principal, letter)


async def save(uow: UnitOfWork, principal: Principal, letter_id: UUID, draft: LetterIn) -> LetterOut:
    """Save a draft that was written on top of its `version`, and return it as the next one.

    Raises NotFound for another's, Invalid as Form.check, Conflict: "letters.not_a_draft" once the person was asked or
    it is issued, "letters.stale_version" when another device saved in between; both carry the letter as it stands.
    Saving the same again changes nothing.
    """
    letter = await own_letter(uow, principal, letter_id)
    form = letter_form_of(letter.form, letter.form_version)
    form.check(draft.fields)
    form.check(dict.fromkeys(draft.asides, ""))
    wanted = Content(form.whole(draft.fields), {name: text for name, text in draft.asides.items() if text})
    # Whatever comes of it, the answer shows the letter as it stands.
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id)
    if letter.state is not LetterState.DRAFT:
        raise not_a_draft(await letter_out(uow, principal, letter))
    same = content_of(uow, letter) == wanted
    if draft.version != letter.version:
        # The answer to this very save may have been lost on its way: then the device repeats it.
        if same and draft.version == letter.version - 1:
            return await letter_out(uow, principal, letter)
        raise stale(await letter_out(uow, principal, letter))
    if not same:
        put(uow, letter, wanted)
        letter.version += 1
        letter.updated_at = uow.now
        await uow.session.flush()
        uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id, gathered=True)
    return await letter_out(uow, principal, letter)


async def propose(uow: UnitOfWork, principal: Principal, letter_id: UUID, encounter_ids: Sequence[UUID]) -> ProposalOut:
    """Return texts for the draft from signed notes of its person that the caller picked; they write it, not this.

    With something of a counselling note the letter is closed as that note is. Raises NotFound("letters.not_found"),
    NotFound("records.not_found") for a note that the caller may not read, is not signed or of another person,
    Conflict("letters.not_a_draft").
    """
    letter = await own_letter(uow, principal, letter_id)
    if letter.state is not LetterState.DRAFT:
        raise not_a_draft(await letter_out(uow, principal, letter))
    query = (
        select(Note, Account.role)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(
            Note.encounter_id.in_(set(encounter_ids)),
            Note.signed_at.is_not(None),
            Encounter.person_id == letter.person_id,
            may_read_note(uow, principal),
        )
    )
    rows = (await uow.session.execute(query)).all()
    if len(rows) != len(set(encounter_ids)):
        raise NotFound("records.not_found", "One of these records is not among those you read.")
    for note, role in rows:
        behind = role in COUNSELLING and principal.role not in COUNSELLING
        purpose = Purpose.BREAK_THE_GLASS if behind else None
        uow.audit(principal, Action.READ, Entity.NOTE, note.id, person_id=letter.person_id, purpose=purpose)
        letter.closed = letter.closed or role in COUNSELLING
    current = await current_of(uow, [note for note, _ in rows])
    form = letter_form_of(letter.form, letter.form_version)
    notes = [
        Source(uow.zone.today(note.signed_at or note.updated_at), current[note.id].content.fields) for note, _ in rows
    ]
    await uow.session.flush()
    return ProposalOut(fields=proposed(form, notes))


async def discard(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> None:
    """Delete a draft that nobody but its author has seen.

    Raises NotFound, Conflict: "letters.not_a_draft", "letters.was_shown" for one that the person was asked about.
    """
    letter = await own_letter(uow, principal, letter_id)
    if letter.state is not LetterState.DRAFT:
        raise not_a_draft(await letter_out(uow, principal, letter))
    if await uow.session.scalar(select(LetterQuestion.id).where(LetterQuestion.letter_id == letter_id).limit(1)):
        raise Conflict("letters.was_shown", "The person was asked about this letter, so it is kept.")
    uow.audit(principal, Action.DELETE, Entity.LETTER, letter.id, person_id=letter.person_id)
    await uow.session.delete(letter)
