"""The database itself refuses overlapping claims, written by plain SQL past every service."""

import asyncio
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from booking.appointments.refusals import is_collision, names_person
from core.clock import ManualClock
from core.ids import new_id
from core.unit_of_work import UnitOfWork, Units
from tests.booking.make import make_service
from tests.people.make import make_parent, make_practitioner

MINUTE = timedelta(minutes=1)

INSERT = text(
    "INSERT INTO claims (id, kind, practitioner_id, person_id, service_id, modality, starts_at, ends_at, busy_from,"
    " busy_until, state, assignment, created_at, expires_at) VALUES (:id, :kind, :practitioner, :person, :service,"
    " 'video', :starts, :ends, :busy_from, :busy_until, :state, '{}', :starts, :expires)"
)


class Desk:
    """Writes claims by SQL, each in a transaction of its own."""

    def __init__(self, units: Units, service: UUID, people: list[UUID], staff: list[UUID], start: datetime) -> None:
        self.units = units
        self.service = service
        self.people = people
        self.staff = staff
        self.start = start

    def raw(self, uow: UnitOfWork, value: UUID | datetime | None):
        if uow.dialect == "postgresql" or value is None:
            return value
        return value.hex if isinstance(value, UUID) else value.strftime("%Y-%m-%d %H:%M:%S.%f")

    async def write(self, person: int, practitioner: int, minute: int, state: str = "booked", length: int = 30) -> UUID:
        claim, start = new_id(), self.start + minute * MINUTE
        end = start + length * MINUTE
        hold = state == "held"
        values = {
            "id": claim,
            "practitioner": self.staff[practitioner],
            "person": self.people[person],
            "service": self.service,
            "starts": start,
            "ends": end,
            "busy_from": start,
            "busy_until": end,
            "expires": start if hold else None,
        }
        async with self.units.write() as uow:
            ready = {name: self.raw(uow, value) for name, value in values.items()}
            await uow.session.execute(INSERT, {**ready, "state": state, "kind": "hold" if hold else "appointment"})
        return claim

    async def change(self, claim: UUID, assignments: str) -> None:
        async with self.units.write() as uow:
            await uow.session.execute(
                text(f"UPDATE claims SET {assignments} WHERE id = :id"), {"id": self.raw(uow, claim)}
            )


@pytest.fixture
async def desk(units: Units, clock: ManualClock) -> Desk:
    async with units.write() as uow:
        service = await make_service(uow)
        people = [(await make_parent(uow)).person_id for _ in range(2)]
        staff = [(await make_practitioner(uow)).practitioner_id for _ in range(2)]
    return Desk(units, service.id, people, staff, clock.now())


LIVE_PAIRS = list(enumerate(product(("held", "booked", "fulfilled"), repeat=2)))


async def test_two_claims_of_one_practitioner_may_not_overlap(desk: Desk):
    for number, (first, second) in LIVE_PAIRS:
        await desk.write(0, 0, 100 * number, first)
        with pytest.raises(IntegrityError) as refused:
            await desk.write(1, 0, 100 * number + 29, second)
        assert is_collision(refused.value)
        assert not names_person(refused.value)


async def test_two_claims_of_one_person_may_not_overlap(desk: Desk):
    for number, (first, second) in LIVE_PAIRS:
        await desk.write(0, 0, 100 * number, first)
        with pytest.raises(IntegrityError) as refused:
            await desk.write(0, 1, 100 * number - 29, second)
        assert is_collision(refused.value)
        assert names_person(refused.value)


async def test_claims_may_touch_and_others_may_meet_at_the_same_time(desk: Desk):
    await desk.write(0, 0, 0)
    await desk.write(0, 0, 30)
    await desk.write(0, 0, -30)
    await desk.write(1, 1, 0)


async def test_a_cancelled_or_missed_appointment_takes_no_time(desk: Desk):
    for minute, state in ((0, "cancelled"), (100, "no_show")):
        await desk.write(0, 0, minute, state)
        await desk.write(0, 0, minute)
        await desk.write(0, 0, minute, state)


async def test_a_cancelled_appointment_does_not_come_back_into_a_taken_time(desk: Desk):
    cancelled = await desk.write(0, 0, 0, "cancelled")
    await desk.write(1, 0, 10)
    with pytest.raises(IntegrityError) as refused:
        await desk.change(cancelled, "state = 'booked'")
    assert is_collision(refused.value)


async def test_a_claim_is_not_moved_onto_another_and_may_be_changed_where_it_is(desk: Desk):
    await desk.write(0, 0, 0)
    later = await desk.write(1, 0, 60)
    await desk.change(later, "state = 'fulfilled'")
    with pytest.raises(IntegrityError) as refused:
        await desk.change(later, "busy_from = (SELECT min(busy_from) FROM claims)")
    assert is_collision(refused.value)


async def test_a_claim_within_another_is_refused_and_so_is_one_around_it(desk: Desk):
    await desk.write(0, 0, 0, length=60)
    with pytest.raises(IntegrityError):
        await desk.write(1, 0, 20, length=5)
    with pytest.raises(IntegrityError):
        await desk.write(1, 0, -20, length=120)


async def test_a_claim_ends_after_it_starts(desk: Desk):
    for length in (0, -30):
        with pytest.raises(DBAPIError):
            await desk.write(0, 0, 0, length=length)


async def test_a_hold_has_an_end_and_an_appointment_has_none(desk: Desk):
    claim = await desk.write(0, 0, 0)
    with pytest.raises(IntegrityError):
        await desk.change(claim, "state = 'held'")
    with pytest.raises(IntegrityError):
        await desk.change(claim, "state = 'perhaps'")


async def test_on_sqlite_an_instant_in_another_notation_cannot_slip_past(desk: Desk):
    if desk.units.database.dialect == "postgresql":
        return
    claim = await desk.write(0, 0, 0)
    with pytest.raises(IntegrityError, match="ck_claims_instants"):
        await desk.change(claim, "busy_until = '2026-11-24T02:00:00Z'")


async def test_of_many_who_write_the_same_time_by_sql_at_once_one_remains(desk: Desk):
    outcomes = await asyncio.gather(*(desk.write(n % 2, n % 2, n) for n in range(12)), return_exceptions=True)
    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert len(refused) == 10
    assert all(isinstance(each, DBAPIError) and is_collision(each) for each in refused)
