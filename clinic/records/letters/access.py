"""Which letters a clinician sees: part of every query for them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true

from clinic.records.letters.states import GIVEN
from clinic.records.letters.tables import Letter
from clinic.records.need import has_need
from clinic.records.sharing.tables import GlassBreaking
from clinic.records.visibility import COUNSELLING
from core.audit.events import Action, Entity, Purpose
from core.errors import NotFound
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner


def may_read(uow: UnitOfWork, principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller reads a row of letters.

    Their own at any time. Of what was issued: a psychiatrist all that is closed, since they supervise it; everybody
    that of persons they have to do with, what is closed only as a counsellor or behind the glass they broke.
    """
    practitioner_id = principal.practitioner_id
    if practitioner_id is None:
        return false()
    broken = exists().where(
        GlassBreaking.person_id == Letter.person_id,
        GlassBreaking.practitioner_id == practitioner_id,
        GlassBreaking.ends_at > uow.now,
    )
    opened = true() if principal.role in COUNSELLING else or_(Letter.closed.is_(False), broken)
    supervised = Letter.closed.is_(True) if principal.role is Role.PSYCHIATRIST else false()
    return or_(
        Letter.practitioner_id == practitioner_id,
        and_(Letter.state.in_(GIVEN), or_(supervised, and_(has_need(practitioner_id, Letter.person_id), opened))),
    )


async def own_letter(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> Letter:
    """Return the caller's own letter, locked; raises NotFound("letters.not_found") for any other."""
    return await _one(
        uow, select(Letter).where(Letter.id == letter_id, Letter.practitioner_id == principal.practitioner_id)
    )


async def letter_to_revoke(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> Letter:
    """Return a letter of the caller's, or as a psychiatrist one they read, locked; raises NotFound."""
    own = Letter.practitioner_id == principal.practitioner_id
    mine = may_read(uow, principal) if principal.role is Role.PSYCHIATRIST else own
    return await _one(uow, select(Letter).where(Letter.id == letter_id, mine))


async def persons_letter(uow: UnitOfWork, principal: Principal, letter_id: UUID) -> Letter:
    """Return a letter that lies before its person, the caller, locked; raises NotFound("letters.not_found")."""
    return await _one(uow, select(Letter).where(Letter.id == letter_id, Letter.person_id == principal.person_id))


async def author_of(uow: UnitOfWork, letter: Letter) -> tuple[Account, Practitioner]:
    """Return the account and the practitioner who wrote a letter."""
    query = (
        select(Account, Practitioner)
        .join(Practitioner, Practitioner.account_id == Account.id)
        .where(Practitioner.id == letter.practitioner_id)
    )
    account, practitioner = (await uow.session.execute(query)).one()
    return account, practitioner


def note_reading(uow: UnitOfWork, principal: Principal, letter: Letter) -> None:
    """Note in the audit log that a letter is shown, behind the glass where it is closed to the caller."""
    is_own = letter.practitioner_id == principal.practitioner_id
    behind = letter.closed and not is_own and principal.role not in COUNSELLING and principal.person_id is None
    purpose = Purpose.BREAK_THE_GLASS if behind else None
    uow.audit(principal, Action.READ, Entity.LETTER, letter.id, person_id=letter.person_id, purpose=purpose)


def not_found() -> NotFound:
    """Return the refusal for a letter that is not there, or not for the caller."""
    return NotFound("letters.not_found", "This letter is not among those you can see.")


async def _one(uow: UnitOfWork, query: Select[Letter]) -> Letter:
    found: Letter | None = await uow.session.scalar(query.with_for_update())
    if found is None:
        raise not_found()
    return found
