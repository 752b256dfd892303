"""Who waits is offered what becomes free, in their order, for a while, and nobody gets a time twice."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from booking.appointments import holds
from booking.appointments import service as appointments
from booking.appointments.free import tell_waitlist
from booking.appointments.states import ClaimState
from booking.appointments.tables import Claim
from booking.assignment.policy import Wishes
from booking.services.tables import Modality, Service
from booking.waitlist import service as waitlist
from booking.waitlist.jobs import look
from booking.waitlist.tables import WaitState
from core.clock import ManualClock
from core.errors import Conflict, DomainError, Gone, Invalid, NotFound
from core.ids import new_id
from core.outbox.tables import OutboxJob
from core.principal import Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from people.practitioners.kinds import Gender
from people.risk.kinds import RiskLevel, TierReason
from people.risk.service import record_tier
from tests.booking.make import make_schedule
from tests.booking.story import WEDNESDAY_NINE
from tests.booking.waitlist.make_queue import Queue, make_queue
from tests.people.make import make_practitioner


@pytest.fixture
async def queue(units: Units) -> Queue:
    return await make_queue(units)


async def test_what_becomes_free_is_held_for_who_waits_longest_and_they_are_told(queue: Queue, units: Units):
    await queue.wait(1)
    await queue.wait(2)
    await queue.runner.drain()
    assert await queue.states() == ["waiting", "waiting"]
    await queue.cancel()
    assert await queue.states() == ["offered", "waiting"]
    first = await queue.entry(1)
    assert (first.offer_starts_at, first.offer_expires_at) == (WEDNESDAY_NINE, units.clock.now() + timedelta(hours=2))
    async with units.read() as uow:
        [notice] = await uow.session.scalars(select(Notice))
    assert (notice.account_id, notice.kind) == (queue.town.parents[1].account_id, "waitlist.offered")
    refused = await queue.town.refusal(3)
    assert refused is not None
    assert refused.code == "booking.slot_taken"


async def test_the_offer_is_booked_with_one_word_and_the_others_wait_on(queue: Queue):
    await queue.wait(1)
    await queue.wait(2)
    await queue.cancel()
    booked = await queue.accept(1)
    assert (booked.starts_at, booked.state) == (WEDNESDAY_NINE, ClaimState.BOOKED)
    await queue.runner.drain()
    assert await queue.states() == ["booked", "waiting"]
    with pytest.raises(Gone):
        await queue.accept(1)


async def test_who_passes_waits_on_and_the_next_is_offered_it(queue: Queue, units: Units):
    await queue.wait(1)
    await queue.wait(2)
    await queue.cancel()
    entry = await queue.entry(1)
    async with units.write() as uow:
        await waitlist.decline(uow, queue.town.parents[1], entry.id)
    await queue.runner.drain()
    assert await queue.states() == ["waiting", "offered"]
    async with units.write() as uow:
        await waitlist.leave(uow, queue.town.parents[2], (await queue.entry(2)).id)
    await queue.runner.drain()
    # The first has passed this time and is not asked again; it is free for everyone.
    assert await queue.states() == ["waiting", "left"]
    await queue.town.book(3)


async def test_an_offer_that_is_not_taken_ends_and_goes_to_the_next(queue: Queue, clock: ManualClock):
    await queue.wait(1)
    await queue.wait(2)
    await queue.cancel()
    clock.advance(timedelta(hours=2))
    with pytest.raises(Gone) as over:
        await queue.accept(1)
    assert over.value.code == "booking.offer_over"
    await queue.runner.drain()
    assert await queue.states() == ["waiting", "offered"]
    assert (await queue.accept(2)).starts_at == WEDNESDAY_NINE


async def test_at_night_nobody_is_offered_anything_until_the_morning(queue: Queue, clock: ManualClock, units: Units):
    async with units.write() as uow:
        (await uow.session.get_one(Service, queue.town.service_id)).minimum_notice_minutes = 0
    await queue.wait(1)
    clock.set(WEDNESDAY_NINE - timedelta(hours=8))
    await queue.cancel()
    assert await queue.states() == ["waiting"]
    clock.set(WEDNESDAY_NINE - timedelta(hours=2))
    await queue.runner.drain()
    assert await queue.states() == ["offered"]
    assert (await queue.entry(1)).offer_expires_at == WEDNESDAY_NINE - timedelta(minutes=30)


async def test_what_becomes_free_without_a_word_is_found_within_ten_minutes(
    queue: Queue, clock: ManualClock, units: Units
):
    await queue.wait(1)
    await queue.runner.drain()
    async with units.write() as uow:
        nine = units.zone.to_wall(WEDNESDAY_NINE).time().replace(hour=10)
        who = queue.town.staff[0].practitioner_id
        await make_schedule(uow, who, hours=((nine, nine.replace(minute=30)),), weekdays=(2,))
    clock.advance(timedelta(minutes=10))
    await queue.runner.drain()
    assert await queue.states() == ["offered"]


async def test_other_bookings_and_holds_of_the_person_leave_the_offer_alone(queue: Queue, units: Units):
    await queue.wait(1)
    await queue.cancel()
    async with units.write() as uow:
        nine = units.zone.to_wall(WEDNESDAY_NINE).time()
        await make_schedule(uow, queue.town.staff[0].practitioner_id, hours=((nine, nine.replace(hour=12)),))
    thursday = WEDNESDAY_NINE + timedelta(days=1)
    async with units.write() as uow:
        held = await holds.hold(uow, queue.town.parents[1], queue.town.service_id, thursday, None, Modality.VIDEO)
    async with units.write() as uow:
        await holds.release(uow, queue.town.parents[1], held.id)
    async with units.write() as uow:
        with pytest.raises(NotFound):
            await holds.release(uow, queue.town.parents[1], (await queue.entry(1)).offer_id)
    await queue.town.book(1, thursday)
    assert (await queue.accept(1)).starts_at == WEDNESDAY_NINE


async def test_a_person_who_may_not_have_it_is_passed_over(queue: Queue, units: Units):
    async with units.write() as uow:
        service = await uow.session.get_one(Service, queue.town.service_id)
        service.quota_count, service.quota_days = 1, 90
    await queue.wait(1)
    await queue.wait(2)
    async with units.write() as uow:
        friday = WEDNESDAY_NINE + timedelta(days=2)
        nine = units.zone.to_wall(friday).time()
        who = queue.town.staff[0].practitioner_id
        await make_schedule(uow, who, hours=((nine, nine.replace(minute=30)),), weekdays=(4,))
    await queue.town.book(1, friday)
    await queue.cancel()
    assert await queue.states() == ["waiting", "offered"]


async def test_accepting_at_once_in_two_tabs_books_once(queue: Queue, units: Units):
    await queue.wait(1)
    await queue.cancel()

    async def accept() -> str:
        try:
            await queue.accept(1)
        except DomainError as refusal:
            return refusal.code
        return "booked"

    assert sorted(await asyncio.gather(accept(), accept())) == ["booked", "booking.offer_over"]
    async with units.read() as uow:
        live = select(func.count()).where(Claim.state.in_([ClaimState.BOOKED, ClaimState.HELD]))
        assert await uow.session.scalar(live) == 1


async def test_one_waits_once_for_a_service_on_days_that_can_be_booked(queue: Queue, units: Units, clock: ManualClock):
    await queue.wait(1)
    with pytest.raises(Conflict) as twice:
        await queue.wait(1)
    assert twice.value.code == "booking.waitlist_twice"
    clock.advance(timedelta(days=2))
    with pytest.raises(Invalid) as past:
        await queue.wait(2)
    assert past.value.code == "booking.waitlist_days"
    await queue.runner.drain()
    assert await queue.states() == [WaitState.OVER]


async def test_anothers_entry_is_not_found(queue: Queue, units: Units):
    entry = await queue.wait(1)
    stranger = queue.town.parents[2]
    async with units.write() as uow:
        for act in (waitlist.leave, waitlist.accept, waitlist.decline):
            with pytest.raises(NotFound):
                await act(uow, stranger, entry.id)
        assert await waitlist.list_own(uow, stranger) == []
        assert [each.id for each, _ in await waitlist.list_own(uow, queue.town.parents[1])] == [entry.id]


async def test_only_a_time_with_somebody_as_wished_is_offered_and_the_wishes_go_into_the_booking(
    queue: Queue, units: Units
):
    await queue.wait(1, wishes=Wishes(language="en", gender=Gender.FEMALE), modality=Modality.VOICE)
    await queue.wait(2, modality=Modality.TEXT)
    await queue.cancel()
    # It is free with somebody who is not as wished: the next one is offered it.
    assert await queue.states() == ["waiting", "offered"]
    async with units.write() as uow:
        other = await make_practitioner(uow, Role.MIDWIFE, languages=("ja", "en"), gender=Gender.FEMALE)
        nine = units.zone.to_wall(WEDNESDAY_NINE).time()
        await make_schedule(uow, other.practitioner_id, hours=((nine, nine.replace(minute=30)),), weekdays=(2,))
    async with units.write() as uow:
        tell_waitlist(uow, queue.town.service_id)
    await queue.runner.drain()
    assert await queue.states() == ["offered", "offered"]
    booked = await queue.accept(1)
    assert (booked.practitioner_id, booked.modality) == (other.practitioner_id, Modality.VOICE)
    assert Wishes.of(booked.assignment) == Wishes(language="en", gender=Gender.FEMALE)
    assert booked.assignment["policy"] == "fair_load"
    assert (await queue.accept(2)).modality is Modality.TEXT


async def test_whoever_was_named_is_waited_for_whatever_else_was_wished(queue: Queue):
    await queue.wait(1, practitioner_id=queue.town.staff[0].practitioner_id, wishes=Wishes(language="en"))
    await queue.cancel()
    assert await queue.states() == ["offered"]


async def test_whose_tier_may_not_book_it_any_more_is_passed_over(queue: Queue, units: Units):
    async with units.write() as uow:
        who = queue.town.parents[2].person_id
        await record_tier(uow, who, RiskLevel.HIGH, TierReason.PHQ9_TOTAL, new_id(), decided_at=uow.now)
    await queue.wait(1)
    await queue.wait(2)
    async with units.write() as uow:
        (await uow.session.get_one(Service, queue.town.service_id)).tiers = [RiskLevel.HIGH]
    await queue.cancel()
    assert await queue.states() == ["waiting", "offered"]


async def test_several_times_at_once_go_to_as_many_who_wait_in_their_order(queue: Queue, units: Units):
    for parent in (1, 2, 3):
        await queue.wait(parent)
    async with units.write() as uow:
        other = await make_practitioner(uow, Role.MIDWIFE)
        nine = units.zone.to_wall(WEDNESDAY_NINE).time()
        await make_schedule(uow, other.practitioner_id, hours=((nine, nine.replace(minute=30)),), weekdays=(2,))
    await queue.cancel()
    assert await queue.states() == ["offered", "offered", "waiting"]


async def test_an_offer_holds_the_time_of_one_person_until_it_is_committed(queue: Queue, units: Units):
    for parent in (1, 2):
        await queue.wait(parent)
    async with units.write() as uow:
        other = await make_practitioner(uow, Role.MIDWIFE)
        nine = units.zone.to_wall(WEDNESDAY_NINE).time()
        await make_schedule(uow, other.practitioner_id, hours=((nine, nine.replace(minute=30)),), weekdays=(2,))
        await appointments.cancel(uow, queue.town.parents[0], queue.booked.id)
    async with units.write() as uow:
        await uow.session.execute(delete(OutboxJob))
        await look(uow, {"service_id": str(queue.town.service_id)})
    assert await queue.states() == ["offered", "waiting"]
    await queue.runner.drain()
    assert await queue.states() == ["offered", "offered"]
