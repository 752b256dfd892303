"""The simulated city: the demonstration's staff, at work since before the year, and what the database may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from booking.schedules import revisions
from booking.schedules import service as schedules
from booking.schedules.hours import WeeklyBlock
from booking.schedules.pattern import Pattern
from booking.services.service import list_active, seed_services
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.accounts.tables import Account
from people.administration.service import create_staff_account
from people.practitioners.supervision import supervisors_of
from people.practitioners.tables import Practitioner
from server.demo.families import GUESTS
from server.demo.staff import STAFF, Member, seed_supervisors

_DEMONSTRATION = frozenset(each.email for each in (*STAFF, *GUESTS))
_SIMULATED = "person%@hagukumi.example"


class Holds(StrEnum):
    """Why a database takes no simulated year."""

    OTHERS = "others"
    """Somebody has an account who is not of the demonstration."""
    A_YEAR = "a_year"
    """A year was simulated in it before."""


@dataclass(frozen=True, slots=True)
class City:
    """Who works in the city and what it offers.

    The clinicians by practitioner, as if signed in, their `names` by account, and the ids of the services by code.
    """

    clinicians: Mapping[UUID, Principal]
    names: Mapping[UUID, str]
    services: Mapping[str, UUID]

    async def supervisor_of(self, uow: UnitOfWork, counsellor: Principal) -> Principal:
        """Return the psychiatrist who supervises a counsellor, or the first there is."""
        ids = [] if counsellor.practitioner_id is None else [counsellor.practitioner_id]
        for found in (await supervisors_of(uow, ids)).values():
            return self.clinicians[found.id]
        return self.of_role(Role.PSYCHIATRIST)[0]

    def of_role(self, role: Role) -> list[Principal]:
        """Return the clinicians of a role, in the order in which they came."""
        return [each for each in self.clinicians.values() if each.role is role]


async def hindrance(units: Units) -> Holds | None:
    """Return why this database takes no simulated year; None for an empty one, and for one of the demonstration."""
    async with units.read() as uow:
        if await uow.session.scalar(select(Account.id).where(Account.email.like(_SIMULATED)).limit(1)) is not None:
            return Holds.A_YEAR
        others = select(Account.id).where(Account.email.not_in(_DEMONSTRATION)).limit(1)
        return None if await uow.session.scalar(others) is None else Holds.OTHERS


async def open_city(units: Units, password_hash: str, first_day: date) -> City:
    """Make the staff and the services that are not there yet, and return them; everybody works from `first_day` on.

    Who is there already keeps their schedule as it is; before its first day they work by the demonstration's.
    """
    async with units.write() as uow:
        await seed_services(uow)
        for member in STAFF:
            account_id = await _account_of(uow, member, password_hash)
            if member.hours:
                await _work_from(uow, member, account_id, first_day)
        await seed_supervisors(uow)
    async with units.read() as uow:
        staffed = (
            select(Account, Practitioner.id)
            .join(Practitioner, Practitioner.account_id == Account.id)
            .where(Account.email.in_(_DEMONSTRATION))
            .order_by(Practitioner.id)
        )
        rows = (await uow.session.execute(staffed)).all()
        services = {service.code: service.id for service in await list_active(uow)}
    return City(
        clinicians={
            practitioner_id: Principal(
                account.id, account.role, new_id(), practitioner_id=practitioner_id, locale=account.locale
            )
            for account, practitioner_id in rows
        },
        names={account.id: account.display_name for account, _ in rows},
        services=services,
    )


async def _account_of(uow: UnitOfWork, member: Member, password_hash: str) -> UUID:
    there: UUID | None = await uow.session.scalar(select(Account.id).where(Account.email == member.email))
    if there is not None:
        return there
    return await create_staff_account(
        uow,
        email=member.email,
        password_hash=password_hash,
        display_name=member.name,
        role=member.role,
        specialties=member.specialties,
        languages=member.languages,
        gender=member.gender,
    )


async def _work_from(uow: UnitOfWork, member: Member, account_id: UUID, first_day: date) -> None:
    practitioner_id = (
        await uow.session.scalars(select(Practitioner.id).where(Practitioner.account_id == account_id))
    ).one()
    seen = await revisions.get(uow, revisions.of_schedule(practitioner_id))
    there = await schedules.get_pattern(uow, practitioner_id)
    since = min((block.valid_from for block in there.blocks), default=None)
    if since is not None and since <= first_day:
        return
    # A night that begins on the last day reaches into the next one.
    last = None if since is None else since - timedelta(days=2)
    added = [
        WeeklyBlock(block.weekday, block.hours, first_day, last, on_holidays=block.on_holidays)
        for block in member.blocks(first_day)
        if last is None or last >= first_day
    ]
    await schedules.put_pattern(uow, practitioner_id, Pattern([*added, *there.blocks], there.exceptions), seen=seen)
