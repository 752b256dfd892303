"""What the one who is invited does: read the invitation, use it, see where they have joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from core.audit.events import Action, Entity
from core.errors import Conflict
from core.live import hint
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.households.joining import check_joined, link_over
from people.households.tables import HouseholdMember
from people.notices.service import notify
from people.persons.service import get_person, own_person_id
from people.persons.tables import Child, Person
from people.persons.ties import OtherTie

JOINED_NOTICE = "household.joined"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says before it is used."""

    inviter_name: str
    name: str
    kind: OtherTie


@dataclass(frozen=True, slots=True)
class Joined:
    """A household that somebody has joined: by whom they were invited, and the children's months of birth."""

    id: UUID
    inviter_name: str
    kind: OtherTie
    joined_at: datetime
    birth_months: tuple[date, ...]


def hash_of(token: str) -> bytes:
    """Return what is stored of an invitation's token."""
    return sha256(token.encode()).digest()


def stands() -> ColumnElement[bool]:
    """Return the condition under which a row of HouseholdMember is a member now."""
    return and_(HouseholdMember.joined_at.is_not(None), HouseholdMember.ended_at.is_(None))


async def preview(uow: UnitOfWork, token: str) -> Invitation:
    """Return what an invitation says; nothing is used up. Raises Gone("household.link_over")."""
    member, inviter = await _by_token(uow, token)
    return Invitation(inviter.display_name, member.name, member.kind)


async def join(uow: UnitOfWork, principal: Principal, token: str) -> HouseholdMember:
    """Use an invitation up: the caller is a member from now on, and the inviter is told.

    Raises Gone("household.link_over"), Conflict: "household.own_link" for the household's own person and for who is a
    member already, "household.too_many_joined"; Forbidden("people.clients_only").
    """
    # Under the person's lock two links used at once cannot both be the first of a household, or the last allowed.
    person = await get_person(uow, own_person_id(principal), lock=True)
    member, inviter = await _by_token(uow, token, lock=True)
    of_this = (HouseholdMember.household_id == member.household_id, HouseholdMember.person_id == person.id, stands())
    is_member = await uow.session.scalar(select(HouseholdMember.id).where(*of_this)) is not None
    if is_member or person.household_id == member.household_id:
        raise Conflict("household.own_link", "This is your own family: hand the link to the person whom you invite.")
    count = select(func.count()).select_from(HouseholdMember).where(HouseholdMember.person_id == person.id, stands())
    check_joined(await uow.session.scalar(count) or 0)
    member.person_id, member.joined_at = person.id, uow.now
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.HOUSEHOLD, member.id, person_id=member.invited_by)
    uow.publish(hint(f"account:{inviter.id}", "encounter"))
    await notify(uow, [inviter.id], JOINED_NOTICE, f"{JOINED_NOTICE}:{member.id}", {})
    return member


async def list_joined(uow: UnitOfWork, principal: Principal) -> Sequence[Joined]:
    """Return the households that the caller has joined, the first joined first; their persons see that it was read.

    Raises Forbidden("people.clients_only").
    """
    query = (
        select(HouseholdMember, Account.display_name)
        .join(Person, Person.id == HouseholdMember.invited_by)
        .join(Account, Account.id == Person.account_id)
        .where(HouseholdMember.person_id == own_person_id(principal), stands(), Account.blocked_at.is_(None))
        .order_by(HouseholdMember.joined_at, HouseholdMember.id)
    )
    rows = [(row[0], row[1]) for row in await uow.session.execute(query)]
    born = (
        select(Child.household_id, Child.birth_month)
        .where(Child.household_id.in_([member.household_id for member, _ in rows]))
        .order_by(Child.birth_month, Child.id)
    )
    months: dict[UUID, tuple[date, ...]] = {}
    for household_id, month in (await uow.session.execute(born)).all() if rows else ():
        months[household_id] = (*months.get(household_id, ()), month)
    for member, _ in rows:
        uow.audit(principal, Action.READ, Entity.HOUSEHOLD, member.id, person_id=member.invited_by)
    return [
        Joined(member.id, name, member.kind, member.joined_at, months.get(member.household_id, ()))
        for member, name in rows
        if member.joined_at is not None
    ]


async def _by_token(uow: UnitOfWork, token: str, *, lock: bool = False) -> tuple[HouseholdMember, Account]:
    query = (
        select(HouseholdMember, Account)
        .join(Person, Person.id == HouseholdMember.invited_by)
        .join(Account, Account.id == Person.account_id)
        .where(
            HouseholdMember.token_hash == hash_of(token),
            HouseholdMember.joined_at.is_(None),
            HouseholdMember.ended_at.is_(None),
            HouseholdMember.expires_at > uow.now,
            Account.blocked_at.is_(None),
        )
    )
    row = (await uow.session.execute(query.with_for_update(of=HouseholdMember) if lock else query)).one_or_none()
    if row is None:
        raise link_over()
    return row[0], row[1]
