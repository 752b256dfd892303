"""Families check their devices any day before, and staff can ring them before the appointment."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from booking.appointments import service as appointments
from booking.appointments.tables import Appointment
from core.clock import ManualClock
from core.principal import Principal, Role
from people.persons import profile
from people.persons.contacts import Telephone
from people.persons.service import get_person
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.fixtures.application import Api
from tests.people.make import make_parent, make_practitioner, make_staff

GOOD = {"microphone": "good", "camera": "good", "network": "direct", "hearing": "heard", "browser": "ios_safari"}
REFUSED = {**GOOD, "microphone": "refused", "network": "untested", "hearing": "untested", "browser": "line"}


@dataclass
class Tomorrow:
    """An appointment of tomorrow, and those who have to do with it."""

    parent: Principal
    partner: Principal
    midwife: Principal
    colleague: Principal
    coordinator: Principal
    appointment: Appointment

    @property
    def path(self) -> str:
        return f"/api/appointments/{self.appointment.id}/device-check"


@pytest.fixture
async def tomorrow(api: Api) -> Tomorrow:
    async with api.application.units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        return Tomorrow(
            parent,
            await make_parent(uow, "しょう", Role.FAMILY, household=parent),
            midwife,
            await make_practitioner(uow, Role.MIDWIFE),
            await make_staff(uow, Role.COORDINATOR),
            await make_appointment(uow, parent, midwife, uow.now + timedelta(days=1)),
        )


async def failed(api: Api, tomorrow: Tomorrow) -> list[dict[str, object]]:
    status, found = await api.as_(tomorrow.coordinator).get("/api/device-checks/failed")
    assert status == 200
    return found["failed"]


async def test_the_last_check_counts_and_both_who_meet_see_it(api: Api, tomorrow: Tomorrow):
    parent, midwife = api.as_(tomorrow.parent), api.as_(tomorrow.midwife)
    assert await parent.get(tomorrow.path) == (200, {"check": None, "telephone": None})
    status, stored = await parent.put(tomorrow.path, json=REFUSED)
    assert (status, stored["trouble"]) == (200, "microphone_refused")
    assert await parent.get(tomorrow.path) == (200, {"check": stored, "telephone": None})
    number = {"number": "09012345678", "may_leave_message": False}
    assert await midwife.get(tomorrow.path) == (200, {"check": stored, "telephone": number})
    status, stored = await parent.put(tomorrow.path, json={**GOOD, "network": "relay"})
    assert (status, stored["trouble"]) == (200, None)
    # When all is well there is no need for the number.
    assert await midwife.get(tomorrow.path) == (200, {"check": stored, "telephone": None})


async def test_nobody_else_sees_or_changes_it_the_household_included(api: Api, tomorrow: Tomorrow):
    await api.as_(tomorrow.parent).put(tomorrow.path, json=REFUSED)
    for stranger in (tomorrow.partner, tomorrow.colleague):
        assert (await api.as_(stranger).get(tomorrow.path))[0] == 404
    assert (await api.as_(tomorrow.partner).put(tomorrow.path, json=GOOD))[0] == 404
    assert (await api.as_(tomorrow.colleague).post(f"{tomorrow.path}/settle"))[0] == 404
    async with api.application.units.write() as uow:
        officer = await make_staff(uow, Role.OFFICER)
    for path in (tomorrow.path, "/api/device-checks/failed", "/api/device-checks?day=2026-11-25"):
        assert (await api.as_(officer).get(path))[0] == 403


async def test_the_days_list_of_a_midwife_holds_the_checks_of_her_own_appointments(
    api: Api, tomorrow: Tomorrow, clock: ManualClock
):
    await api.as_(tomorrow.parent).put(tomorrow.path, json=REFUSED)
    day = api.application.units.zone.today(tomorrow.appointment.starts_at)
    for principal, count in ((tomorrow.midwife, 1), (tomorrow.colleague, 0), (tomorrow.coordinator, 1)):
        _, found = await api.as_(principal).get(f"/api/device-checks?day={day}")
        assert [each["trouble"] for each in found["checks"]] == ["microphone_refused"] * count
    _, found = await api.as_(tomorrow.midwife).get(f"/api/device-checks?day={day + timedelta(days=1)}")
    assert found["checks"] == []


async def test_the_coordinator_rings_whose_check_failed_until_it_is_settled_or_well(api: Api, tomorrow: Tomorrow):
    parent = api.as_(tomorrow.parent)
    await parent.put(tomorrow.path, json=REFUSED)
    [found] = await failed(api, tomorrow)
    assert found["check"]["trouble"] == "microphone_refused"
    assert found["telephone"] == {"number": "09012345678", "may_leave_message": False}
    assert found["person_name"] == "はな"
    for _ in range(2):
        assert (await api.as_(tomorrow.coordinator).post(f"{tomorrow.path}/settle"))[0] == 204
    assert await failed(api, tomorrow) == []
    # The same trouble again is known; another one is news.
    await parent.put(tomorrow.path, json=REFUSED)
    assert await failed(api, tomorrow) == []
    await parent.put(tomorrow.path, json={**GOOD, "network": "blocked"})
    assert [each["check"]["trouble"] for each in await failed(api, tomorrow)] == ["network_blocked"]
    await parent.put(tomorrow.path, json=GOOD)
    assert await failed(api, tomorrow) == []


async def test_who_may_not_be_rung_is_listed_without_a_number(api: Api, tomorrow: Tomorrow):
    async with api.application.units.write() as uow:
        assert tomorrow.parent.person_id is not None
        person = await get_person(uow, tomorrow.parent.person_id)
        profile.set_telephone(uow, person, Telephone("09012345678", may_ring=False, may_leave_message=True))
    await api.as_(tomorrow.parent).put(tomorrow.path, json=REFUSED)
    assert [each["telephone"] for each in await failed(api, tomorrow)] == [None]
    _, look = await api.as_(tomorrow.midwife).get(tomorrow.path)
    assert look["telephone"] is None


async def test_what_is_far_away_in_writing_begun_or_cancelled_is_nothing_to_ring_about(
    api: Api, tomorrow: Tomorrow, clock: ManualClock
):
    for days, modality in ((3, "video"), (1, "text")):
        async with api.application.units.write() as uow:
            parent = await make_parent(uow)
            start = uow.now + timedelta(days=days, hours=2)
            made = await make_appointment(uow, parent, tomorrow.midwife, start, modality=modality)
        await api.as_(parent).put(f"/api/appointments/{made.id}/device-check", json=REFUSED)
    assert await failed(api, tomorrow) == []
    await api.as_(tomorrow.parent).put(tomorrow.path, json=REFUSED)
    assert len(await failed(api, tomorrow)) == 1
    clock.set(tomorrow.appointment.starts_at - timedelta(minutes=5))
    async with api.application.units.write() as uow:
        await make_encounter(uow, await uow.session.get_one(Appointment, tomorrow.appointment.id))
    assert await failed(api, tomorrow) == []


async def test_a_check_belongs_to_an_appointment_that_is_to_come(api: Api, tomorrow: Tomorrow, clock: ManualClock):
    parent = api.as_(tomorrow.parent)
    clock.set(tomorrow.appointment.ends_at)
    assert (await parent.put(tomorrow.path, json=GOOD))[1]["code"] == "device_checks.not_ahead"
    clock.set(tomorrow.appointment.starts_at - timedelta(hours=1))
    assert (await parent.put(tomorrow.path, json=GOOD))[0] == 200
    async with api.application.units.write() as uow:
        await appointments.cancel(uow, tomorrow.parent, tomorrow.appointment.id)
    assert (await parent.put(tomorrow.path, json=GOOD))[1]["code"] == "device_checks.not_ahead"


@pytest.mark.parametrize(
    "change", [{"microphone": "FaceTime HD Camera"}, {"browser": "Mozilla/5.0"}, {"address": "203.0.113.9"}]
)
async def test_only_codes_are_taken(api: Api, tomorrow: Tomorrow, change: dict[str, str]):
    assert (await api.as_(tomorrow.parent).put(tomorrow.path, json={**GOOD, **change}))[0] == 422
