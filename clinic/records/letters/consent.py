"""Asking the person whether a letter may go: they see its text first, agree or refuse, and may change their mind."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from clinic.records.letters.access import not_found, own_letter, persons_letter
from clinic.records.letters.contents import content_of, reason_of
from clinic.records.letters.issuing import require_ready
from clinic.records.letters.reading import letter_out
from clinic.records.letters.states import GIVEN, SHOWN, LetterState
from clinic.records.letters.tables import Letter, LetterQuestion
from clinic.records.letters.views import LetterOut, OwnLetterOut
from core.audit.events import Action, Entity
from core.errors import Conflict
from core.ids import new_id
from core.model import LocalText
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons import service as persons
from people.practitioners.tables import Practitioner

LETTER_ASKED = "letters.asked"
"""The job that tells the person; its payload is {"question_id": ...}."""

LETTER_ANSWERED = "letters.answered"
"""The job that tells the author; its payload is {"question_id": ..., "agrees": ...}."""

_LIST_LIMIT = 100


async def ask(uow: UnitOfWork, principal: Principal, letter_id: UUID, version: int) -> LetterOut:
    """Put the letter before its person, who is told. From then on it does not change, unless the author takes it back.

    Raises NotFound, Conflict and Invalid as `require_ready`, Conflict("letters.not_a_draft").
    """
    letter = await own_letter(uow, principal, letter_id)
    await require_ready(uow, principal, letter, version)
    if letter.state is not LetterState.DRAFT:
        raise Conflict("letters.not_a_draft", "The person was asked about this letter already.")
    question = LetterQuestion(id=new_id(), letter_id=letter_id, version=letter.version, asked_at=uow.now)
    uow.session.add(question)
    letter.state = LetterState.ASKED
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
    uow.enqueue(LETTER_ASKED, {"question_id": str(question.id)}, key=f"{LETTER_ASKED}:{question.id}")
    return await letter_out(uow, principal, letter)


async def take_back(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> LetterOut:
    """Take a letter back from before its person to write on; an answer that was given holds no more. Twice is once.

    Raises NotFound, Conflict("letters.issued").
    """
    letter = await own_letter(uow, principal, letter_id)
    if letter.state in GIVEN:
        raise Conflict("letters.issued", "This letter is issued. It can be revoked.")
    if letter.state is not LetterState.DRAFT:
        (await _standing(uow, letter)).ended_at = uow.now
        letter.state = LetterState.DRAFT
        await uow.session.flush()
        uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id)
    return await letter_out(uow, principal, letter)


async def answer(uow: UnitOfWork, principal: Principal, letter_id: UUID, version: int, *, agrees: bool) -> OwnLetterOut:
    """Take the person's answer to the version they saw, and tell the author.

    Raises NotFound("letters.not_found") for what does not lie before the caller, Conflict: "letters.issued" when it
    went out meanwhile, "letters.changed" when they saw another version.
    """
    letter = await persons_letter(uow, principal, letter_id)
    if letter.state in GIVEN and letter.told_at is not None:
        raise Conflict("letters.issued", "This letter has gone out already.")
    if letter.state not in SHOWN:
        raise not_found()
    if letter.version != version:
        raise Conflict("letters.changed", "The letter was changed. Please read it again before you answer.")
    question = await _standing(uow, letter)
    if question.agrees is not agrees:
        question.agrees = agrees
        question.answered_at = uow.now
        letter.state = LetterState.AGREED if agrees else LetterState.REFUSED
        await uow.session.flush()
        uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
        key = f"{LETTER_ANSWERED}:{question.id}:{agrees}:{uow.now.isoformat()}"
        uow.enqueue(LETTER_ANSWERED, {"question_id": str(question.id), "agrees": agrees}, key=key)
    return await show_own(uow, principal, letter_id)


async def list_own(uow: UnitOfWork, principal: Principal) -> Sequence[OwnLetterOut]:
    """Return the letters about the caller that they may see, the newest first, at most 100."""
    query = letters_shown_to(principal).order_by(Letter.updated_at.desc(), Letter.id.desc()).limit(_LIST_LIMIT)
    return [_own(uow, *row) for row in await uow.session.execute(query)]


async def show_own(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> OwnLetterOut:
    """Return a letter about the caller; raises NotFound("letters.not_found")."""
    row = (await uow.session.execute(letters_shown_to(principal).where(Letter.id == letter_id))).one_or_none()
    if row is None:
        raise not_found()
    return _own(uow, *row)


def letters_shown_to(principal: Principal) -> Select[Letter, Account, Practitioner, LetterQuestion]:
    """Return the query for what lies before the person, and what was given away and not withheld from them."""
    given = and_(Letter.state.in_(GIVEN), Letter.told_at.is_not(None))
    return (
        select(Letter, Account, Practitioner, LetterQuestion)
        .join(Practitioner, Practitioner.id == Letter.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .outerjoin(LetterQuestion, and_(LetterQuestion.letter_id == Letter.id, LetterQuestion.ended_at.is_(None)))
        .where(Letter.person_id == persons.own_person_id(principal), or_(Letter.state.in_(SHOWN), given))
    )


async def _standing(uow: UnitOfWork, letter: Letter) -> LetterQuestion:
    query = select(LetterQuestion).where(LetterQuestion.letter_id == letter.id, LetterQuestion.ended_at.is_(None))
    return (await uow.session.scalars(query)).one()


def _own(
    uow: UnitOfWork, letter: Letter, account: Account, practitioner: Practitioner, question: LetterQuestion | None
) -> OwnLetterOut:
    content = content_of(uow, letter)
    return OwnLetterOut(
        id=letter.id,
        kind=letter.kind,
        state=letter.state,
        form=letter.form,
        form_version=letter.form_version,
        version=letter.version,
        fields=dict(content.fields),
        author_name=content.sender or account.display_name,
        author_title=LocalText(ja=content.sender_title or practitioner.title_ja, en=practitioner.title_en),
        asked_at=None if question is None else question.asked_at,
        agrees=None if question is None else question.agrees,
        number=letter.number,
        issued_at=letter.issued_at,
        basis=letter.basis,
        ground=letter.ground,
        revoked_at=letter.revoked_at,
        revocation=reason_of(uow, letter.revocation_sealed, f"letter_revocation:{letter.id}"),
    )
