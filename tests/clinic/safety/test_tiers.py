"""The risk tier of a person."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.records import service as records
from clinic.safety.jobs import handlers
from core.outbox.runner import JobRunner
from core.principal import Role
from people.risk.kinds import RiskLevel
from people.risk.service import current_tier
from people.risk.tables import RiskTier
from tests.clinic.assessments.make import make_counselling
from tests.clinic.records.make import make_content


@pytest.fixture
async def counselling(units, clock):
    return await make_counselling(units, clock)


async def sign_note(counselling, risk_level):
    encounter_id = await counselling.hold_session()
    async with counselling.units.write() as uow:
        content = make_content(Role.COUNSELLOR, risk_level)
        await records.save(uow, counselling.counsellor, encounter_id, content, 0)
        await records.sign(uow, counselling.counsellor, encounter_id, 1)
    await JobRunner(counselling.units, handlers).drain()


async def tier(counselling):
    async with counselling.units.read() as uow:
        return await current_tier(uow, counselling.parent.person_id)


@pytest.mark.parametrize("level", list(RiskLevel))
async def test_a_signed_note_gives_the_person_its_tier(counselling, level):
    await sign_note(counselling, level)
    assert await tier(counselling) == level


async def test_a_note_without_a_judgement_leaves_the_tier_alone(counselling):
    await counselling.fill_in(15)
    await sign_note(counselling, None)
    assert await tier(counselling) == RiskLevel.HIGH


async def test_a_high_score_raises_the_tier_and_only_a_clinician_lowers_it(counselling):
    await counselling.fill_in(10)
    assert await tier(counselling) == RiskLevel.HIGH
    counselling.clock.advance(timedelta(minutes=1))
    await sign_note(counselling, RiskLevel.MIDDLE)
    assert await tier(counselling) == RiskLevel.MIDDLE


async def test_a_low_score_is_no_all_clear(counselling):
    await counselling.fill_in(0)
    assert await tier(counselling) is None


async def test_the_history_stays_and_the_same_note_is_taken_over_once(counselling):
    await counselling.fill_in(10)
    await sign_note(counselling, RiskLevel.LOW)
    async with counselling.units.write() as uow:
        note_id = await uow.session.scalar(select(RiskTier.source_id).where(RiskTier.tier == RiskLevel.LOW))
        await handlers["records.note_signed"](uow, {"note_id": str(note_id)})
        assert await uow.session.scalar(select(func.count()).select_from(RiskTier)) == 2
