"""Reading letters: their authors, and who else may."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from clinic.records.letters.access import author_of, may_read, not_found, note_reading
from clinic.records.letters.contents import content_of, reason_of
from clinic.records.letters.states import GIVEN, LetterState
from clinic.records.letters.tables import Letter, LetterQuestion
from clinic.records.letters.views import LetterHead, LetterOut, QuestionOut
from clinic.records.need import require_need
from core.audit.events import Action, Entity
from core.errors import Conflict
from core.model import LocalText
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.service import get_display_name
from people.practitioners.tables import Practitioner

_LIST_LIMIT = 100


async def list_of_person(uow: UnitOfWork, principal: Principal, person_id: UUID) -> Sequence[LetterHead]:
    """Return the letters about a person that the caller reads, the newest first, at most 100.

    Raises NotFound("records.person_not_found") without a need for them.
    """
    await require_need(uow, principal, person_id)
    query = (
        select(Letter, Account.display_name)
        .join(Practitioner, Practitioner.id == Letter.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(Letter.person_id == person_id, may_read(uow, principal))
        .order_by(Letter.updated_at.desc(), Letter.id.desc())
        .limit(_LIST_LIMIT)
    )
    rows = (await uow.session.execute(query)).all()
    for letter, _ in rows:
        note_reading(uow, principal, letter)
    return [_head(principal, letter, name, content_of(uow, letter).fields) for letter, name in rows]


async def show(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> LetterOut:
    """Return a letter that the caller reads; raises NotFound("letters.not_found")."""
    letter = await _readable(uow, principal, letter_id)
    note_reading(uow, principal, letter)
    return await letter_out(uow, principal, letter)


async def note_printing(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> None:
    """Note in the audit log that a letter is printed; the paper is nobody's to look after any more.

    Raises NotFound("letters.not_found"), Conflict("letters.not_issued"): what is not issued is not printed.
    """
    letter = await _readable(uow, principal, letter_id)
    if letter.state not in GIVEN:
        raise Conflict("letters.not_issued", "A letter is printed once it is issued.")
    uow.audit(principal, Action.EXECUTE, Entity.LETTER, letter.id, person_id=letter.person_id)


async def letter_out(uow: UnitOfWork, principal: Principal, letter: Letter) -> LetterOut:
    """Return a letter as a clinician sees it; that they may was decided before."""
    account, practitioner = await author_of(uow, letter)
    content = content_of(uow, letter)
    is_own = letter.practitioner_id == principal.practitioner_id
    query = select(LetterQuestion).where(LetterQuestion.letter_id == letter.id).order_by(LetterQuestion.id.desc())
    title = LocalText(ja=practitioner.title_ja, en=practitioner.title_en)
    name = content.sender or account.display_name
    key = letter.id
    return LetterOut(
        **_head(principal, letter, name, content.fields).model_dump(),
        person_id=letter.person_id,
        person_name=await get_display_name(uow, letter.person_id),
        form=letter.form,
        form_version=letter.form_version,
        version=letter.version,
        fields=dict(content.fields),
        asides=dict(content.asides),
        author_role=account.role,
        sender_title=title if content.sender_title is None else title.model_copy(update={"ja": content.sender_title}),
        may_revoke=letter.state is LetterState.ISSUED and (is_own or principal.role is Role.PSYCHIATRIST),
        basis=letter.basis,
        written_on=letter.written_on,
        ground=letter.ground,
        ground_reason=reason_of(uow, letter.ground_reason_sealed, f"letter_ground_reason:{key}"),
        withheld_reason=reason_of(uow, letter.withheld_reason_sealed, f"letter_withheld_reason:{key}"),
        told_at=letter.told_at,
        questions=[
            QuestionOut(
                asked_at=each.asked_at, agrees=each.agrees, answered_at=each.answered_at, ended_at=each.ended_at
            )
            for each in await uow.session.scalars(query)
        ],
        revoked_at=letter.revoked_at,
        revocation=reason_of(uow, letter.revocation_sealed, f"letter_revocation:{key}"),
    )


async def _readable(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> Letter:
    letter: Letter | None = await uow.session.scalar(
        select(Letter).where(Letter.id == letter_id, may_read(uow, principal))
    )
    if letter is None:
        raise not_found()
    return letter


def _head(principal: Principal, letter: Letter, author_name: str, fields: Mapping[str, str]) -> LetterHead:
    return LetterHead(
        id=letter.id,
        kind=letter.kind,
        state=letter.state,
        institution=fields.get("institution", ""),
        author_name=author_name,
        updated_at=letter.updated_at,
        number=letter.number,
        issued_at=letter.issued_at,
        is_own=letter.practitioner_id == principal.practitioner_id,
    )
