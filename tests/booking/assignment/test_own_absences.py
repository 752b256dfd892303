"""A clinician calls in sick by themselves: the coordinators are told, and a mistake can be taken back."""

from datetime import date, timedelta

from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from core.clock import ManualClock
from core.principal import Role
from tests.booking.story import WEDNESDAY_NINE, make_town
from tests.fixtures.application import Api
from tests.people.make import make_staff

WEDNESDAY = date(2026, 11, 25)
TWO_DAYS = {"first": "2026-11-25", "last": "2026-11-26"}


async def test_every_coordinator_gets_a_notice_and_sees_the_appointments_on_today(api: Api):
    units = api.application.units
    town = await make_town(units)
    booked = await town.book(0)
    async with units.write() as uow:
        coordinators = [await make_staff(uow, Role.COORDINATOR) for _ in range(2)]
    status, made = await api.as_(town.staff[0]).post("/api/absences/own", json=TWO_DAYS)
    assert (status, made["kind"]) == (201, "sick")
    await api.application.runner.drain()
    for each in coordinators:
        _, told = await api.as_(each).get("/api/notices")
        assert [(one["kind"], one["data"]) for one in told["notices"]] == [
            ("absence.reported", {"absence_id": made["id"]})
        ]
        _, today = await api.as_(each).get("/api/absence-repairs")
        assert [one["id"] for one in today["absences"][0]["appointments"]] == [str(booked.id)]
    _, told = await api.as_(town.parents[0]).get("/api/notices")
    assert [one["kind"] for one in told["notices"]] == ["appointment.booked"]


async def test_a_mistaken_sick_call_is_taken_back_and_the_coordinator_told(api: Api):
    units = api.application.units
    town = await make_town(units)
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    own = api.as_(town.staff[0])
    _, made = await own.post("/api/absences/own", json=TWO_DAYS)
    assert [each["id"] for each in (await own.get("/api/absences/own"))[1]["absences"]] == [made["id"]]
    status, _ = await own.delete(f"/api/absences/own/{made['id']}")
    assert status == 204
    assert (await own.get("/api/absences/own"))[1] == {"absences": []}
    await api.application.runner.drain()
    _, told = await api.as_(coordinator).get("/api/notices")
    assert {each["kind"] for each in told["notices"]} == {"absence.reported", "absence.taken_back"}
    status, problem = await own.delete(f"/api/absences/own/{made['id']}")
    assert (status, problem["code"]) == (404, "booking.absence_not_found")


async def test_who_is_well_again_sooner_keeps_the_days_on_which_they_were_sick(api: Api, clock: ManualClock):
    town = await make_town(api.application.units)
    own = api.as_(town.staff[0])
    _, made = await own.post("/api/absences/own", json=TWO_DAYS)
    clock.set(WEDNESDAY_NINE + timedelta(days=1))
    status, _ = await api.as_(town.staff[0]).delete(f"/api/absences/own/{made['id']}")
    assert status == 204
    async with api.application.units.read() as uow:
        [kept] = await absences.list_between(uow, WEDNESDAY, WEDNESDAY + timedelta(days=1))
    assert (kept.first, kept.last) == (WEDNESDAY, WEDNESDAY)


async def test_nobody_takes_back_a_colleagues_sick_call_nor_their_own_leave(api: Api):
    town = await make_town(api.application.units, staff=2)
    _, made = await api.as_(town.staff[0]).post("/api/absences/own", json=TWO_DAYS)
    async with api.application.units.write() as uow:
        leave = await absences.add(uow, town.staff[1].practitioner_id, WEDNESDAY, WEDNESDAY, AbsenceKind.LEAVE)
    for each in (made["id"], leave.id):
        status, problem = await api.as_(town.staff[1]).delete(f"/api/absences/own/{each}")
        assert (status, problem["code"]) == (404, "booking.absence_not_found")
