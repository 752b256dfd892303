"""What the person of a household does with those they invite; every one of their acts holds at once."""

from collections.abc import Sequence
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import Select, or_, select, update

from core.audit.events import Action, Entity
from core.errors import NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.households.joining import INVITATION_LIFE, check_invitations
from people.households.membership import hash_of
from people.households.tables import HouseholdMember
from people.notices.service import notify
from people.persons.service import account_ids, get_person, own_person_id
from people.persons.tables import Person
from people.persons.ties import OtherTie

LEFT_NOTICE = "household.left"

_TOKEN_BYTES = 32


async def invite(uow: UnitOfWork, principal: Principal, name: str, kind: OtherTie) -> tuple[HouseholdMember, str]:
    """Make an invitation into the caller's household, good once; return it and its token, which is kept nowhere.

    Raises Conflict("household.too_many") beside six who are invited or have joined, Forbidden("people.clients_only").
    """
    # Under the person's lock two invitations at once cannot both be the last one.
    person = await get_person(uow, own_person_id(principal), lock=True)
    check_invitations(len((await uow.session.scalars(_open(uow, person.household_id))).all()))
    token = token_urlsafe(_TOKEN_BYTES)
    member = HouseholdMember(
        id=new_id(),
        household_id=person.household_id,
        invited_by=person.id,
        name=name,
        kind=kind,
        token_hash=hash_of(token),
        invited_at=uow.now,
        expires_at=uow.now + INVITATION_LIFE,
    )
    uow.session.add(member)
    await uow.session.flush()
    uow.audit(principal, Action.CREATE, Entity.HOUSEHOLD, member.id, person_id=person.id)
    return member, token


async def list_members(uow: UnitOfWork, principal: Principal) -> Sequence[tuple[HouseholdMember, str | None]]:
    """Return those invited into the caller's household or in it, each with the name of their account if they joined.

    Whoever was invited first stands first; what is over is not among them. Raises Forbidden("people.clients_only").
    """
    person = await get_person(uow, own_person_id(principal))
    query = (
        _open(uow, person.household_id)
        .add_columns(Account.display_name)
        .outerjoin(Person, Person.id == HouseholdMember.person_id)
        .outerjoin(Account, Account.id == Person.account_id)
    )
    return [(row[0], row[1]) for row in await uow.session.execute(query)]


async def end(uow: UnitOfWork, principal: Principal, member_id: UUID) -> None:
    """Take an invitation back, put a member out, or leave as the member; raises NotFound("household.member_not_found").

    From then on they read nothing of what was shared. A member who is put out gets no notice: they learn it when they
    look, so that nobody has to fear the moment. When a member leaves, the person of the household is told.
    """
    person = await get_person(uow, own_person_id(principal))
    query = select(HouseholdMember).where(
        HouseholdMember.id == member_id,
        HouseholdMember.ended_at.is_(None),
        or_(HouseholdMember.household_id == person.household_id, HouseholdMember.person_id == person.id),
    )
    member = await uow.session.scalar(query.with_for_update())
    if member is None:
        raise NotFound("household.member_not_found", "There is nobody like this in your family any more.")
    member.ended_at, member.ended_by = uow.now, principal.account_id
    await uow.session.flush()
    uow.audit(principal, Action.DELETE, Entity.HOUSEHOLD, member.id, person_id=member.invited_by)
    if member.person_id == person.id:
        inviter = await account_ids(uow, [member.invited_by])
        await notify(uow, inviter.values(), LEFT_NOTICE, f"{LEFT_NOTICE}:{member.id}", {})
    elif member.person_id is not None:
        await _let_look(uow, [member.person_id])


async def take_back(uow: UnitOfWork, principal: Principal) -> None:
    """End every invitation and membership of the caller's household in one act; again changes nothing.

    Nothing that was shared with them is read any more, and nobody is told. Raises Forbidden("people.clients_only").
    """
    person = await get_person(uow, own_person_id(principal))
    standing = (await uow.session.scalars(_standing(person.household_id).with_for_update())).all()
    if not standing:
        return
    await uow.session.execute(
        update(HouseholdMember)
        .where(HouseholdMember.id.in_([member.id for member in standing]))
        .values(ended_at=uow.now, ended_by=principal.account_id)
    )
    for member in standing:
        uow.audit(principal, Action.DELETE, Entity.HOUSEHOLD, member.id, person_id=person.id)
    await _let_look(uow, [member.person_id for member in standing if member.person_id is not None])


async def _let_look(uow: UnitOfWork, person_ids: Sequence[UUID]) -> None:
    # An open page of theirs is emptied now, not when it next asks.
    for account_id in (await account_ids(uow, person_ids)).values():
        uow.publish(hint(f"account:{account_id}", "encounter"))


def _standing(household_id: UUID) -> Select[HouseholdMember]:
    return (
        select(HouseholdMember)
        .where(HouseholdMember.household_id == household_id, HouseholdMember.ended_at.is_(None))
        .order_by(HouseholdMember.invited_at, HouseholdMember.id)
    )


def _open(uow: UnitOfWork, household_id: UUID) -> Select[HouseholdMember]:
    return _standing(household_id).where(
        or_(HouseholdMember.joined_at.is_not(None), HouseholdMember.expires_at > uow.now)
    )
