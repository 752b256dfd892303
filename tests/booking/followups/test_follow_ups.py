"""A next consultation is offered at the end of one, and taken in one tap, once."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from booking.appointments import reading
from booking.appointments import service as appointments
from booking.appointments.jobs import handlers as booked_handlers
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.followups import service as followups
from booking.followups.jobs import handlers
from booking.followups.proposal import Proposal, propose
from booking.followups.tables import FollowUp, FollowUpState
from booking.services.tables import Modality, Service
from core.clock import ManualClock
from core.errors import Conflict, DomainError, Gone, Invalid, NotFound
from core.outbox.runner import JobRunner
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from people.risk.kinds import RiskLevel
from tests.booking.make import make_appointment, make_service
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo
from tests.people.make import make_practitioner

IN_TWO_WEEKS = WEDNESDAY_NINE + timedelta(weeks=2)


@dataclass
class Met:
    """The first parent has met the first midwife on Wednesday at nine."""

    town: Town
    units: Units
    appointment_id: UUID

    @property
    def midwife(self) -> Principal:
        return self.town.staff[0]

    @property
    def parent(self) -> Principal:
        return self.town.parents[0]

    async def offer(self, weeks: int = 2, by: Principal | None = None, **values) -> FollowUp:
        options = {"modality": Modality.VIDEO, "with_me": True, "service_id": self.town.service_id} | values
        async with self.units.write() as uow:
            return await followups.offer(
                uow,
                by or self.midwife,
                self.appointment_id,
                options["service_id"],
                weeks,
                options["modality"],
                with_me=options["with_me"],
            )

    async def proposals(self, parent: int = 0) -> list[Proposal]:
        async with self.units.read() as uow:
            found = await followups.list_open(uow, self.town.parents[parent])
            return [await propose(uow, each, service) for each, service in found]

    async def take(self, made: FollowUp, starts_at=IN_TWO_WEEKS, parent: int = 0) -> UUID:
        async with self.units.write() as uow:
            who = made.practitioner_id
            return await followups.take(uow, self.town.parents[parent], made.id, starts_at, who)

    async def states(self) -> list[str]:
        async with self.units.read() as uow:
            return [each.state.value for each in await uow.session.scalars(select(FollowUp).order_by(FollowUp.id))]

    async def booked(self) -> int:
        async with self.units.read() as uow:
            query = select(func.count()).select_from(Appointment).where(Appointment.state == ClaimState.BOOKED)
            return await uow.session.scalar(query) or 0


@pytest.fixture
async def met(units: Units, clock: ManualClock) -> Met:
    town = await make_town(units, parents=3, staff=2)
    clock.set(WEDNESDAY_NINE + timedelta(minutes=25))
    async with units.write() as uow:
        held = await make_appointment(uow, town.parents[0], town.staff[0], WEDNESDAY_NINE, state=ClaimState.FULFILLED)
    return Met(town, units, held.id)


async def test_the_family_is_shown_the_free_time_nearest_to_the_same_weekday_and_hour(met: Met):
    await met.offer(2)
    [proposal] = await met.proposals()
    assert (proposal.starts_at, proposal.ends_at) == (IN_TWO_WEEKS, IN_TWO_WEEKS + timedelta(minutes=30))
    assert (proposal.first, proposal.last, proposal.opens) == (date(2026, 12, 6), date(2026, 12, 12), None)
    await met.town.book(1, IN_TWO_WEEKS)
    [neighbour] = await met.proposals()
    assert neighbour.starts_at == IN_TWO_WEEKS + timedelta(minutes=40)
    # It is offered to the one who was there, and to nobody else.
    assert await met.proposals(1) == []


async def test_it_is_taken_as_any_appointment_is_and_both_are_told(met: Met):
    made = await met.offer(2)
    booked = await met.take(made)
    async with met.units.read() as uow:
        found = await reading.get_for(uow, met.parent, booked)
        assert (found.starts_at, found.practitioner_id) == (IN_TWO_WEEKS, met.midwife.practitioner_id)
    await JobRunner(met.units, booked_handlers).drain()
    async with met.units.read() as uow:
        told = {each.account_id for each in await uow.session.scalars(select(Notice))}
    assert told == {met.parent.account_id, met.midwife.account_id}
    assert await met.states() == ["taken"]
    assert await met.proposals() == []


async def test_two_taps_and_two_tabs_make_one_appointment(met: Met):
    made = await met.offer(2)
    first, second = await asyncio.gather(met.take(made), met.take(made))
    assert first == second == await met.take(made, IN_TWO_WEEKS + timedelta(days=1))
    assert await met.booked() == 1


async def test_a_time_that_was_taken_meanwhile_offers_its_neighbours_and_the_offer_stands(met: Met):
    made = await met.offer(2)
    await met.town.book(1, IN_TWO_WEEKS)
    with pytest.raises(Conflict) as taken:
        await met.take(made)
    assert taken.value.code == "booking.slot_taken"
    [earliest, *_] = taken.value.params["alternatives"]
    assert str(met.midwife.practitioner_id) in earliest["practitioner_ids"]
    assert await met.states() == ["offered"]
    await met.take(made, IN_TWO_WEEKS + timedelta(minutes=40))
    assert await met.states() == ["taken"]


async def test_quota_and_risk_tier_hold_for_it_as_for_any_booking(met: Met):
    async with met.units.write() as uow:
        service = await uow.session.get_one(Service, met.town.service_id)
        service.quota_count, service.quota_days = 1, 90
    made = await met.offer(2)
    with pytest.raises(Conflict) as full:
        await met.take(made)
    assert full.value.code == "booking.quota_reached"
    async with met.units.write() as uow:
        counselling = await make_service(uow, "counselling")
        counselling.tiers = [RiskLevel.HIGH]
    with pytest.raises(NotFound) as not_theirs:
        await met.offer(2, service_id=counselling.id, with_me=False)
    assert not_theirs.value.code == "booking.service_not_found"


async def test_with_anyone_it_goes_to_whoever_is_free(met: Met):
    made = await met.offer(2, with_me=False)
    await met.town.book(1, IN_TWO_WEEKS, staff=0)
    [proposal] = await met.proposals()
    assert proposal.starts_at == IN_TWO_WEEKS
    booked = await met.take(made)
    async with met.units.read() as uow:
        found = await reading.get_for(uow, met.parent, booked)
    assert found.practitioner_id == met.town.staff[1].practitioner_id
    assert found.assignment["policy"] == "fair_load"


async def test_only_what_the_practitioner_gives_is_offered_with_themselves_and_only_as_it_is_given(met: Met):
    async with met.units.write() as uow:
        counselling = await make_service(uow, "counselling")
        service = await uow.session.get_one(Service, met.town.service_id)
        service.modalities = [Modality.VIDEO]
    with pytest.raises(NotFound) as not_given:
        await met.offer(2, service_id=counselling.id)
    assert not_given.value.code == "booking.practitioner_not_found"
    with pytest.raises(Invalid):
        await met.offer(2, modality=Modality.TEXT)
    await met.offer(2, service_id=counselling.id, with_me=False)


async def test_there_is_one_open_offer_and_another_takes_its_place(met: Met):
    first = await met.offer(2)
    assert (await met.offer(2)).id == first.id
    second = await met.offer(3)
    assert await met.states() == ["revoked", "offered"]
    with pytest.raises(Gone):
        await met.take(first)
    await met.take(second, WEDNESDAY_NINE + timedelta(weeks=3))
    with pytest.raises(Conflict) as again:
        await met.offer(2)
    assert again.value.code == "booking.follow_up_taken"


async def test_it_is_declined_or_taken_back_and_then_over(met: Met):
    made = await met.offer(2)
    for _ in range(2):
        async with met.units.write() as uow:
            await followups.decline(uow, met.parent, made.id)
    made = await met.offer(2)
    for _ in range(2):
        async with met.units.write() as uow:
            await followups.revoke(uow, met.midwife, met.appointment_id)
    assert await met.states() == ["declined", "revoked"]
    with pytest.raises(Gone) as over:
        await met.take(made)
    assert over.value.code == "booking.follow_up_over"
    assert await met.proposals() == []


async def test_it_ends_with_its_week(met: Met, clock: ManualClock):
    made = await met.offer(2)
    clock.set(tokyo("2026-12-12 23:50"))
    assert len(await met.proposals()) == 1
    clock.set(tokyo("2026-12-13 00:00"))
    assert await met.proposals() == []
    with pytest.raises(Gone):
        await met.take(made, tokyo("2026-12-14 09:00"))


async def test_beyond_what_can_be_booked_it_says_from_when_and_tells_the_family_then(met: Met, clock: ManualClock):
    made = await met.offer(6)
    [proposal] = await met.proposals()
    assert (proposal.starts_at, proposal.opens) == (None, date(2026, 12, 6))
    await JobRunner(met.units, handlers).drain()
    clock.set(tokyo("2026-12-06 09:00"))
    await JobRunner(met.units, handlers).drain()
    async with met.units.read() as uow:
        told = [(each.kind, each.account_id) for each in await uow.session.scalars(select(Notice).order_by(Notice.id))]
    parent = met.parent.account_id
    assert told == [("follow_up.offered", parent), ("follow_up.opens", parent)]
    clock.set(tokyo("2026-12-10 09:00"))
    [proposal] = await met.proposals()
    assert (proposal.starts_at, proposal.opens) == (WEDNESDAY_NINE + timedelta(weeks=6), None)
    assert made.expires_at == tokyo("2027-01-10 00:00")


async def test_what_was_answered_before_is_not_told_any_more(met: Met):
    made = await met.offer(2)
    await met.take(made)
    await JobRunner(met.units, handlers).drain()
    async with met.units.read() as uow:
        assert (await uow.session.scalars(select(Notice))).all() == []


async def test_it_is_offered_only_when_they_have_met_and_not_long_after(met: Met, units: Units, clock: ManualClock):
    async with units.write() as uow:
        planned = await make_appointment(uow, met.parent, met.midwife, WEDNESDAY_NINE + timedelta(days=1))
    for refused in (Met(met.town, units, planned.id), met):
        clock.advance(timedelta(0) if refused is not met else timedelta(days=15))
        with pytest.raises(Conflict) as not_now:
            await refused.offer(2)
        assert not_now.value.code == "booking.follow_up_not_now"


async def test_booking_another_time_for_it_answers_it(met: Met):
    made = await met.offer(2)
    booked = await met.town.book(0, IN_TWO_WEEKS + timedelta(days=9))
    async with met.units.write() as uow:
        await followups.settle(uow, met.parent, made.id, booked.id)
    assert await met.states() == ["taken"]
    assert await met.take(made) == booked.id


async def test_anothers_offer_and_anothers_appointment_are_not_found(met: Met, units: Units):
    made = await met.offer(2)
    stranger, colleague = met.town.parents[1], met.town.staff[1]
    async with units.write() as uow:
        other = await make_practitioner(uow, Role.COUNSELLOR)

    async def refused(act, *values) -> str:
        try:
            async with units.write() as uow:
                await act(uow, *values)
        except DomainError as refusal:
            return refusal.code
        return "done"

    codes = {
        await refused(followups.take, stranger, made.id, IN_TWO_WEEKS, None),
        await refused(followups.decline, stranger, made.id),
        await refused(followups.settle, stranger, made.id, met.appointment_id),
    }
    assert codes == {"booking.follow_up_not_found"}
    for who in (colleague, other, met.parent):
        assert await refused(followups.revoke, who, met.appointment_id) == "booking.not_found"
        assert await refused(followups.of_appointment, who, met.appointment_id) == "booking.not_found"
        with pytest.raises(NotFound):
            await met.offer(2, by=who)
    assert await met.states() == [FollowUpState.OFFERED.value]


async def test_who_cancels_what_they_took_keeps_nothing_and_is_not_asked_again(met: Met):
    made = await met.offer(2)
    booked = await met.take(made)
    async with met.units.write() as uow:
        await appointments.cancel(uow, met.parent, booked)
    assert await met.proposals() == []
    assert await met.take(made) == booked
    assert await met.booked() == 0


async def test_what_is_not_meant_for_their_tier_any_more_is_not_shown_and_not_proposed(met: Met):
    await met.offer(2)
    assert len(await met.proposals()) == 1
    async with met.units.write() as uow:
        (await uow.session.get_one(Service, met.town.service_id)).tiers = [RiskLevel.HIGH]
    assert await met.proposals() == []
