"""Arriving for an appointment, admission and the end."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from clinic.encounters import episodes, reading, service
from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from core.clock import ManualClock
from core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from core.live import LiveBus, LiveEvent
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import PLACE, make_consultation
from tests.people.make import make_parent, make_practitioner, make_staff

REASON = "目標に届いた"


async def _booked(
    units: Units, service_code: str = "midwife", role: Role = Role.MIDWIFE, starts_in: timedelta = timedelta(minutes=10)
) -> tuple[Principal, Principal, Appointment]:
    async with units.write() as uow:
        parent = await make_parent(uow)
        practitioner = await make_practitioner(uow, role)
        appointment = await make_appointment(uow, parent, practitioner, uow.now + starts_in, service_code)
    return parent, practitioner, appointment


async def test_a_parent_who_arrives_waits_and_the_practitioner_sees_who_waits(units: Units) -> None:
    parent, practitioner, appointment = await _booked(units)
    async with units.write() as uow:
        arrived = await service.arrive(uow, parent, appointment.id, None)
    assert arrived.state is EncounterState.ARRIVED
    assert arrived.appointment.id == appointment.id
    async with units.read() as uow:
        waiting = await reading.list_encounters(uow, practitioner, EncounterState.ARRIVED)
    assert [one.id for one in waiting] == [arrived.id]
    assert waiting[0].person.display_name == "はな"


async def test_arriving_twice_is_one_encounter(units: Units) -> None:
    parent, _, appointment = await _booked(units)
    async with units.write() as uow:
        first = await service.arrive(uow, parent, appointment.id, None)
    async with units.write() as uow:
        again = await service.arrive(uow, parent, appointment.id, "another place")
        assert await uow.session.scalar(select(func.count()).select_from(Encounter)) == 1
    assert again == first


async def test_arriving_from_two_devices_at_once_is_one_encounter(units: Units) -> None:
    parent, _, appointment = await _booked(units)

    async def arrive() -> object:
        async with units.write() as uow:
            return (await service.arrive(uow, parent, appointment.id, None)).id

    assert len(set(await asyncio.gather(*(arrive() for _ in range(5))))) == 1


@pytest.mark.parametrize(
    ("moved", "refusal"),
    [
        (timedelta(minutes=-21), "encounters.too_early"),
        (timedelta(minutes=-20), None),
        (timedelta(minutes=10 + 30 + 60), None),
        (timedelta(minutes=10 + 30 + 60, seconds=1), "encounters.too_late"),
    ],
)
async def test_the_waiting_room_opens_half_an_hour_before_and_closes_an_hour_after(
    units: Units, clock: ManualClock, moved: timedelta, refusal: str | None
) -> None:
    parent, _, appointment = await _booked(units)
    clock.advance(moved)
    async with units.write() as uow:
        if refusal is None:
            await service.arrive(uow, parent, appointment.id, None)
            return
        with pytest.raises((Conflict, Gone)) as raised:
            await service.arrive(uow, parent, appointment.id, None)
    assert raised.value.code == refusal


async def test_counselling_asks_where_the_person_is_and_only_the_counsellor_reads_it(units: Units) -> None:
    parent, counsellor, appointment = await _booked(units, "counselling", Role.COUNSELLOR)
    with pytest.raises(Invalid, match=r"encounters.place_missing"):
        async with units.write() as uow:
            await service.arrive(uow, parent, appointment.id, None)
    async with units.write() as uow:
        own = await service.arrive(uow, parent, appointment.id, PLACE)
    async with units.read() as uow:
        theirs = await reading.show(uow, counsellor, own.id)
        stored = (await uow.session.execute(text("SELECT place_sealed FROM encounters"))).scalar_one()
    assert own.place is None
    assert theirs.place == PLACE
    assert PLACE.encode() not in bytes(stored)


async def test_without_consent_nothing_clinical_begins(units: Units) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow, sensitive_data=False)
        midwife = await make_practitioner(uow)
        appointment = await make_appointment(uow, parent, midwife, uow.now)
    with pytest.raises(Forbidden, match=r"consent.required"):
        async with units.write() as uow:
            await service.arrive(uow, parent, appointment.id, None)
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Encounter)) == 0


@pytest.mark.parametrize("state", [ClaimState.CANCELLED, ClaimState.NO_SHOW])
async def test_one_cannot_arrive_for_what_does_not_take_place(units: Units, state: ClaimState) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow)
        appointment = await make_appointment(uow, parent, midwife, uow.now, state=state)
    with pytest.raises(Conflict, match=r"encounters.appointment_not_booked"):
        async with units.write() as uow:
            await service.arrive(uow, parent, appointment.id, None)


async def test_strangers_and_the_household_see_nothing_of_a_consultation(units: Units) -> None:
    async with units.write() as uow:
        parent, _, encounter = await make_consultation(uow)
        partner = await make_parent(uow, name="partner", household=parent)
        strangers = [
            partner,
            await make_parent(uow, name="another"),
            await make_practitioner(uow, Role.MIDWIFE, name="another midwife"),
            await make_practitioner(uow, Role.PSYCHIATRIST),
            *[await make_staff(uow, role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)],
        ]
        appointment_id, encounter_id = encounter.appointment_id, encounter.id
    for stranger in strangers:
        with pytest.raises(NotFound):
            async with units.read() as uow:
                await reading.show(uow, stranger, encounter_id)
        async with units.read() as uow:
            assert await reading.list_encounters(uow, stranger) == []
        for step in (service.admit, service.send_back, service.finish):
            with pytest.raises(NotFound):
                async with units.write() as uow:
                    await step(uow, stranger, encounter_id)
        with pytest.raises(NotFound):
            async with units.write() as uow:
                await service.arrive(uow, stranger, appointment_id, None)


async def test_a_parent_cannot_open_the_door_from_the_inside(units: Units) -> None:
    async with units.write() as uow:
        parent, _, encounter = await make_consultation(uow)
    with pytest.raises(NotFound):
        async with units.write() as uow:
            await service.admit(uow, parent, encounter.id)


async def test_a_consultation_goes_from_arrival_to_admission_to_its_end(units: Units, clock: ManualClock) -> None:
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    with pytest.raises(Conflict, match=r"encounters.not_admitted"):
        async with units.write() as uow:
            await service.finish(uow, midwife, encounter.id)
    async with units.write() as uow:
        admitted = await service.admit(uow, midwife, encounter.id)
    clock.advance(timedelta(minutes=20))
    async with units.write() as uow:
        assert await service.admit(uow, midwife, encounter.id) == admitted
    async with units.write() as uow:
        finished = await service.finish(uow, midwife, encounter.id)
    clock.advance(timedelta(minutes=5))
    async with units.write() as uow:
        assert await service.finish(uow, midwife, encounter.id) == finished
        appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
        assert appointment.state is ClaimState.FULFILLED
    assert finished.admitted_at is not None
    assert finished.finished_at == finished.admitted_at + timedelta(minutes=20)
    with pytest.raises(Conflict, match=r"encounters.finished"):
        async with units.write() as uow:
            await service.admit(uow, midwife, encounter.id)


async def test_both_sides_are_hinted_of_each_step(units: Units, live: LiveBus) -> None:
    heard: list[LiveEvent] = []

    async def hear(event: LiveEvent) -> None:
        heard.append(event)

    parent, midwife, appointment = await _booked(units)
    live.subscribe(hear)
    async with units.write() as uow:
        encounter = await service.arrive(uow, parent, appointment.id, None)
    topics = {(event.topic, event.name, event.data.get("topic")) for event in heard}
    assert (f"account:{midwife.account_id}", "hint", "waiting") in topics
    assert (f"account:{parent.account_id}", "hint", "encounter") in topics
    assert (f"encounter:{encounter.id}", "encounter", None) in topics


async def _session(
    units: Units, clock: ManualClock, parent: Principal, counsellor: Principal, at: datetime | None = None
) -> Encounter:
    async with units.write() as uow:
        appointment = await make_appointment(uow, parent, counsellor, at or uow.now, "counselling")
        shown = await service.arrive(uow, parent, appointment.id, PLACE)
        await service.admit(uow, counsellor, shown.id)
        await service.finish(uow, counsellor, shown.id)
        return await uow.session.get_one(Encounter, shown.id)


async def test_the_sessions_of_a_course_belong_to_one_episode_until_it_is_closed(
    units: Units, clock: ManualClock
) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
    first = await _session(units, clock, parent, counsellor)
    clock.advance(timedelta(days=7))
    second = await _session(units, clock, parent, counsellor)
    assert first.episode_id == second.episode_id is not None
    async with units.write() as uow:
        closed = await episodes.close_episode(
            uow, counsellor, second.episode_id, EpisodeOutcome.COMPLETED, "目標に届いた"
        )
    assert (closed.state, closed.outcome, closed.closed_at) == (
        EpisodeState.FINISHED,
        EpisodeOutcome.COMPLETED,
        clock.now(),
    )
    clock.advance(timedelta(days=7))
    third = await _session(units, clock, parent, counsellor)
    assert third.episode_id != second.episode_id
    async with units.read() as uow:
        for principal in (parent, counsellor):
            listed = await episodes.list_episodes(uow, principal)
            assert [one.state for one in listed] == [EpisodeState.ACTIVE, EpisodeState.FINISHED]


async def test_who_arrives_while_the_course_is_being_closed_begins_a_new_one(units: Units, clock: ManualClock) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
    before = (await _session(units, clock, parent, counsellor)).episode_id
    assert before is not None
    clock.advance(timedelta(days=7))
    async with units.write() as uow:
        appointment = await make_appointment(uow, parent, counsellor, uow.now, "counselling")

    async def arrive() -> UUID | None:
        async with units.write() as uow:
            return (await service.arrive(uow, parent, appointment.id, PLACE)).episode_id

    async def somebody_waits() -> bool:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with units.read() as uow:
            return bool(await uow.session.scalar(text(waiting)))

    async with units.write() as uow:
        await episodes.close_episode(uow, counsellor, before, EpisodeOutcome.COMPLETED, REASON)
        arriving = asyncio.create_task(arrive())
        if uow.dialect == "postgresql":
            async with asyncio.timeout(20):
                while not await somebody_waits():
                    pass
    assert await arriving not in {None, before}


async def test_a_midwife_consultation_opens_no_episode(units: Units) -> None:
    async with units.write() as uow:
        _, _, encounter = await make_consultation(uow)
        assert encounter.episode_id is None
        assert await uow.session.scalar(select(func.count()).select_from(EpisodeOfCare)) == 0


async def test_whoever_gives_the_latest_session_leads_the_episode(units: Units, clock: ManualClock) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        before = await make_practitioner(uow, Role.COUNSELLOR, name="before")
        after = await make_practitioner(uow, Role.COUNSELLOR, name="after")
    first = await _session(units, clock, parent, before)
    clock.advance(timedelta(days=7))
    await _session(units, clock, parent, after)
    assert first.episode_id is not None
    with pytest.raises(NotFound):
        async with units.write() as uow:
            await episodes.close_episode(uow, before, first.episode_id, EpisodeOutcome.COMPLETED, REASON)
    async with units.write() as uow:
        await episodes.close_episode(uow, after, first.episode_id, EpisodeOutcome.MOVED, REASON)


async def test_an_episode_is_closed_once_by_its_practitioner_and_not_in_the_middle_of_a_session(units: Units) -> None:
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR, admitted=True)
        episode_id = encounter.episode_id
    assert episode_id is not None
    with pytest.raises(Conflict, match=r"encounters.episode_in_session"):
        async with units.write() as uow:
            await episodes.close_episode(uow, counsellor, episode_id, EpisodeOutcome.COMPLETED, REASON)
    async with units.write() as uow:
        await service.finish(uow, counsellor, encounter.id)
    with pytest.raises(NotFound):
        async with units.write() as uow:
            await episodes.close_episode(uow, parent, episode_id, EpisodeOutcome.COMPLETED, REASON)
    async with units.write() as uow:
        await episodes.close_episode(uow, counsellor, episode_id, EpisodeOutcome.COMPLETED, REASON)
    with pytest.raises(Conflict, match=r"encounters.episode_closed"):
        async with units.write() as uow:
            await episodes.close_episode(uow, counsellor, episode_id, EpisodeOutcome.DROPPED_OUT, REASON)
