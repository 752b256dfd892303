"""An appointment at a time at which nobody works any more is not dropped: it is listed, and can be given to another."""

import asyncio
from datetime import date, time

import pytest
from sqlalchemy import event, select, update

from booking.appointments import service as appointments
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.jobs import handlers
from booking.assignment.touched import Displaced, displaced, unsolved
from booking.schedules import absences, closings
from booking.schedules import service as schedules
from booking.schedules.pattern import Pattern
from booking.schedules.tables import AbsenceKind, Closing, ScheduleBlock
from booking.services.tables import Service
from core.clock import ManualClock
from core.errors import Conflict
from core.ids import new_id
from core.outbox.runner import JobRunner
from core.unit_of_work import Units
from people.notices.tables import Notice
from tests.booking.make import make_appointment, make_schedule
from tests.booking.rota.make_rota import MONTH, make_desk
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo
from tests.fixtures.application import Api
from tests.people.make import make_parent

WEDNESDAY = date(2026, 11, 25)


async def drop_schedule(town: Town, staff: int = 0) -> None:
    async with town.units.write() as uow:
        await schedules.put_pattern(uow, town.staff[staff].practitioner_id, Pattern([], {}), seen=0)


async def listed(units: Units) -> list[object]:
    async with units.read() as uow:
        return [each.id for each in await displaced(uow)]


async def test_a_changed_schedule_displaces_only_what_lies_outside_it(units: Units):
    town = await make_town(units)
    early = await town.book(0)
    late = await town.book(1, tokyo("2026-11-25 13:00"))
    assert await listed(units) == []
    async with units.write() as uow:
        await uow.session.execute(update(ScheduleBlock).where(ScheduleBlock.starts == time(9)).values(starts=time(10)))
    assert await listed(units) == [early.id]
    assert late.id not in await listed(units)


async def test_a_closing_displaces_what_rests_on_its_days(units: Units):
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        await make_schedule(uow, town.staff[0].practitioner_id, on_holidays=False)
    booked = await town.book(0)
    assert await listed(units) == []
    async with units.write() as uow:
        rest = Closing(name_ja="休み", name_en="Rest", first_month=11, first_day=25, last_month=11, last_day=25)
        await closings.put_all(uow, [rest], seen=0)
    assert await listed(units) == [booked.id]


async def test_a_rota_that_is_published_anew_displaces_and_whoever_is_on_duty_takes_it(api: Api):
    desk = await make_desk(api)
    units = api.application.units
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    async with units.write() as uow:
        parent = await make_parent(uow)
        booked = await make_appointment(uow, parent, desk.midwives[3], tokyo("2026-12-20 21:00"))
    assert (await desk.api.get("/api/displaced-appointments"))[1]["total"] == 0
    saved = await desk.fill(
        [
            {**desk.night(19, 3), "assignment": None},
            desk.night(19, 1),
            {**desk.night(21, 1), "assignment": None},
            desk.night(21, 3),
        ]
    )
    status, _ = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert status == 201
    _, found = await desk.api.get("/api/displaced-appointments")
    assert [(each["id"], each["told"]) for each in found["appointments"]] == [(str(booked.id), False)]
    status, planned = await desk.api.post("/api/displaced-appointments/plan")
    assert status == 200
    [kept] = planned["kept"]
    assert kept["to_id"] == str(desk.midwives[1].practitioner_id)
    body = {
        "fingerprint": planned["fingerprint"],
        "given": [{"appointment_id": kept["id"], "practitioner_id": kept["to_id"]}],
    }
    status, done = await desk.api.post("/api/displaced-appointments/apply", json=body)
    assert (status, done) == (200, {"given": 1, "lost": 0})
    assert (await desk.api.get("/api/displaced-appointments"))[1] == {"total": 0, "appointments": []}
    await api.application.runner.drain()
    _, told = await api.as_(parent).get("/api/notices")
    assert [each["kind"] for each in told["notices"]] == ["appointment.reassigned"]


async def test_what_is_displaced_is_given_to_a_colleague_and_who_cannot_be_kept_is_told_and_offered_times(units: Units):
    town = await make_town(units, staff=2)
    first, second = await town.book(0), await town.book(1, tokyo("2026-11-25 10:20"))
    async with units.write() as uow:
        # The colleague is busy with somebody else at one of the two times.
        other = await make_parent(uow, "べつ")
        await make_appointment(uow, other, town.staff[1], tokyo("2026-11-25 10:20"))
    await drop_schedule(town)
    async with units.read() as uow:
        planned = await repairs.preview(uow, Displaced())
    assert planned.plan.given == {first.id: town.staff[1].practitioner_id}
    assert list(planned.plan.lost) == [second.id]
    async with units.write() as uow:
        await repairs.apply(uow, Displaced(), planned.plan.given, planned.fingerprint)
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        told = {(each.account_id, each.kind) for each in await uow.session.scalars(select(Notice))}
    assert (town.parents[0].account_id, "appointment.reassigned") in told
    assert (town.parents[1].account_id, "appointment.unsolved") in told
    assert await listed(units) == [second.id]


