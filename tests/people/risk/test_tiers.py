"""The risk tier that a person has, and how it came about."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import event, select

from core.unit_of_work import Units
from people.risk.kinds import RiskLevel, TierReason
from people.risk.service import current_tier, current_tiers, record_tier
from people.risk.tables import RiskTier
from tests.people.make import make_parent, make_practitioner


async def make_person(units: Units) -> UUID:
    async with units.write() as uow:
        person_id = (await make_parent(uow)).person_id
        assert person_id is not None
        return person_id


async def test_nobody_has_a_tier_before_somebody_judged(units: Units) -> None:
    person_id = await make_person(units)
    async with units.read() as uow:
        assert await current_tier(uow, person_id) is None


async def test_the_latest_judgement_counts_in_whatever_order_it_was_written_down(units: Units) -> None:
    person_id, other = await make_person(units), await make_person(units)
    async with units.write() as uow:
        counsellor = await make_practitioner(uow)
        await record_tier(
            uow,
            person_id,
            RiskLevel.MIDDLE,
            TierReason.NOTE,
            uuid4(),
            decided_at=uow.now,
            practitioner_id=counsellor.practitioner_id,
        )
        an_hour_ago = uow.now - timedelta(hours=1)
        await record_tier(uow, person_id, RiskLevel.HIGH, TierReason.PHQ9_TOTAL, uuid4(), decided_at=an_hour_ago)
    async with units.read() as uow:
        assert await current_tier(uow, person_id) is RiskLevel.MIDDLE
        assert await current_tier(uow, other) is None


async def test_the_tiers_of_many_are_read_without_their_histories(units: Units) -> None:
    first, second, other = [await make_person(units) for _ in range(3)]
    async with units.write() as uow:
        for days, level in ((3, RiskLevel.LOW), (1, RiskLevel.HIGH), (2, RiskLevel.MIDDLE)):
            for person_id in (first, second):
                at = uow.now - timedelta(days=days)
                await record_tier(uow, person_id, level, TierReason.NOTE, uuid4(), decided_at=at)
    async with units.read() as uow:
        asked: list[tuple[str, object]] = []
        engine = units.database.engine.sync_engine

        def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
            if "risk_tiers" in statement:
                asked.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", note)
        found = await current_tiers(uow, [first, second, other])
        event.remove(engine, "before_cursor_execute", note)
        assert found == {first: RiskLevel.HIGH, second: RiskLevel.HIGH}
        ((statement, parameters),) = asked
        rows = await (await uow.session.connection()).exec_driver_sql(statement, parameters)  # type: ignore[arg-type]
        assert len(rows.all()) == 3


async def test_the_same_source_is_written_down_once_and_stays_as_it_was(units: Units) -> None:
    person_id, note_id = await make_person(units), uuid4()
    for level in (RiskLevel.HIGH, RiskLevel.LOW):
        async with units.write() as uow:
            await record_tier(uow, person_id, level, TierReason.NOTE, note_id, decided_at=uow.now)
    async with units.read() as uow:
        assert (await uow.session.scalars(select(RiskTier.tier))).all() == [RiskLevel.HIGH]
