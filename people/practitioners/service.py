"""Practitioners, as the other domains see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, select

from core.errors import NotFound
from core.ids import new_id
from core.principal import CLINICIANS, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners import tables
from people.practitioners.kinds import Gender, Specialty
from people.practitioners.titles import default_title


@dataclass(frozen=True, slots=True)
class Practitioner:
    """A clinician with name and role. `active` is False while the account is blocked."""

    id: UUID
    account_id: UUID
    display_name: str
    role: Role
    specialties: frozenset[Specialty]
    languages: tuple[str, ...]
    gender: Gender | None
    title_ja: str
    title_en: str
    active: bool


async def create(
    uow: UnitOfWork,
    account_id: UUID,
    role: Role,
    *,
    specialties: Collection[Specialty] = (),
    languages: Collection[str] = ("ja",),
    gender: Gender | None = None,
    title_ja: str | None = None,
    title_en: str | None = None,
) -> UUID:
    """Make the practitioner of a clinician's account and return its id; titles default to those of the role."""
    ja, en = default_title(role, set(specialties))
    practitioner = tables.Practitioner(
        id=new_id(),
        account_id=account_id,
        specialties=sorted(set(specialties)),
        languages=sorted(set(languages)),
        gender=gender,
        title_ja=title_ja or ja,
        title_en=title_en or en,
        created_at=uow.now,
    )
    uow.session.add(practitioner)
    await uow.session.flush()
    return practitioner.id


async def get(uow: UnitOfWork, practitioner_id: UUID) -> Practitioner:
    """Return a practitioner, active or not; raises NotFound("people.practitioner_not_found")."""
    found = (await get_many(uow, [practitioner_id])).get(practitioner_id)
    if found is None:
        raise NotFound("people.practitioner_not_found", "There is no such practitioner.")
    return found


async def get_many(uow: UnitOfWork, practitioner_ids: Iterable[UUID]) -> Mapping[UUID, Practitioner]:
    """Return practitioners by id, active or not, in one query; unknown ids are left out."""
    query = _query().where(tables.Practitioner.id.in_(set(practitioner_ids)))
    return {row.Practitioner.id: _of(row) for row in await uow.session.execute(query)}


async def list_active(
    uow: UnitOfWork,
    *,
    roles: Collection[Role] = CLINICIANS,
    specialties: Collection[Specialty] = (),
    languages: Collection[str] = (),
    gender: Gender | None = None,
) -> Sequence[Practitioner]:
    """Return the active practitioners of these roles by name and id.

    Where `specialties` or `languages` are given, they have, or speak, one of them.
    """
    query = _query().where(Account.role.in_(roles), Account.blocked_at.is_(None))
    if gender is not None:
        query = query.where(tables.Practitioner.gender == gender)
    found = [_of(row) for row in await uow.session.execute(query)]
    wanted = [
        each
        for each in found
        if (not specialties or each.specialties.intersection(specialties))
        and (not languages or set(languages).intersection(each.languages))
    ]
    return sorted(wanted, key=lambda each: (each.display_name, each.id))


async def account_ids(uow: UnitOfWork, practitioner_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Return the account of each practitioner by the practitioner's id, in one query at most."""
    wanted = set(practitioner_ids)
    if unknown := wanted - uow.accounts.keys():
        query = select(tables.Practitioner.id, tables.Practitioner.account_id).where(
            tables.Practitioner.id.in_(unknown)
        )
        uow.accounts.update((row.id, row.account_id) for row in await uow.session.execute(query))
    return {practitioner_id: uow.accounts[practitioner_id] for practitioner_id in wanted & uow.accounts.keys()}


async def of_accounts(uow: UnitOfWork, account_ids: Iterable[UUID]) -> Mapping[UUID, Practitioner]:
    """Return practitioners by their account's id, in one query; accounts without one are left out."""
    query = _query().where(tables.Practitioner.account_id.in_(set(account_ids)))
    return {row.Practitioner.account_id: _of(row) for row in await uow.session.execute(query)}


def _query() -> Select[tables.Practitioner, Account]:
    return select(tables.Practitioner, Account).join(Account, Account.id == tables.Practitioner.account_id)


def _of(row: Row[tables.Practitioner, Account]) -> Practitioner:
    practitioner, account = row
    return Practitioner(
        id=practitioner.id,
        account_id=account.id,
        display_name=account.display_name,
        role=account.role,
        specialties=frozenset(Specialty(code) for code in practitioner.specialties),
        languages=tuple(practitioner.languages),
        gender=practitioner.gender,
        title_ja=practitioner.title_ja,
        title_en=practitioner.title_en,
        active=account.blocked_at is None,
    )