async def test_whoever_is_absent_is_listed_with_the_absences_and_not_a_second_time(units: Units):
    town = await make_town(units)
    booked = await town.book(0)
    await drop_schedule(town)
    async with units.write() as uow:
        await absences.add(uow, town.staff[0].practitioner_id, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
    assert await listed(units) == []
    async with units.read() as uow:
        [(_, [found])] = await unsolved(uow)
    assert found.id == booked.id


async def test_a_plan_for_what_is_displaced_is_stale_once_the_schedule_is_back(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    await drop_schedule(town)
    async with units.read() as uow:
        planned = await repairs.preview(uow, Displaced())
    async with units.write() as uow:
        await make_schedule(uow, town.staff[0].practitioner_id)
    with pytest.raises(Conflict) as refused:
        async with units.write() as uow:
            await repairs.apply(uow, Displaced(), planned.plan.given, planned.fingerprint)
    assert refused.value.code == "booking.repair_stale"
    async with units.read() as uow:
        stands = (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()
    assert (stands.state, stands.practitioner_id) == (ClaimState.BOOKED, town.staff[0].practitioner_id)


async def test_a_time_that_is_lost_keeps_others_away_from_whoever_works_again_beside_it(units: Units):
    town = await make_town(units, staff=2)
    first = await town.book(0, tokyo("2026-11-25 09:00"), staff=1)
    second = await town.book(1, tokyo("2026-11-25 09:00"), staff=0)
    async with units.write() as uow:
        # The one works only from 9:20, the other only before it: neither can take the other's time as a whole.
        for staff, hours in ((0, ((time(9, 20), time(12)),)), (1, ((time(9), time(9, 20)),))):
            await schedules.put_pattern(uow, town.staff[staff].practitioner_id, Pattern([], {}), seen=0)
            await make_schedule(uow, town.staff[staff].practitioner_id, hours=hours)
    async with units.read() as uow:
        planned = await repairs.preview(uow, Displaced())
    assert set(planned.plan.lost) == {first.id, second.id}
    async with units.write() as uow:
        await repairs.apply(uow, Displaced(), planned.plan.given, planned.fingerprint)


async def test_nobody_is_said_to_be_late_or_to_have_stayed_away_where_nobody_works(units: Units, clock: ManualClock):
    town = await make_town(units)
    first, second = await town.book(0), await town.book(1, tokyo("2026-11-25 10:20"))
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).cancellation_notice_minutes = 24 * 60
    await drop_schedule(town)
    async with units.write() as uow:
        assert (await appointments.cancel(uow, town.parents[0], first.id)).cancelled_late is False
    clock.set(second.ends_at)
    async with units.write() as uow:
        assert not await appointments.mark_no_show_by_itself(uow, second.id, 0)


async def test_of_two_coordinators_who_give_them_away_at_once_one_is_told_that_the_plan_is_stale(units: Units):
    town = await make_town(units, staff=3)
    booked = await town.book(0)
    await drop_schedule(town)
    async with units.read() as uow:
        planned = await repairs.preview(uow, Displaced())

    async def apply() -> None:
        async with units.write() as uow:
            await repairs.apply(uow, Displaced(), planned.plan.given, planned.fingerprint)

    done = await asyncio.gather(*(apply() for _ in range(2)), return_exceptions=True)
    [refused] = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(refused, Conflict)
    assert refused.code == "booking.repair_stale"
    assert await listed(units) == []
    async with units.read() as uow:
        stands = (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()
    assert stands.sequence == 1


async def test_the_number_of_queries_does_not_grow_with_the_appointments(api: Api):
    units = api.application.units
    town = await make_town(units, parents=6, staff=2)
    desk = await make_desk(api)
    queries: list[str] = []
    engine = units.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: queries.append(args[2]))

    async def ask() -> int:
        queries.clear()
        status, _ = await desk.api.get("/api/displaced-appointments")
        assert status == 200
        status, _ = await desk.api.get("/api/absence-repairs")
        assert status == 200
        return len([each for each in queries if each.startswith("SELECT")])

    await town.book(0, staff=0)
    await town.book(1, staff=1)
    await drop_schedule(town, 0)
    async with units.write() as uow:
        await absences.add(uow, town.staff[1].practitioner_id, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
    few = await ask()
    async with units.write() as uow:
        for number in range(2, 6):
            await make_appointment(
                uow, town.parents[number], town.staff[number % 2], WEDNESDAY_NINE.replace(hour=2 + number)
            )
    assert await ask() == few


async def test_a_plan_of_as_many_as_there_may_be_is_read(api: Api):
    desk = await make_desk(api)
    given = [{"appointment_id": str(new_id()), "practitioner_id": str(new_id())} for _ in range(1000)]
    body = {"fingerprint": "0" * 64, "given": given}
    status, problem = await desk.api.post("/api/displaced-appointments/apply", json=body)
    assert (status, problem["code"]) == (409, "booking.repair_stale")
