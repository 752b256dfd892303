"""Persons, as the other domains see them. Who may look is for those domains' queries to decide."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from core.errors import Conflict, Forbidden, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.contacts import EmergencyContact, Telephone, open_contact, open_number
from people.persons.tables import Child, Household, Person


@dataclass(frozen=True, slots=True)
class Family:
    """The stage a person is at: the due date, if pregnant, and the household's children by month of birth."""

    pregnant_due: date | None
    birth_months: tuple[date, ...]


async def create_person(uow: UnitOfWork, account_id: UUID, household_id: UUID | None = None) -> Person:
    """Make the person of a client's account, in a household of their own unless one is given."""
    if household_id is None:
        household = Household(id=new_id(), created_at=uow.now)
        uow.session.add(household)
        await uow.session.flush()
        household_id = household.id
    person = Person(
        id=new_id(),
        account_id=account_id,
        household_id=household_id,
        may_ring=False,
        may_leave_message=False,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.session.add(person)
    await uow.session.flush()
    return person


async def get_person(uow: UnitOfWork, person_id: UUID, *, lock: bool = False) -> Person:
    """Return a person's row, with `lock` read for update; raises NotFound("people.person_not_found")."""
    person = await uow.session.get(Person, person_id, with_for_update=lock or None)
    if person is None:
        raise NotFound("people.person_not_found", "There is no such person.")
    return person


async def get_display_name(uow: UnitOfWork, person_id: UUID) -> str:
    """Return the name a person chose to be shown by; raises NotFound."""
    name = (await display_names(uow, [person_id])).get(person_id)
    if name is None:
        raise NotFound("people.person_not_found", "There is no such person.")
    return name


async def display_names(uow: UnitOfWork, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the display name of each person by id, in one query; unknown ids are left out."""
    query = (
        select(Person.id, Account.display_name)
        .join(Account, Account.id == Person.account_id)
        .where(Person.id.in_(set(person_ids)))
    )
    return {row.id: row.display_name for row in await uow.session.execute(query)}


async def account_ids(uow: UnitOfWork, person_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Return the account of each person by the person's id, in one query at most."""
    wanted = set(person_ids)
    if unknown := wanted - uow.accounts.keys():
        query = select(Person.id, Person.account_id).where(Person.id.in_(unknown))
        uow.accounts.update((row.id, row.account_id) for row in await uow.session.execute(query))
    return {person_id: uow.accounts[person_id] for person_id in wanted & uow.accounts.keys()}


async def children_of(uow: UnitOfWork, household_id: UUID) -> Sequence[Child]:
    """Return a household's children, the eldest first."""
    query = select(Child).where(Child.household_id == household_id).order_by(Child.birth_month, Child.id)
    return (await uow.session.scalars(query)).all()


async def get_family(uow: UnitOfWork, person_id: UUID) -> Family:
    """Return a person's stage: due date and children's months of birth, the eldest first; raises NotFound."""
    person = await get_person(uow, person_id)
    children = await children_of(uow, person.household_id)
    return Family(person.pregnant_due, tuple(child.birth_month for child in children))


async def families(uow: UnitOfWork, person_ids: Collection[UUID]) -> Mapping[UUID, Family]:
    """Return the stage of each person by id, in two queries; unknown ids are left out."""
    people = select(Person.id, Person.household_id, Person.pregnant_due).where(Person.id.in_(person_ids))
    rows = (await uow.session.execute(people)).all()
    born = (
        select(Child.household_id, Child.birth_month)
        .where(Child.household_id.in_({row.household_id for row in rows}))
        .order_by(Child.birth_month, Child.id)
    )
    months: dict[UUID, tuple[date, ...]] = {}
    for household_id, month in await uow.session.execute(born):
        months[household_id] = (*months.get(household_id, ()), month)
    return {row.id: Family(row.pregnant_due, months.get(row.household_id, ())) for row in rows}


async def require_telephone(uow: UnitOfWork, person_id: UUID) -> None:
    """Raise Conflict("people.telephone_required") unless the person left a number: counselling needs one."""
    if (await get_person(uow, person_id)).telephone_sealed is None:
        raise Conflict(
            "people.telephone_required",
            "Counselling needs a telephone number, so that we can reach you. Please enter it on your page.",
        )


def telephone_of(uow: UnitOfWork, person: Person) -> Telephone | None:
    """Return the number in a person's row, opened, and what they allow; None without one. Raises SealBroken."""
    if person.telephone_sealed is None:
        return None
    number = open_number(uow.vault, person.id, person.telephone_sealed)
    return Telephone(number, person.may_ring, person.may_leave_message)


def emergency_contact_of(uow: UnitOfWork, person: Person) -> EmergencyContact | None:
    """Return the emergency contact in a person's row, opened; None without one. Raises SealBroken."""
    if person.emergency_contact_sealed is None:
        return None
    return open_contact(uow.vault, person.id, person.emergency_contact_sealed)


def own_person_id(principal: Principal) -> UUID:
    """Return the person a client is; raises Forbidden("people.clients_only") for staff."""
    if principal.person_id is None:
        raise Forbidden("people.clients_only", "This is for the people who use the service.")
    return principal.person_id
