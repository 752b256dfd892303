"""Legal holds: set on a person by an administrator who was asked to, and lifted for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from clinic.keeping.tables import LegalHold
from core.audit.events import Action, Entity
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say
from people.accounts.email_addresses import normalise
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.persons.tables import Person

_LIST_LIMIT = 200

_PersonAccount = aliased(Account)
_SetBy = aliased(Account)


@dataclass(frozen=True, slots=True)
class Hold:
    """A standing hold, its reason opened; `name` and `account_id` are those of the person's account."""

    id: UUID
    account_id: UUID
    name: str
    reason: str
    unreadable: Unreadable | None
    set_at: datetime
    set_by: str


async def list_standing(uow: UnitOfWork, principal: Principal) -> Sequence[Hold]:
    """Return the holds that stand, at most 200, the newest first."""
    query = (
        select(LegalHold, _PersonAccount, _SetBy.display_name)
        .join(Person, Person.id == LegalHold.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(_SetBy, _SetBy.id == LegalHold.set_by)
        .where(LegalHold.lifted_at.is_(None))
        .order_by(LegalHold.set_at.desc(), LegalHold.id)
        .limit(_LIST_LIMIT)
    )
    found = []
    for hold, account, set_by in (await uow.session.execute(query)).all():
        uow.audit(principal, Action.READ, Entity.LEGAL_HOLD, hold.id, person_id=hold.person_id)
        reason, unreadable = open_or_say(uow.vault, hold.reason_sealed, _context(hold.id))
        found.append(Hold(hold.id, account.id, account.display_name, reason, unreadable, hold.set_at, set_by))
    return found


async def set_on(uow: UnitOfWork, principal: Principal, who: str, reason: str) -> UUID:
    """Set a hold on a client and return its id; `who` is their e-mail address, or the id of their account or person.

    Raises NotFound("keeping.person_not_found"), and Conflict("keeping.held_already").
    """
    query = select(Person.id).join(Account, Account.id == Person.account_id).where(_is(who))
    person_id: UUID | None = await uow.session.scalar(query)
    if person_id is None:
        raise NotFound("keeping.person_not_found", "No client has this address or number.")
    hold_id = new_id()
    row = {
        "id": hold_id,
        "person_id": person_id,
        "reason_sealed": uow.vault.seal(reason, _context(hold_id)),
        "set_at": uow.now,
        "set_by": principal.account_id,
    }
    if await uow.session.scalar(insert_unless_there(uow, LegalHold, [row]).returning(LegalHold.id)) is None:
        raise Conflict("keeping.held_already", "A hold stands on this person already.")
    uow.audit(principal, Action.CREATE, Entity.LEGAL_HOLD, hold_id, person_id=person_id)
    return hold_id


async def lift(uow: UnitOfWork, principal: Principal, hold_id: UUID, reason: str) -> None:
    """Lift a hold; raises NotFound("keeping.hold_not_found") when none stands under this id."""
    hold = await uow.session.scalar(
        select(LegalHold).where(LegalHold.id == hold_id, LegalHold.lifted_at.is_(None)).with_for_update()
    )
    if hold is None:
        raise NotFound("keeping.hold_not_found", "There is no such hold.")
    hold.lifted_at, hold.lifted_by = uow.now, principal.account_id
    hold.lifted_reason_sealed = uow.vault.seal(reason, f"legal_hold_lifted:{hold_id}")
    uow.audit(principal, Action.UPDATE, Entity.LEGAL_HOLD, hold_id, person_id=hold.person_id)


def _is(who: str) -> ColumnElement[bool]:
    try:
        known = UUID(who)
    except ValueError:
        pass
    else:
        return (Account.id == known) | (Person.id == known)
    try:
        return Account.email == normalise(who)
    except ValueError:
        raise NotFound("keeping.person_not_found", "No client has this address or number.") from None


def _context(hold_id: UUID) -> str:
    return f"legal_hold:{hold_id}"
