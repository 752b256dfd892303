"""A consultation lasts longer where the time after it is free, and takes nobody's time away."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from booking.appointments import holds
from booking.appointments import service as appointments
from booking.appointments.extension import LIMIT_MINUTES, Hindrance
from booking.appointments.tables import Appointment
from booking.services.tables import Modality
from booking.slots import service as slots
from clinic.encounters import extending, service
from core.clock import ManualClock
from core.errors import Conflict, DomainError, NotFound
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.booking.make import make_schedule, make_service
from tests.booking.story import WEDNESDAY_NINE
from tests.clinic.encounters.make import make_encounter
from tests.people.make import make_parent, make_practitioner


class Session:
    """A consultation that goes on from 9:00 to 9:30, its practitioner working until noon."""

    units: Units
    parent: Principal
    other: Principal
    midwife: Principal
    service_id: UUID
    encounter_id: UUID
    appointment_id: UUID
    ends_at: datetime
    step: timedelta

    async def book(self, parent: Principal, starts_at: datetime) -> None:
        async with self.units.write() as uow:
            await appointments.book(
                uow, parent, self.service_id, starts_at, self.midwife.practitioner_id, Modality.VIDEO
            )

    async def extend(self, minutes: int = 15, ends_at: datetime | None = None) -> datetime:
        async with self.units.write() as uow:
            shown = await extending.extend(uow, self.midwife, self.encounter_id, minutes, ends_at or self.ends_at)
        return shown.appointment.ends_at

    async def starts(self) -> list[datetime]:
        day = self.ends_at.date()
        async with self.units.read() as uow:
            return list((await slots.find(uow, self.other, self.service_id, day, day)).free)


@pytest.fixture
async def session(units: Units, clock: ManualClock) -> Session:
    made = Session()
    made.units = units
    async with units.write() as uow:
        service_ = await make_service(uow)
        service_.minimum_notice_minutes = 0
        made.service_id, made.step = service_.id, service_.step
        made.parent, made.other = await make_parent(uow), await make_parent(uow, "さき")
        made.midwife = await make_practitioner(uow)
        await make_schedule(uow, made.midwife.practitioner_id)
    await made.book(made.parent, WEDNESDAY_NINE)
    clock.set(WEDNESDAY_NINE)
    async with units.write() as uow:
        appointment = (await uow.session.scalars(select(Appointment))).one()
        made.encounter_id = (await make_encounter(uow, appointment, admitted=True)).id
        made.appointment_id, made.ends_at = appointment.id, appointment.ends_at
    clock.advance(timedelta(minutes=20))
    return made


async def test_it_lasts_longer_for_all_who_look_and_the_next_time_is_no_longer_offered(session: Session) -> None:
    [next_start, *_] = await session.starts()
    async with session.units.read() as uow:
        room = await extending.possible(uow, session.midwife, session.encounter_id)
    assert (room.minutes, room.hindrance, room.next_at) == ((5, 10, 15), None, None)
    assert await session.extend(15) == session.ends_at + timedelta(minutes=15)
    assert next_start not in await session.starts()
    with pytest.raises(Conflict, match=r"booking.slot_taken"):
        await session.book(session.other, next_start)
    async with session.units.read() as uow:
        appointment = await uow.session.get_one(Appointment, session.appointment_id)
        assert (appointment.extended_minutes, appointment.sequence) == (15, 1)


async def test_the_same_wish_sent_twice_extends_once(session: Session) -> None:
    assert await session.extend(10) == await session.extend(10)
    with pytest.raises(Conflict, match=r"booking.extension_changed"):
        await session.extend(15)


async def test_where_the_next_is_booked_nothing_is_offered_and_it_is_said_from_when(session: Session) -> None:
    [next_start, *_] = await session.starts()
    await session.book(session.other, next_start)
    async with session.units.read() as uow:
        room = await extending.possible(uow, session.midwife, session.encounter_id)
    fits = (next_start - session.ends_at) // timedelta(minutes=1) - 5
    assert room.minutes == tuple(each for each in (5, 10, 15) if each <= fits)
    assert (room.hindrance, room.next_at) == (Hindrance.NEXT_APPOINTMENT, next_start)
    with pytest.raises(Conflict, match=r"booking.extension_taken"):
        await session.extend(15)
    assert next_start not in await session.starts()


async def test_when_the_person_is_expected_elsewhere_the_practitioner_does_not_learn_when(session: Session) -> None:
    [next_start, *_] = await session.starts()
    async with session.units.write() as uow:
        colleague = await make_practitioner(uow, Role.MIDWIFE, "別の助産師")
        await make_schedule(uow, colleague.practitioner_id)
        await appointments.book(
            uow, session.parent, session.service_id, next_start, colleague.practitioner_id, Modality.VIDEO
        )
    async with session.units.read() as uow:
        room = await extending.possible(uow, session.midwife, session.encounter_id)
    assert (room.hindrance, room.next_at) == (Hindrance.PERSON_BUSY, None)


async def test_what_somebody_is_filling_in_is_respected_until_it_ends_by_itself(
    session: Session, clock: ManualClock
) -> None:
    [next_start, *_] = await session.starts()
    async with session.units.write() as uow:
        await holds.hold(
            uow, session.other, session.service_id, next_start, session.midwife.practitioner_id, Modality.VIDEO
        )
    with pytest.raises(Conflict, match=r"booking.extension_taken"):
        await session.extend(15)
    clock.advance(timedelta(minutes=12))
    assert await session.extend(15) == session.ends_at + timedelta(minutes=15)


async def test_it_is_bounded_altogether(session: Session) -> None:
    end = session.ends_at
    for _ in range(LIMIT_MINUTES // 15):
        end = await session.extend(15, end)
    async with session.units.read() as uow:
        room = await extending.possible(uow, session.midwife, session.encounter_id)
    assert (room.minutes, room.hindrance) == ((), Hindrance.LIMIT)
    with pytest.raises(Conflict, match=r"booking.extension_limit"):
        await session.extend(5, end)


async def test_only_its_practitioner_extends_it_and_only_while_it_goes_on(session: Session) -> None:
    async with session.units.write() as uow:
        stranger = await make_practitioner(uow, Role.MIDWIFE, "別の助産師")
    for somebody in (session.parent, session.other, stranger):
        with pytest.raises(NotFound):
            async with session.units.write() as uow:
                await extending.extend(uow, somebody, session.encounter_id, 5, session.ends_at)
        with pytest.raises(NotFound):
            async with session.units.read() as uow:
                await extending.possible(uow, somebody, session.encounter_id)
    async with session.units.write() as uow:
        await service.send_back(uow, session.midwife, session.encounter_id)
    with pytest.raises(Conflict, match=r"encounters.not_admitted"):
        await session.extend(5)
    async with session.units.write() as uow:
        await service.admit(uow, session.midwife, session.encounter_id)
        await service.finish(uow, session.midwife, session.encounter_id)
    with pytest.raises(Conflict, match=r"encounters.finished"):
        await session.extend(5)


async def test_of_an_extension_and_a_booking_of_the_next_time_at_once_one_wins(session: Session) -> None:
    [next_start, *_] = await session.starts()

    async def outcome(act: object) -> str:
        try:
            await act  # type: ignore[misc]
        except DomainError as error:
            return error.code
        return "done"

    found = await asyncio.gather(
        outcome(session.book(session.other, next_start)),
        outcome(session.extend(15)),
        outcome(session.extend(15)),
    )
    booked, *extended = found
    if booked == "done":
        assert set(extended) == {"booking.extension_taken"}
    else:
        assert (booked, extended) == ("booking.slot_taken", ["done", "done"])
    async with session.units.read() as uow:
        claims = (await uow.session.scalars(select(Appointment).order_by(Appointment.busy_from))).all()
    assert all(one.busy_until <= other.busy_from for one, other in pairwise(claims))
