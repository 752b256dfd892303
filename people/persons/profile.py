"""What a person tells about themselves: checked and written to their row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.errors import Invalid, NotFound
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts.service import get_account
from people.city import City
from people.consents.service import require_sensitive_data
from people.persons.contacts import EmergencyContact, Telephone, seal_contact, seal_number
from people.persons.plausibility import check_birth_months, check_due_date
from people.persons.service import children_of
from people.persons.tables import Child, Person
from people.persons.telephones import normalise


@dataclass(frozen=True, slots=True)
class ChildEntry:
    """A child as entered: `birth_month` is the month's first day; `child_id` is set for one already known."""

    birth_month: date
    child_id: UUID | None = None


async def set_due_date(uow: UnitOfWork, person: Person, due: date | None) -> None:
    """Keep or clear the due date. It is health information: keeping it needs the consent.

    Raises Invalid("people.due_date_implausible"), Forbidden("consent.required").
    """
    if due is not None:
        check_due_date(due, uow.zone.today(uow.now))
        await require_sensitive_data(uow, person.id)
    person.pregnant_due = due
    await _become_parent(uow, person, is_parent=due is not None)


async def set_children(uow: UnitOfWork, person: Person, entries: Sequence[ChildEntry]) -> None:
    """Make the household's children those of `entries`: known ones are corrected, new ones added, missing ones removed.

    Raises Invalid for implausible months or a child named twice, NotFound for another household's child.
    """
    check_birth_months([entry.birth_month for entry in entries], uow.zone.today(uow.now))
    known = {child.id: child for child in await children_of(uow, person.household_id)}
    kept = [entry.child_id for entry in entries if entry.child_id is not None]
    if len(set(kept)) != len(kept):
        raise Invalid("people.child_twice", "The same child stands twice.")
    if any(child_id not in known for child_id in kept):
        raise NotFound("people.child_not_found", "There is no such child in your family.")
    for child_id, child in known.items():
        if child_id not in kept:
            await uow.session.delete(child)
    for entry in entries:
        if entry.child_id is None:
            uow.session.add(
                Child(
                    id=new_id(),
                    household_id=person.household_id,
                    birth_month=entry.birth_month,
                    created_at=uow.now,
                )
            )
        else:
            known[entry.child_id].birth_month = entry.birth_month
    await uow.session.flush()
    await _become_parent(uow, person, is_parent=bool(entries))


def set_district(person: Person, code: str | None, city: City) -> None:
    """Keep or clear the district; raises Invalid("people.unknown_district") for one the city does not list."""
    if code is not None and not city.has_district(code):
        raise Invalid("people.unknown_district", "Please choose a district from the list.")
    person.district = code


def set_telephone(uow: UnitOfWork, person: Person, telephone: Telephone | None) -> None:
    """Keep or clear the telephone number, sealed; raises Invalid("people.telephone_invalid")."""
    if telephone is None:
        person.telephone_sealed, person.may_ring, person.may_leave_message = None, False, False
        return
    person.telephone_sealed = seal_number(uow.vault, person.id, normalise(telephone.number))
    person.may_ring = telephone.may_ring
    person.may_leave_message = telephone.may_leave_message


def set_emergency_contact(uow: UnitOfWork, person: Person, contact: EmergencyContact | None) -> None:
    """Keep or clear the emergency contact, sealed; raises Invalid("people.telephone_invalid")."""
    if contact is None:
        person.emergency_contact_sealed = None
        return
    reachable = EmergencyContact(contact.name, normalise(contact.telephone), contact.relation)
    person.emergency_contact_sealed = seal_contact(uow.vault, person.id, reachable)


async def _become_parent(uow: UnitOfWork, person: Person, *, is_parent: bool) -> None:
    # Never back to FAMILY: who loses a pregnancy must not lose the service with it.
    if is_parent:
        (await get_account(uow, person.account_id)).role = Role.PARENT
