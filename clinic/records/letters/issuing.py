"""Issuing a letter, on what it rests, and revoking it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from clinic.records.letters.access import author_of, letter_to_revoke, own_letter
from clinic.records.letters.contents import Content, content_of, put
from clinic.records.letters.forms import letter_form_of
from clinic.records.letters.grounds import check_ground, grounds
from clinic.records.letters.reading import letter_out
from clinic.records.letters.refusals import issued, stale
from clinic.records.letters.states import GIVEN, Basis, LetterState, fiscal_year, may_issue, number_of
from clinic.records.letters.tables import Letter, LetterCount, LetterQuestion
from clinic.records.letters.views import IssueIn, LetterOut
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.principal import Principal
from core.unit_of_work import UnitOfWork

LETTER_ISSUED = "letters.issued"
"""The job that tells the person, unless it is withheld from them; its payload is {"letter_id": ...}."""

LETTER_REVOKED = "letters.revoked"
"""The job that tells the person, if they know of the letter; its payload is {"letter_id": ...}."""


async def require_ready(uow: UnitOfWork, principal: Principal, letter: Letter, version: int) -> None:
    """Let a letter pass that can be shown or go out in the version that the caller sees.

    Raises Conflict: "letters.issued", "letters.stale_version", both with the letter as it stands, "letters.undecided"
    while a text of another device waits; Invalid("letters.incomplete") with the `missing` fields.
    """
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id)
    if letter.state in GIVEN:
        raise issued(await letter_out(uow, principal, letter))
    if letter.version != version:
        raise stale(await letter_out(uow, principal, letter))
    content = content_of(uow, letter)
    if content.asides:
        raise Conflict("letters.undecided", "Two texts wait side by side. Please decide on them first.")
    missing = letter_form_of(letter.form, letter.form_version).missing(content.fields)
    if missing:
        raise Invalid("letters.incomplete", "Something is missing in the letter.", missing=list(missing))


async def issue(uow: UnitOfWork, principal: Principal, letter_id: UUID, wish: IssueIn) -> LetterOut:
    """Issue the caller's letter in the version they see: it gets its number and time, and does not change any more.

    Raises NotFound, Conflict and Invalid as `require_ready`; Conflict: "letters.no_consent" where the basis does not
    hold as the letter stands, "letters.refused_since" where the person refused after they had signed; Invalid:
    "letters.basis_incomplete", "letters.unknown_ground", "letters.signed_in_future".
    """
    letter = await own_letter(uow, principal, letter_id)
    await require_ready(uow, principal, letter, wish.version)
    _check_basis(wish)
    if not may_issue(letter.kind, letter.state, wish.basis):
        raise Conflict("letters.no_consent", "The letter cannot go out on this basis. Please look at where it stands.")
    if wish.written_on is not None:
        today = uow.zone.today(uow.now)
        if wish.written_on > today:
            raise Invalid("letters.signed_in_future", "The day of the signature is still to come.")
        refused_at = await _last_refusal(uow, letter)
        if refused_at is not None and wish.written_on < uow.zone.today(refused_at):
            raise Conflict("letters.refused_since", "The person refused after that day. Please speak with them again.")
    account, practitioner = await author_of(uow, letter)
    content = content_of(uow, letter)
    put(uow, letter, Content(content.fields, {}, account.display_name, practitioner.title_ja))
    key = letter.id
    if wish.ground_reason is not None:
        letter.ground_reason_sealed = uow.vault.seal(wish.ground_reason, f"letter_ground_reason:{key}")
    if wish.withheld_reason is not None:
        letter.withheld_reason_sealed = uow.vault.seal(wish.withheld_reason, f"letter_withheld_reason:{key}")
    letter.basis = wish.basis
    letter.written_on = wish.written_on
    letter.ground = wish.ground
    letter.number = await _next_number(uow)
    letter.issued_at = letter.updated_at = uow.now
    letter.state = LetterState.ISSUED
    if wish.withheld_reason is None:
        letter.told_at = uow.now
        _tell(uow, letter)
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
    return await letter_out(uow, principal, letter)


async def tell(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> LetterOut:
    """Let the person read a letter that was withheld from them: the reason is over. Twice is once.

    Raises NotFound("letters.not_found"), Conflict("letters.not_issued").
    """
    letter = await letter_to_revoke(uow, principal, letter_id)
    if letter.state not in GIVEN:
        raise Conflict("letters.not_issued", "This letter is not issued yet.")
    if letter.told_at is None:
        letter.told_at = uow.now
        _tell(uow, letter)
        await uow.session.flush()
        uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id)
    return await letter_out(uow, principal, letter)


async def revoke(uow: UnitOfWork, principal: Principal, letter_id: UUID, reason: str) -> LetterOut:
    """Revoke a letter that went out, as its author or a psychiatrist; it stays to be read, marked as revoked.

    Raises NotFound("letters.not_found"), Conflict: "letters.not_issued", "letters.revoked".
    """
    letter = await letter_to_revoke(uow, principal, letter_id)
    if letter.state is LetterState.REVOKED:
        raise Conflict("letters.revoked", "This letter is revoked already.")
    if letter.state is not LetterState.ISSUED:
        raise Conflict("letters.not_issued", "This letter is not issued yet.")
    letter.state = LetterState.REVOKED
    letter.revoked_at = letter.updated_at = uow.now
    letter.revoked_by = principal.practitioner_id
    letter.revocation_sealed = uow.vault.seal(reason, f"letter_revocation:{letter.id}")
    await uow.session.flush()
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id)
    uow.audit(principal, Action.UPDATE, Entity.LETTER, letter.id, person_id=letter.person_id)
    if letter.told_at is not None:
        uow.enqueue(LETTER_REVOKED, {"letter_id": str(letter.id)}, key=f"{LETTER_REVOKED}:{letter.id}")
    return await letter_out(uow, principal, letter)


def _check_basis(wish: IssueIn) -> None:
    by_ground = wish.ground is not None and wish.ground_reason is not None
    some_ground = any(each is not None for each in (wish.ground, wish.ground_reason, wish.withheld_reason))
    fits = {
        Basis.CONSENT: wish.written_on is None and not some_ground,
        Basis.WRITTEN: wish.written_on is not None and not some_ground,
        Basis.GROUND: wish.written_on is None and by_ground,
    }
    if not fits[wish.basis]:
        raise Invalid(
            "letters.basis_incomplete", "Please say when the person signed, or on what ground the letter goes and why."
        )
    if wish.ground is not None:
        check_ground(wish.ground, grounds().grounds)


async def _last_refusal(uow: UnitOfWork, letter: Letter) -> datetime | None:
    refused_at: datetime | None = await uow.session.scalar(
        select(func.max(LetterQuestion.answered_at, type_=LetterQuestion.answered_at.type)).where(
            LetterQuestion.letter_id == letter.id, LetterQuestion.agrees.is_(False)
        )
    )
    return refused_at


async def _next_number(uow: UnitOfWork) -> str:
    """Count the letters of the fiscal year; the row is held until this one is stored, so the numbers have no gaps."""
    year = fiscal_year(uow.zone.today(uow.now))
    insert = postgresql.insert if uow.dialect == "postgresql" else sqlite.insert
    statement = (
        insert(LetterCount)
        .values(year=year, count=1)
        .on_conflict_do_update(index_elements=[LetterCount.year], set_={"count": LetterCount.count + 1})
        .returning(LetterCount.count)
    )
    return number_of(year, (await uow.session.scalars(statement)).one())


def _tell(uow: UnitOfWork, letter: Letter) -> None:
    uow.enqueue(LETTER_ISSUED, {"letter_id": str(letter.id)}, key=f"{LETTER_ISSUED}:{letter.id}")
