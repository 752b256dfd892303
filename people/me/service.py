"""What somebody reads about themselves: always the caller's own, never another's of the household."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from core.crypto import SealBroken
from core.principal import Locale, Role
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, unreadable_by
from people.accounts.service import get_account
from people.consents import service as consents
from people.consents.catalogue import ConsentCatalogue
from people.consents.kinds import ConsentKind
from people.consents.tables import Consent
from people.persons.contacts import EmergencyContact, Telephone
from people.persons.service import children_of, emergency_contact_of, telephone_of
from people.persons.tables import Person
from people.persons.ties import OtherTie
from people.practitioners.tables import Practitioner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Me:
    """An account with its person, or its practitioner. `children` are pairs of id and first day of the birth month.

    `locale` is None until the owner chose one. `unreadable`: why a telephone number or contact that was left cannot be
    read; it is None then, and asked for anew.
    """

    account_id: UUID
    role: Role
    display_name: str
    email: str
    email_confirmed: bool
    locale: Locale | None
    person_id: UUID | None = None
    practitioner_id: UUID | None = None
    pregnant_due: date | None = None
    children: Sequence[tuple[UUID, date]] = ()
    other_tie: OtherTie | None = None
    district: str | None = None
    telephone: Telephone | None = None
    emergency_contact: EmergencyContact | None = None
    consents: Sequence[Consent] = ()
    missing_consents: Sequence[ConsentKind] = ()
    unreadable: Unreadable | None = None


async def read_me(uow: UnitOfWork, account_id: UUID, catalogue: ConsentCatalogue) -> Me:
    """Return what an account's owner may read about themselves."""
    account = await get_account(uow, account_id)
    person = await uow.session.scalar(select(Person).where(Person.account_id == account_id))
    if person is None:
        practitioner_id = await uow.session.scalar(select(Practitioner.id).where(Practitioner.account_id == account_id))
        return Me(
            account_id=account.id,
            role=account.role,
            display_name=account.display_name,
            email=account.email,
            email_confirmed=account.email_confirmed_at is not None,
            locale=account.locale if account.locale_chosen else None,
            practitioner_id=practitioner_id,
        )
    standing = await consents.list_standing(uow, person.id)
    telephone, no_telephone = _opened(lambda: telephone_of(uow, person))
    contact, no_contact = _opened(lambda: emergency_contact_of(uow, person))
    return Me(
        account_id=account.id,
        role=account.role,
        display_name=account.display_name,
        email=account.email,
        email_confirmed=account.email_confirmed_at is not None,
        locale=account.locale if account.locale_chosen else None,
        person_id=person.id,
        pregnant_due=person.pregnant_due,
        children=[(child.id, child.birth_month) for child in await children_of(uow, person.household_id)],
        other_tie=person.other_tie,
        district=person.district,
        telephone=telephone,
        emergency_contact=contact,
        consents=standing,
        missing_consents=consents.missing_kinds(standing, catalogue),
        unreadable=no_telephone or no_contact,
    )


def _opened(read: Callable[[], T | None]) -> tuple[T | None, Unreadable | None]:
    # Somebody whose number lies under a lost key must be able to sign in all the same.
    try:
        return read(), None
    except SealBroken as error:
        return None, unreadable_by(error)
