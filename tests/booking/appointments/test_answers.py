"""A family whose appointment we changed may be fine with it, choose anew or decline, and is never blamed for it."""

from datetime import date, timedelta

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.touched import Away
from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from booking.services.tables import Service
from core.clock import ManualClock
from core.principal import Role
from tests.booking.story import WEDNESDAY_NINE, Town, make_town
from tests.fixtures.application import Api
from tests.people.make import make_staff

WEDNESDAY = date(2026, 11, 25)


async def repair(town: Town) -> None:
    away = Away(town.staff[0].practitioner_id, WEDNESDAY, WEDNESDAY)
    async with town.units.read() as uow:
        planned = await repairs.preview(uow, away)
    async with town.units.write() as uow:
        await repairs.apply(uow, away, planned.plan.given, planned.fingerprint)


async def strict_town(api: Api, staff: int) -> Town:
    """Return a town whose appointments must be cancelled a day before."""
    town = await make_town(api.application.units, staff=staff)
    async with town.units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).cancellation_notice_minutes = 24 * 60
    return town


async def town_of(api: Api, staff: int) -> tuple[Town, Appointment]:
    town = await strict_town(api, staff)
    booked = await town.book(0)
    await repair(town)
    return town, booked


async def test_a_reassigned_appointment_says_who_gave_it_before_until_the_family_is_fine_with_it(api: Api):
    town, booked = await town_of(api, staff=2)
    client = api.as_(town.parents[0])
    _, shown = await client.get(f"/api/appointments/{booked.id}")
    assert shown["change"] == {"kind": "reassigned", "former": "担当0", "accepted": False}
    assert shown["practitioner"]["display_name"] == "担当1"
    body = {"practitioner_id": shown["practitioner"]["id"]}
    for _ in range(2):
        status, accepted = await client.post(f"/api/appointments/{booked.id}/accept", json=body)
        assert (status, accepted["change"]["accepted"]) == (200, True)
    _, listed = await client.get("/api/appointments", params={"when": "upcoming"})
    assert listed["appointments"][0]["change"]["accepted"]


async def test_nobody_accepts_somebody_whom_they_have_not_seen(api: Api):
    town, booked = await town_of(api, staff=2)
    body = {"practitioner_id": str(town.staff[0].practitioner_id)}
    status, problem = await api.as_(town.parents[0]).post(f"/api/appointments/{booked.id}/accept", json=body)
    assert (status, problem["code"]) == (409, "booking.change_other")
    status, problem = await api.as_(town.parents[1]).post(f"/api/appointments/{booked.id}/accept", json=body)
    assert (status, problem["code"]) == (404, "booking.not_found")


async def test_declining_what_we_gave_to_another_is_not_late(api: Api, clock: ManualClock):
    town, booked = await town_of(api, staff=2)
    clock.set(WEDNESDAY_NINE - timedelta(minutes=5))
    status, declined = await api.as_(town.parents[0]).post(f"/api/appointments/{booked.id}/cancel")
    assert (status, declined["state"], declined["cancelled_late"]) == (200, "cancelled", False)


async def test_declining_what_nobody_can_give_is_not_late_not_even_before_the_repair(api: Api, clock: ManualClock):
    units = api.application.units
    town = await strict_town(api, staff=1)
    first = await town.book(0)
    second = await town.book(1, WEDNESDAY_NINE + timedelta(minutes=80))
    async with units.write() as uow:
        await absences.add(uow, town.staff[0].practitioner_id, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
    clock.set(WEDNESDAY_NINE - timedelta(minutes=5))
    _, declined = await api.as_(town.parents[0]).post(f"/api/appointments/{first.id}/cancel")
    assert declined["cancelled_late"] is False
    await repair(town)
    _, declined = await api.as_(town.parents[1]).post(f"/api/appointments/{second.id}/cancel")
    assert declined["cancelled_late"] is False


async def test_cancelling_what_one_chose_anew_is_late_again(api: Api, clock: ManualClock):
    town, booked = await town_of(api, staff=2)
    client = api.as_(town.parents[0])
    body = {"starts_at": "2026-11-26T00:00:00Z", "modality": "video"}
    status, moved = await client.post(f"/api/appointments/{booked.id}/reschedule", json=body)
    assert (status, moved["change"]) == (200, None)
    clock.set(WEDNESDAY_NINE + timedelta(days=1, minutes=-5))
    _, cancelled = await client.post(f"/api/appointments/{booked.id}/cancel")
    assert cancelled["cancelled_late"] is True


async def test_what_was_declined_does_not_count_against_the_quota(api: Api):
    units = api.application.units
    town = await make_town(units, staff=2)
    async with units.write() as uow:
        service = await uow.session.get_one(Service, town.service_id)
        service.quota_count, service.quota_days = 1, 7
    booked = await town.book(0)
    await repair(town)
    await api.as_(town.parents[0]).post(f"/api/appointments/{booked.id}/cancel")
    assert (await town.book(0, WEDNESDAY_NINE + timedelta(days=1), staff=None)).state is ClaimState.BOOKED


async def test_whoever_cannot_be_kept_takes_one_of_the_offered_times_in_one_step(api: Api):
    town, booked = await town_of(api, staff=1)
    client = api.as_(town.parents[0])
    _, shown = await client.get(f"/api/appointments/{booked.id}")
    assert shown["change"] == {"kind": "unsolved", "former": None, "accepted": False}
    status, offered = await client.get(f"/api/appointments/{booked.id}/alternatives")
    assert status == 200
    assert 1 <= len(offered["starts_at"]) <= 4
    body = {"starts_at": offered["starts_at"][0], "modality": "video"}
    status, moved = await client.post(f"/api/appointments/{booked.id}/reschedule", json=body)
    assert (status, moved["starts_at"], moved["change"]) == (200, offered["starts_at"][0], None)
    status, _ = await api.as_(town.parents[1]).get(f"/api/appointments/{booked.id}/alternatives")
    assert status == 404


async def test_who_meets_their_practitioner_after_all_is_told_so_and_sees_no_more_that_nobody_can(api: Api):
    town, booked = await town_of(api, staff=1)
    await api.application.runner.drain()
    client = api.as_(town.parents[0])
    async with api.application.units.write() as uow:
        [noted] = await absences.list_between(uow, WEDNESDAY, WEDNESDAY)
        await absences.remove(uow, noted.id)
    await api.application.runner.drain()
    _, shown = await client.get(f"/api/appointments/{booked.id}")
    assert shown["change"] is None
    _, told = await client.get("/api/notices")
    newest, *before = [each["kind"] for each in told["notices"]]
    assert newest == "appointment.solved"
    assert "appointment.unsolved" in before


async def test_only_the_family_sees_the_change(api: Api):
    town, booked = await town_of(api, staff=2)
    async with town.units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    for principal in (town.staff[1], coordinator):
        _, shown = await api.as_(principal).get(f"/api/appointments/{booked.id}")
        assert shown["change"] is None
