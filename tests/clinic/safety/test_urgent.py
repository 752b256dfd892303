"""The button that calls who is on duty, at any hour."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from clinic.encounters import messages, reading
from clinic.encounters import service as encounters
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter
from clinic.safety import assessing, flags, urgent
from clinic.safety.jobs import handlers
from clinic.safety.kinds import Channel, FlagKind
from clinic.safety.tables import AlertCall, Flag
from core.errors import DomainError
from core.outbox.runner import JobRunner
from core.principal import Role
from tests.booking.make import make_duty
from tests.clinic.safety.test_chain import FOUND
from tests.people.make import make_parent, make_practitioner, make_staff


class Night:
    """Three o'clock in the morning of New Year's Day: a parent, a counsellor on duty, and a psychiatrist."""

    def __init__(self, units, clock, parent, counsellor, psychiatrist):
        self.units, self.clock = units, clock
        self.parent, self.counsellor, self.psychiatrist = parent, counsellor, psychiatrist

    async def call(self, principal=None, place="自宅の寝室"):
        async with self.units.write() as uow:
            return await urgent.call(uow, principal or self.parent, place)

    async def answer(self, principal, encounter_id):
        async with self.units.write() as uow:
            return await urgent.answer(uow, principal, encounter_id)

    async def work(self):
        await JobRunner(self.units, handlers).drain()

    async def seen(self, principal, encounter_id):
        async with self.units.read() as uow:
            return await reading.show(uow, principal, encounter_id)

    async def rung(self):
        async with self.units.read() as uow:
            query = select(AlertCall.account_id).where(AlertCall.channel == Channel.IN_APP).order_by(AlertCall.turn)
            return list(await uow.session.scalars(query))


@pytest.fixture
async def night(units, clock):
    clock.set(datetime(2026, 12, 31, 18, tzinfo=UTC))
    async with units.write() as uow:
        parent = await make_parent(uow)
        await make_practitioner(uow, Role.COUNSELLOR, "寝ている人")
        counsellor = await make_practitioner(uow, Role.COUNSELLOR, "起きている人")
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        begins = clock.now() - timedelta(hours=9)
        ends = clock.now() + timedelta(hours=5)
        await make_duty(uow, counsellor.practitioner_id, begins, ends, role=Role.COUNSELLOR)
    return Night(units, clock, parent, counsellor, psychiatrist)


async def test_it_opens_a_consultation_at_once_and_rings_whom_the_rota_names(night):
    opened = await night.call()
    assert (opened.urgent, opened.state, opened.practitioner.display_name) == (True, "arrived", "起きている人")
    assert (opened.place, opened.appointment.id) == (None, opened.id)
    await night.work()
    assert await night.rung() == [night.counsellor.account_id]
    assert (await night.seen(night.counsellor, opened.id)).place == "自宅の寝室"


async def test_calling_again_and_two_taps_at_once_are_one_call(night):
    opened = await asyncio.gather(*(night.call() for _ in range(4)))
    assert len({one.id for one in [*opened, await night.call()]}) == 1
    async with night.units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Flag)) == 1


async def test_unanswered_for_three_minutes_it_says_so_and_the_next_are_rung(night):
    opened = await night.call()
    await night.work()
    night.clock.advance(timedelta(minutes=2, seconds=59))
    await night.work()
    assert (await night.seen(night.parent, opened.id)).alerted_at is None
    night.clock.advance(timedelta(seconds=1))
    await night.work()
    assert (await night.seen(night.parent, opened.id)).alerted_at == night.clock.now()
    assert await night.rung() == [night.counsellor.account_id, night.psychiatrist.account_id]


async def test_who_answers_has_the_consultation_and_the_alert_and_the_slower_one_learns_it(night):
    opened = await night.call()
    taken = await night.answer(night.psychiatrist, opened.id)
    assert (taken.state, taken.practitioner.id) == ("in_progress", night.psychiatrist.practitioner_id)
    with pytest.raises(DomainError) as caught:
        await night.answer(night.counsellor, opened.id)
    assert caught.value.code == "encounters.taken"
    with pytest.raises(DomainError):
        await night.seen(night.counsellor, opened.id)
    async with night.units.read() as uow:
        flag = await uow.session.scalar(select(Flag))
    assert (flag.kind, flag.acknowledged_by) == (FlagKind.URGENT_CALL, night.psychiatrist.account_id)
    assert flag.closed_at is None


async def test_opening_the_door_from_the_waiting_list_answers_the_call_too(night):
    opened = await night.call()
    async with night.units.write() as uow:
        await encounters.admit(uow, night.counsellor, opened.id)
    await night.work()
    async with night.units.read() as uow:
        assert (await uow.session.scalar(select(Flag))).acknowledged_by == night.counsellor.account_id
    async with night.units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await encounters.send_back(uow, night.counsellor, opened.id)
        assert caught.value.code == "encounters.urgent"
    async with night.units.write() as uow:
        assert (await encounters.finish(uow, night.counsellor, opened.id)).state is EncounterState.FINISHED
    assert (await night.call()).id != opened.id


async def test_an_alert_that_was_answered_by_telephone_ends_the_call(night):
    opened = await night.call()
    async with night.units.read() as uow:
        (flag,) = await flags.list_open(uow, night.counsellor)
    found = {**FOUND, "next_at": night.clock.now() + timedelta(hours=8)}
    async with night.units.write() as uow:
        await assessing.assess(uow, night.counsellor, flag.id, assessing.RiskAssessmentIn.model_validate(found))
    assert (await night.seen(night.parent, opened.id)).state is EncounterState.FINISHED


async def test_without_anybody_on_duty_somebody_is_rung_all_the_same(units, clock):
    async with units.write() as uow:
        parent = await make_parent(uow)
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    night = Night(units, clock, parent, None, psychiatrist)
    opened = await night.call(place=None)
    await night.work()
    assert (opened.practitioner.id, await night.rung()) == (psychiatrist.practitioner_id, [psychiatrist.account_id])


async def test_where_nobody_could_ever_answer_the_call_says_so(units):
    async with units.write() as uow:
        parent = await make_parent(uow)
        await make_staff(uow, Role.COORDINATOR)
    async with units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await urgent.call(uow, parent, None)
    assert caught.value.code == "encounters.nobody"


async def test_others_neither_see_nor_answer_a_call(night):
    opened = await night.call()
    async with night.units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        stranger = await make_parent(uow, "あおい")
    with pytest.raises(DomainError):
        await night.answer(midwife, opened.id)
    async with night.units.read() as uow:
        with pytest.raises(DomainError):
            await messages.list_messages(uow, stranger, opened.id, since=0, limit=10)
        assert [one.id for one in await reading.list_encounters(uow, night.parent)] == [opened.id]
        assert await uow.session.scalar(select(func.count()).select_from(Encounter)) == 1
