"""Registering a client."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.audit.events import Action, Entity
from core.errors import Invalid
from core.principal import Locale, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.service import create_account
from people.address_confirmation.service import ask
from people.city import City
from people.consents import service as consents
from people.consents.catalogue import ConsentCatalogue
from people.consents.kinds import ConsentKind
from people.persons import profile
from people.persons.contacts import EmergencyContact, Telephone
from people.persons.plausibility import check_due_date
from people.persons.service import create_person
from people.persons.ties import OtherTie, role_of


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody tells when registering. `email` is normalised, months of birth are their first days.

    `consents` holds the version of each text agreed to.
    """

    email: str
    display_name: str
    locale: Locale
    consents: Mapping[ConsentKind, str]
    pregnant_due: date | None = None
    birth_months: tuple[date, ...] = ()
    other_tie: OtherTie | None = None
    district: str | None = None
    telephone: Telephone | None = None
    emergency_contact: EmergencyContact | None = None


async def register(
    uow: UnitOfWork, entry: Registration, password_hash: str, *, catalogue: ConsentCatalogue, city: City
) -> Principal:
    """Make account, person and household, and return who they are: a PARENT if pregnant or with a child.

    Their address is asked to be confirmed. The due date is health information: without the consent to sensitive data
    it is not kept.
    Raises Invalid: "people.tie_required", "consent.terms_required", "consent.unknown_version",
    "people.due_date_implausible", "people.birth_month_implausible", "people.too_many_children",
    "people.unknown_district", "people.telephone_invalid"; Conflict: "consent.superseded", "people.email_taken".
    """
    role = role_of(pregnant=entry.pregnant_due is not None, has_children=bool(entry.birth_months))
    if role is Role.FAMILY and entry.other_tie is None:
        raise Invalid(
            "people.tie_required",
            "Please tell us whether you are expecting a child, have one, or are here for somebody who does.",
        )
    if ConsentKind.TERMS not in entry.consents:
        raise Invalid("consent.terms_required", "To register, please read the terms and agree to them.")
    account_id = await create_account(
        uow,
        email=entry.email,
        password_hash=password_hash,
        display_name=entry.display_name,
        role=role,
        locale=entry.locale,
    )
    ask(uow, account_id)
    person = await create_person(uow, account_id)
    for kind, version in entry.consents.items():
        await consents.give(uow, person.id, kind, version, catalogue)
    if entry.pregnant_due is not None:
        check_due_date(entry.pregnant_due, uow.zone.today(uow.now))
        if ConsentKind.SENSITIVE_DATA in entry.consents:
            await profile.set_due_date(uow, person, entry.pregnant_due)
    await profile.set_children(uow, person, [profile.ChildEntry(month) for month in entry.birth_months])
    person.other_tie = entry.other_tie
    profile.set_district(person, entry.district, city)
    profile.set_telephone(uow, person, entry.telephone)
    profile.set_emergency_contact(uow, person, entry.emergency_contact)
    principal = Principal(account_id, role, UUID(int=0), person_id=person.id, locale=entry.locale)
    uow.audit(principal, Action.CREATE, Entity.ACCOUNT, account_id, person_id=person.id)
    return principal
