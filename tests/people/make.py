"""People for the tests of every domain, made through the services."""

from datetime import timedelta
from uuid import UUID

from core.ids import new_id
from core.principal import CLIENTS, CLINICIANS, Locale, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.accounts import sessions
from people.consents import service as consents
from people.consents.catalogue import read_catalogue
from people.consents.kinds import ConsentKind
from people.households import membership
from people.households import service as households
from people.persons import profile
from people.persons import service as persons
from people.persons.contacts import Telephone
from people.persons.ties import OtherTie
from people.practitioners import service as practitioners
from people.practitioners.kinds import Gender, Specialty

CATALOGUE = read_catalogue()

_NAMES = {
    Role.MIDWIFE: "佐藤 花",
    Role.DOCTOR: "鈴木 誠",
    Role.COUNSELLOR: "高橋 遥",
    Role.PSYCHIATRIST: "田中 樹",
    Role.COORDINATOR: "伊藤 渚",
    Role.OFFICER: "山本 光",
    Role.ADMINISTRATOR: "中村 岳",
    Role.GUEST: "ばあば",
}


async def make_parent(
    uow: UnitOfWork,
    name: str = "はな",
    role: Role = Role.PARENT,
    household: UUID | Principal | None = None,
    *,
    telephone: str | None = "090-1234-5678",
    sensitive_data: bool = True,
    locale: Locale = "ja",
) -> Principal:
    """Make a signed-in client who agreed to everything and left a telephone number.

    `household` (its id, or somebody who lives there) puts them into an existing household; without `telephone` or
    `sensitive_data` they gave no number or did not agree to the handling of health data.
    """
    if role not in CLIENTS:
        raise ValueError(f"{role} is no client")
    if isinstance(household, Principal):
        assert household.person_id is not None
        household = (await persons.get_person(uow, household.person_id)).household_id
    account_id = await _account(uow, name, role, locale)
    person = await persons.create_person(uow, account_id, household)
    if telephone is not None:
        profile.set_telephone(uow, person, Telephone(telephone, may_ring=True, may_leave_message=False))
    for kind in ConsentKind:
        if kind is ConsentKind.TERMS or sensitive_data:
            await consents.give(uow, person.id, kind, CATALOGUE.current(kind).version, CATALOGUE)
    await uow.session.flush()
    return await _principal(uow, account_id, role, locale, person_id=person.id)


async def make_member(uow: UnitOfWork, owner: Principal, member: Principal, name: str = "夫") -> UUID:
    """Let somebody join the household of `owner` by invitation; return the membership's id."""
    invited, token = await households.invite(uow, owner, name, OtherTie.PARTNER)
    await membership.join(uow, member, token)
    return invited.id


async def make_practitioner(
    uow: UnitOfWork,
    role: Role = Role.MIDWIFE,
    name: str | None = None,
    specialties: tuple[str, ...] = (),
    *,
    languages: tuple[str, ...] = ("ja",),
    gender: Gender | None = None,
) -> Principal:
    """Make a signed-in clinician."""
    if role not in CLINICIANS:
        raise ValueError(f"{role} is no clinician")
    account_id = await _account(uow, name or _NAMES[role], role, None)
    practitioner_id = await practitioners.create(
        uow,
        account_id,
        role,
        specialties=[Specialty(code) for code in specialties],
        languages=languages,
        gender=gender,
    )
    return await _principal(uow, account_id, role, "ja", practitioner_id=practitioner_id)


async def make_staff(uow: UnitOfWork, role: Role, name: str | None = None) -> Principal:
    """Make a signed-in member of staff of any role; a clinician gets a practitioner."""
    if role in CLINICIANS:
        return await make_practitioner(uow, role, name)
    if role in CLIENTS:
        raise ValueError(f"{role} is no staff")
    return await _principal(uow, await _account(uow, name or _NAMES[role], role, None), role, "ja")


async def _account(uow: UnitOfWork, name: str, role: Role, locale: Locale | None) -> UUID:
    account_id = await accounts.create_account(
        uow,
        email=f"{role.value}.{new_id().hex}@example.com",
        password_hash="no password opens this",
        display_name=name,
        role=role,
        locale=locale,
    )
    (await accounts.get_account(uow, account_id)).email_confirmed_at = uow.now
    return account_id


async def _principal(
    uow: UnitOfWork,
    account_id: UUID,
    role: Role,
    locale: Locale,
    *,
    person_id: UUID | None = None,
    practitioner_id: UUID | None = None,
) -> Principal:
    session_id, _ = await sessions.open_session(uow, account_id, timedelta(days=30))
    await uow.session.flush()
    return Principal(account_id, role, session_id, person_id, practitioner_id, locale)
