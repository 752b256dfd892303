"""Booking through the service, on each database."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.reading import details_of, get_for
from booking.appointments.service import BOOKED_JOB, NO_SHOW_JOB
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim
from booking.services.tables import Modality, Service
from core.clock import ManualClock
from core.errors import NotFound
from core.ids import new_id
from core.live import LiveBus
from core.outbox.tables import OutboxJob
from core.principal import Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.booking.story import WEDNESDAY_NINE, make_town, tokyo
from tests.people.make import make_parent, make_practitioner, make_staff


async def claims(units: Units) -> list[Claim]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Claim).order_by(Claim.created_at, Claim.id)))


async def test_a_parent_books_a_midwife_and_the_time_with_its_buffer_is_hers(units: Units):
    town = await make_town(units)
    booked = await town.book(reason="眠れません")
    assert booked.state is ClaimState.BOOKED
    assert booked.service.code == "midwife"
    assert booked.practitioner_id == town.staff[0].practitioner_id
    assert booked.person_id == town.parents[0].person_id
    assert booked.ends_at - booked.starts_at == timedelta(minutes=30)
    assert booked.busy_from == booked.starts_at
    assert booked.busy_until - booked.ends_at == timedelta(minutes=5)
    assert booked.assignment == {"policy": "named", "reasons": []}


async def test_what_the_parent_wrote_is_sealed_and_read_only_by_the_two_who_meet(units: Units):
    town = await make_town(units)
    booked = await town.book(reason="眠れません")
    assert booked.reason_sealed is not None
    assert "眠れません".encode() not in booked.reason_sealed
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    read = {}
    async with units.read() as uow:
        for principal in (town.parents[0], town.staff[0], coordinator):
            found = await get_for(uow, principal, booked.id)
            [details] = await details_of(uow, principal, [found])
            read[principal.role] = details.reason
    assert read == {Role.PARENT: "眠れません", Role.MIDWIFE: "眠れません", Role.COORDINATOR: None}


async def test_an_appointment_does_not_exist_for_a_stranger_even_of_the_same_household(units: Units):
    town = await make_town(units)
    booked = await town.book()
    async with units.write() as uow:
        strangers = [
            town.parents[1],
            await make_parent(uow, "夫", Role.FAMILY, household=town.parents[0]),
            await make_practitioner(uow),
            await make_staff(uow, Role.OFFICER),
            await make_staff(uow, Role.ADMINISTRATOR),
        ]
    for stranger in strangers:
        async with units.write() as uow:
            with pytest.raises(NotFound, match=r"booking\.not_found"):
                await get_for(uow, stranger, booked.id)
            with pytest.raises(NotFound, match=r"booking\.not_found"):
                await appointments.cancel(uow, stranger, booked.id)
            with pytest.raises(NotFound, match=r"booking\.not_found"):
                await appointments.mark_no_show(uow, stranger, booked.id)


async def test_a_taken_time_is_refused_and_its_neighbours_are_offered(units: Units):
    town = await make_town(units)
    await town.book(0, tokyo("2026-11-25 09:40"))
    refused = await town.refusal(1, tokyo("2026-11-25 09:40"))
    assert refused is not None
    assert (refused.code, refused.status) == ("booking.slot_taken", 409)
    assert [each["starts_at"] for each in refused.params["alternatives"]] == [
        "2026-11-25T00:00:00.000Z",
        "2026-11-25T01:20:00.000Z",
        "2026-11-25T02:00:00.000Z",
        "2026-11-25T04:00:00.000Z",
    ]
    assert refused.params["alternatives"][0]["practitioner_ids"] == [str(town.staff[0].practitioner_id)]


async def test_another_practitioner_is_offered_when_the_named_one_has_no_more_time(units: Units):
    town = await make_town(units, staff=2, parents=1)
    async with units.write() as uow:
        for day in range(8):
            for hour in (9, 11, 13, 15):
                other = await make_parent(uow)
                starts_at = tokyo("2026-11-24 00:00") + timedelta(days=day, hours=hour)
                blocked = await make_appointment(uow, other, town.staff[0], starts_at)
                blocked.busy_until = starts_at + timedelta(hours=2)
    refused = await town.refusal(0, WEDNESDAY_NINE)
    assert refused is not None
    other_id = str(town.staff[1].practitioner_id)
    assert [each["practitioner_ids"] for each in refused.params["alternatives"]] == [[other_id]] * 4


async def test_a_parent_cannot_be_in_two_consultations_at_once(units: Units):
    town = await make_town(units, staff=2)
    first = await town.book(0, staff=0)
    refused = await town.refusal(0, staff=1)
    assert refused is not None
    assert (refused.code, refused.params) == ("booking.person_busy", {"appointment_id": str(first.id)})


async def test_asking_twice_for_the_same_time_leads_to_the_appointment_that_is_there(units: Units):
    town = await make_town(units)
    first = await town.book()
    refused = await town.refusal()
    assert refused is not None
    assert refused.params == {"appointment_id": str(first.id)}
    assert len(await claims(units)) == 1


TIMES = [
    (tokyo("2026-11-24 09:00"), "booking.in_the_past"),
    (tokyo("2026-11-24 10:20"), "booking.too_soon"),
    (tokyo("2026-11-24 11:00"), None),
    (tokyo("2026-12-22 09:00"), None),
    (tokyo("2026-12-23 09:00"), "booking.too_far_ahead"),
    (tokyo("2026-11-25 09:10"), "booking.not_a_slot"),
    (tokyo("2026-11-25 11:40"), "booking.not_a_slot"),
    (tokyo("2026-11-25 12:20"), "booking.not_a_slot"),
    (tokyo("2026-11-25 03:00"), "booking.not_a_slot"),
]


async def test_only_times_of_the_schedule_within_notice_and_horizon_can_be_booked(units: Units):
    town = await make_town(units)
    for starts_at, code in TIMES:
        refused = await town.refusal(starts_at=starts_at)
        assert (refused and refused.code) == code, starts_at
        assert (refused and refused.status) == (422 if code else None)
    assert [each.starts_at for each in await claims(units)] == [time for time, code in TIMES if code is None]


async def test_a_service_that_is_no_longer_offered_or_not_in_this_way_cannot_be_booked(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        service = await uow.session.get_one(Service, town.service_id)
        service.modalities = [Modality.TEXT]
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "booking.modality_not_offered"
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).active = False
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "booking.service_not_found"


async def test_a_practitioner_without_the_specialty_or_of_another_role_is_not_found(units: Units):
    town = await make_town(units, code="paediatrician", role=Role.DOCTOR, specialties=("obstetrics",))
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "booking.practitioner_not_found"
    town.staff[0] = (await make_town(units)).staff[0]
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "booking.practitioner_not_found"


async def test_counselling_needs_a_telephone_number(units: Units):
    town = await make_town(units, code="counselling", role=Role.COUNSELLOR, telephone=None)
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "people.telephone_required"


async def test_nothing_is_booked_without_consent_to_the_handling_of_health_data(units: Units):
    town = await make_town(units, sensitive_data=False)
    refused = await town.refusal()
    assert refused is not None
    assert refused.code == "consent.required"
    assert await claims(units) == []


async def test_a_cancelled_slot_can_be_booked_again(units: Units):
    town = await make_town(units)
    first = await town.book(0)
    async with units.write() as uow:
        cancelled = await appointments.cancel(uow, town.parents[0], first.id)
        assert cancelled.state is ClaimState.CANCELLED
    second = await town.book(1)
    assert second.practitioner_id == first.practitioner_id


async def test_either_side_and_the_coordinator_may_cancel_and_twice_does_no_harm(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    for by in (town.parents[0], town.staff[0], coordinator):
        booked = await town.book()
        for _ in range(2):
            async with units.write() as uow:
                assert (await appointments.cancel(uow, by, booked.id)).state is ClaimState.CANCELLED
    async with units.read() as uow:
        jobs = await uow.session.scalars(select(OutboxJob).where(OutboxJob.name == appointments.CANCELLED_JOB))
        assert sorted(job.payload["by"] for job in jobs) == ["coordinator", "person", "practitioner"]


async def change_code(units: Units, change, principal, appointment_id) -> str | None:
    try:
        async with units.write() as uow:
            await change(uow, principal, appointment_id)
    except Exception as error:
        return getattr(error, "code", repr(error))
    return None


async def test_what_has_begun_is_not_cancelled_and_what_has_not_begun_is_not_missed(units: Units, clock: ManualClock):
    town = await make_town(units)
    booked = await town.book()
    midwife = town.staff[0]
    assert await change_code(units, appointments.mark_no_show, midwife, booked.id) == "booking.not_started"
    clock.set(booked.starts_at)
    assert await change_code(units, appointments.cancel, town.parents[0], booked.id) == "booking.already_started"
    assert await change_code(units, appointments.mark_no_show, midwife, booked.id) is None
    assert await change_code(units, appointments.cancel, midwife, booked.id) == "booking.state"


async def test_somebody_in_the_waiting_room_is_neither_cancelled_nor_a_no_show(units: Units, clock: ManualClock):
    town = await make_town(units)
    booked = await town.book()
    clock.set(booked.starts_at - timedelta(minutes=5))
    async with units.write() as uow:
        await appointments.note_arrival(uow, await get_for(uow, town.parents[0], booked.id))
    assert await change_code(units, appointments.cancel, town.staff[0], booked.id) == "booking.already_started"
    clock.set(booked.starts_at)
    assert await change_code(units, appointments.mark_no_show, town.staff[0], booked.id) == "booking.person_arrived"
    async with units.write() as uow:
        await appointments.fulfil(uow, booked.id)
        await appointments.fulfil(uow, booked.id)
    async with units.read() as uow:
        assert (await get_for(uow, town.staff[0], booked.id)).state is ClaimState.FULFILLED


async def test_both_sides_browsers_are_hinted_after_the_commit(units: Units, live: LiveBus):
    heard = []

    async def hear(event):
        heard.append((event.topic, event.name, event.data))

    live.subscribe(hear)
    town = await make_town(units)
    booked = await town.book()
    data = {"topic": "appointments", "id": str(booked.id)}
    assert sorted(heard) == sorted(
        (f"account:{each.account_id}", "hint", data) for each in (town.parents[0], town.staff[0])
    )


async def test_a_refused_booking_leaves_nothing_behind(units: Units, live: LiveBus):
    heard = []

    async def hear(event):
        heard.append(event)

    town = await make_town(units)
    await town.book(0)
    live.subscribe(hear)
    assert await town.refusal(1) is not None
    assert heard == []
    async with units.read() as uow:
        names = [job.name for job in await uow.session.scalars(select(OutboxJob).order_by(OutboxJob.name))]
        # Of the one booking that was made.
        assert names == [BOOKED_JOB, NO_SHOW_JOB]
        assert len((await uow.session.scalars(select(Appointment))).all()) == 1


async def test_an_unknown_appointment_or_service_is_not_found(units: Units):
    town = await make_town(units)
    town.service_id = new_id()
    refused = await town.refusal()
    assert refused is not None
    assert (refused.code, refused.status) == ("booking.service_not_found", 404)
    async with units.read() as uow:
        with pytest.raises(NotFound):
            await get_for(uow, town.parents[0], new_id())
