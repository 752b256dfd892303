"""Nobody waits before a closed door unseen: it is told, again, and to those who can do something."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments.tables import Appointment
from clinic.encounters import reading, service
from clinic.encounters.jobs import handlers
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter
from core.clock import ManualClock
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.mail.kinds import MailKind
from people.mail.tables import Mail
from people.notices.tables import Notice
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_consultation, make_encounter
from tests.people.make import make_parent, make_staff

STARTS_IN = timedelta(minutes=5)
THREE = timedelta(minutes=3)


@pytest.fixture
async def desk(units: Units) -> Principal:
    async with units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


async def told(units: Units) -> dict[object, int]:
    """Let the worker run, and return how often each account was told."""
    await JobRunner(units, handlers).drain()
    counts: dict[object, int] = {}
    async with units.read() as uow:
        for notice in await uow.session.scalars(select(Notice).where(Notice.kind == "encounter.forgotten")):
            counts[notice.account_id] = counts.get(notice.account_id, 0) + 1
    return counts


async def test_three_minutes_after_the_start_practitioner_and_coordinator_are_told_and_once_more_after_ten(
    units: Units, clock: ManualClock, desk: Principal
) -> None:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
    clock.advance(STARTS_IN + THREE - timedelta(seconds=1))
    assert await told(units) == {}
    async with units.read() as uow:
        assert (await reading.show(uow, parent, encounter.id)).alerted_at is None
    clock.advance(timedelta(seconds=1))
    assert await told(units) == {midwife.account_id: 1, desk.account_id: 1}
    alerted = clock.now()
    clock.advance(timedelta(minutes=9))
    assert await told(units) == {midwife.account_id: 1, desk.account_id: 1}
    clock.advance(timedelta(minutes=1))
    assert await told(units) == {midwife.account_id: 2, desk.account_id: 2}
    clock.advance(timedelta(minutes=30))
    assert await told(units) == {midwife.account_id: 2, desk.account_id: 2}
    async with units.read() as uow:
        assert (await reading.show(uow, parent, encounter.id)).alerted_at == alerted
        mails = (await uow.session.scalars(select(Mail).where(Mail.kind == MailKind.SOMEBODY_WAITS))).all()
    assert {mail.account_id for mail in mails} == {midwife.account_id, desk.account_id}


async def test_who_comes_late_waits_three_minutes_from_their_arrival(
    units: Units, clock: ManualClock, desk: Principal
) -> None:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
        appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
        late = await make_appointment(uow, await make_parent(uow), midwife, appointment.busy_until)
        await service.admit(uow, midwife, encounter.id)
    clock.set(late.starts_at + timedelta(minutes=7))
    async with units.write() as uow:
        await make_encounter(uow, await uow.session.get_one(Appointment, late.id))
    clock.advance(THREE - timedelta(seconds=1))
    assert await told(units) == {}
    clock.advance(timedelta(seconds=1))
    assert set(await told(units)) == {midwife.account_id, desk.account_id}
    assert parent.account_id not in await told(units)


async def test_nothing_is_told_of_who_was_let_in(units: Units, clock: ManualClock, desk: Principal) -> None:
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    clock.advance(STARTS_IN + timedelta(minutes=2))
    async with units.write() as uow:
        await service.admit(uow, midwife, encounter.id)
    clock.advance(timedelta(hours=1))
    assert await told(units) == {}


async def test_who_is_put_back_is_watched_anew_and_the_former_wait_tells_nothing(
    units: Units, clock: ManualClock, desk: Principal
) -> None:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
    clock.advance(STARTS_IN + timedelta(minutes=2))
    async with units.write() as uow:
        await service.admit(uow, midwife, encounter.id)
    async with units.write() as uow:
        back = await service.send_back(uow, midwife, encounter.id)
    assert (back.state, back.waiting_since, back.alerted_at) == (EncounterState.ARRIVED, clock.now(), None)
    clock.advance(timedelta(minutes=2, seconds=59))
    assert await told(units) == {}
    clock.advance(timedelta(seconds=1))
    assert await told(units) == {midwife.account_id: 1, desk.account_id: 1}
    async with units.write() as uow:
        again = await service.admit(uow, midwife, encounter.id)
    assert again.admitted_at == back.admitted_at
    assert parent.account_id not in await told(units)


async def test_a_job_that_runs_twice_tells_nobody_twice(units: Units, clock: ManualClock, desk: Principal) -> None:
    async with units.write() as uow:
        _, midwife, _ = await make_consultation(uow)
    clock.advance(STARTS_IN + THREE)
    for _ in range(2):
        assert await told(units) == {midwife.account_id: 1, desk.account_id: 1}
        async with units.write() as uow:
            for job in await uow.session.scalars(select(OutboxJob)):
                job.done_at = None


async def test_a_time_that_was_moved_is_watched_at_its_new_time(
    units: Units, clock: ManualClock, desk: Principal
) -> None:
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
        appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
        for name in ("starts_at", "ends_at", "busy_from", "busy_until"):
            setattr(appointment, name, getattr(appointment, name) + timedelta(minutes=20))
    clock.advance(STARTS_IN + THREE)
    assert await told(units) == {}
    clock.advance(timedelta(minutes=20))
    assert await told(units) == {midwife.account_id: 1, desk.account_id: 1}


async def test_notice_and_mail_name_nobody(units: Units, clock: ManualClock, desk: Principal) -> None:
    async with units.write() as uow:
        await make_consultation(uow)
    clock.advance(STARTS_IN + THREE)
    await told(units)
    async with units.read() as uow:
        for notice in await uow.session.scalars(select(Notice)):
            assert set(notice.data) == {"encounter_id", "appointment_id"}


async def test_all_who_wait_at_once_are_shown_by_their_appointments_whoever_came_first(
    units: Units, clock: ManualClock
) -> None:
    async with units.write() as uow:
        _, midwife, first = await make_consultation(uow)
        appointment = await uow.session.get_one(Appointment, first.appointment_id)
        parents = [await make_parent(uow, name) for name in ("さき", "ゆい")]
        early, later = [
            await make_appointment(uow, parent, midwife, appointment.ends_at + timedelta(minutes=40 * number + 20))
            for number, parent in enumerate(parents)
        ]
    clock.set(later.starts_at - timedelta(minutes=30))
    order = [await _arrive(units, each.id) for each in (later, early)]
    async with units.read() as uow:
        waiting = await reading.list_encounters(uow, midwife, EncounterState.ARRIVED)
    assert [each.id for each in waiting] == [first.id, order[1].id, order[0].id]


async def waits(units: Units, midwife: Principal) -> bool:
    """Return whether somebody waits for her, as her queue is told and as her list says."""
    async with units.read() as uow:
        queue = await reading.list_encounters(uow, midwife, EncounterState.ARRIVED)
        [listed] = await reading.list_encounters(uow, midwife)
    assert listed.gone is (queue == [])
    return not listed.gone


async def test_who_was_not_let_in_and_went_leaves_the_queue_an_hour_after_the_end_and_not_before(
    units: Units, clock: ManualClock
) -> None:
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
        appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
    clock.set(appointment.ends_at + timedelta(hours=1))
    assert await waits(units, midwife)
    clock.advance(timedelta(seconds=1))
    assert not await waits(units, midwife)


async def test_who_still_stands_there_waits_however_late_it_is_and_comes_back_into_the_queue(
    units: Units, clock: ManualClock
) -> None:
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    clock.advance(timedelta(hours=5))
    assert not await waits(units, midwife)
    async with units.write() as uow:
        await service.note_seen(uow, [encounter.id])
    assert await waits(units, midwife)
    clock.advance(THREE)
    assert await waits(units, midwife)
    clock.advance(timedelta(seconds=1))
    assert not await waits(units, midwife)


async def _arrive(units: Units, appointment_id: object) -> Encounter:
    async with units.write() as uow:
        return await make_encounter(uow, await uow.session.get_one(Appointment, appointment_id))
