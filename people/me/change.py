"""Changing what one told about oneself."""

from core.errors import Forbidden, Invalid
from core.principal import CLIENTS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.service import get_account
from people.city import City
from people.me.models import MeChange
from people.persons import profile
from people.persons.service import get_person
from people.persons.tables import Person


async def change_me(uow: UnitOfWork, principal: Principal, change: MeChange, city: City) -> None:
    """Change the caller's own account and person as far as `change` names fields.

    Staff choose their language only; the rest is the administrator's: Forbidden("people.clients_only").
    Raises Invalid and Forbidden as the functions of persons/profile, and Invalid("people.tie_required").
    """
    account = await get_account(uow, principal.account_id)
    if change.locale is not None:
        account.locale, account.locale_chosen = change.locale, True
    if principal.role not in CLIENTS or principal.person_id is None:
        if change.model_fields_set - {"locale"}:
            raise Forbidden("people.clients_only", "An administrator keeps these details of your account.")
        return
    if change.display_name is not None:
        account.display_name = change.display_name
    person = await get_person(uow, principal.person_id)
    await _change_person(uow, person, change, city)
    if account.role is Role.FAMILY and person.other_tie is None:
        raise Invalid("people.tie_required", "Please tell us how you are tied to a child or somebody expecting one.")
    person.updated_at = uow.now


async def _change_person(uow: UnitOfWork, person: Person, change: MeChange, city: City) -> None:
    named = change.model_fields_set
    if "pregnant_due" in named:
        await profile.set_due_date(uow, person, change.pregnant_due)
    if change.children is not None:
        await profile.set_children(uow, person, [child.entered() for child in change.children])
    if "other_tie" in named:
        person.other_tie = change.other_tie
    if "district" in named:
        profile.set_district(person, change.district, city)
    if "telephone" in named:
        profile.set_telephone(uow, person, change.telephone.entered() if change.telephone else None)
    if "emergency_contact" in named:
        contact = change.emergency_contact
        profile.set_emergency_contact(uow, person, contact.entered() if contact else None)
