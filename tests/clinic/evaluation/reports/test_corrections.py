"""A second report of a period supersedes the first for a stated reason, and of two at once one goes out."""

import asyncio
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import text, update

from clinic.evaluation.reports import releasing, service
from clinic.evaluation.reports.tables import ReportRelease
from core.clock import ServiceZone
from core.crypto import Vault
from core.database import Database
from core.errors import DomainError
from core.live import LiveBus
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation
from tests.clinic.evaluation.reports.test_service import CITY, QUARTER, frozen

WHY = "5月の記録が2件、あとから届いたため。"


@pytest.fixture
async def second(database_url: str, clock, zone: ServiceZone, vault: Vault, live: LiveBus):
    """Another process on the same database: connections and a queue of writers of its own."""
    database = Database(database_url, pool_size=2)
    yield Units(database, clock, zone, vault, live)
    await database.close()


async def two_reports(units, clock):
    """Two reports of one quarter, with few consultations in June: between them, others of May became known."""
    clock.set(datetime(2026, 6, 3, 1, tzinfo=UTC))
    async with units.write() as uow:
        for _ in range(2):
            await make_consultation(uow, admitted=True)
    coordinator, first = await frozen(units, clock)
    clock.set(datetime(2026, 5, 20, 1, tzinfo=UTC))
    async with units.write() as uow:
        for _ in range(6):
            await make_consultation(uow, admitted=True)
    clock.set(datetime(2026, 7, 9, tzinfo=UTC))
    return coordinator, first, await service.freeze(units, coordinator, CITY, *QUARTER)


async def refused(units, coordinator, report, reason=None) -> str:
    with pytest.raises(DomainError) as error:
        await releasing.release(units, coordinator, 5, report.id, although_exposed=True, reason=reason)
    return error.value.code


async def test_a_corrected_report_needs_a_reason_and_both_stay_readable(units, clock):
    coordinator, first, corrected = await two_reports(units, clock)
    await releasing.release(units, coordinator, 5, first.id, although_exposed=True)
    assert await refused(units, coordinator, corrected) == "reports.reason_needed"
    await releasing.release(units, coordinator, 5, corrected.id, although_exposed=True, reason=WHY)
    async with units.read() as uow:
        former = await releasing.read_released(uow, first.id)
        current = await releasing.read_released(uow, corrected.id)
        listed = {each.report.id: each for each in await releasing.list_released(uow)}
    assert (former.superseded_by, former.release.supersedes) == (corrected.id, None)
    assert (current.superseded_by, current.release.supersedes, current.release.reason) == (None, first.id, WHY)
    assert (listed[first.id].superseded_by, listed[corrected.id].superseded_by) == (corrected.id, None)
    assert service.digest(service.written(former.content)) == former.release.sha256


async def test_the_corrected_report_is_protected_together_with_the_one_it_supersedes(units, clock):
    """What the first withheld is not given by the second, and what changed by few since the first is withheld."""
    coordinator, first, corrected = await two_reports(units, clock)
    await releasing.release(units, coordinator, 5, first.id, although_exposed=True)
    await releasing.release(units, coordinator, 5, corrected.id, although_exposed=True, reason=WHY)
    async with units.read() as uow:
        cells = [
            {
                (table.name, cell.span, cell.category): cell.value
                for table in (await releasing.read_released(uow, report.id)).content.tables
                for cell in table.cells
            }
            for report in (first, corrected)
        ]
    before, after = cells
    assert any(value is None for value in before.values())
    assert not {key for key, value in before.items() if value is None and after[key] is not None}
    shown_twice = [key for key in before if before[key] is not None and after[key] is not None]
    assert not {key for key in shown_twice if 0 < abs(after[key] - before[key]) < 5}


async def test_a_reason_without_a_report_to_correct_is_refused(units, clock):
    coordinator, first, _ = await two_reports(units, clock)
    assert await refused(units, coordinator, first, WHY) == "reports.nothing_superseded"


async def test_a_report_that_was_frozen_earlier_does_not_supersede_a_later_one(units, clock):
    coordinator, first, corrected = await two_reports(units, clock)
    await releasing.release(units, coordinator, 5, corrected.id, although_exposed=True)
    assert await refused(units, coordinator, first, WHY) == "reports.newer_released"


async def test_what_to_correct_is_a_correction_of_the_last_one(units, clock):
    coordinator, first, corrected = await two_reports(units, clock)
    clock.set(datetime(2026, 7, 12, tzinfo=UTC))
    third = await service.freeze(units, coordinator, CITY, *QUARTER)
    await releasing.release(units, coordinator, 5, first.id, although_exposed=True)
    for report in (corrected, third):
        await releasing.release(units, coordinator, 5, report.id, although_exposed=True, reason=WHY)
    async with units.read() as uow:
        (last, _), (middle, _) = [await releasing.release_of(uow, each.id) for each in (third, corrected)]
        listed = {each.report.id: each.superseded_by for each in await service.list_reports(uow)}
    assert (last.supersedes, middle.supersedes) == (corrected.id, first.id)
    assert listed == {first.id: third.id, corrected.id: third.id, third.id: None}


async def test_of_two_reports_released_before_there_were_corrections_the_newest_is_the_citys(units, clock):
    coordinator, first, corrected = await two_reports(units, clock)
    await releasing.release(units, coordinator, 5, first.id, although_exposed=True)
    await releasing.release(units, coordinator, 5, corrected.id, although_exposed=True, reason=WHY)
    async with units.write() as uow:
        await uow.session.execute(update(ReportRelease).values(supersedes=None, reason=None))
    async with units.read() as uow:
        instead = {each.report.id: each.superseded_by for each in await releasing.list_released(uow)}
        assert (await releasing.read_released(uow, first.id)).superseded_by == corrected.id
    assert instead == {first.id: corrected.id, corrected.id: None}


async def test_two_freezes_at_once_of_a_period_are_two_reports_that_both_recompute(units, second, clock):
    coordinator, _ = await frozen(units, clock)
    made = await asyncio.gather(*(service.freeze(each, coordinator, CITY, *QUARTER) for each in (units, second)))
    assert len({report.id for report in made}) == 2
    for report in made:
        assert (await service.compare(units, coordinator, CITY, report.id)).recomputes


async def test_of_two_connections_that_release_one_period_the_later_is_told_to_try_again(
    units, second, clock, monkeypatch
):
    """The other connection has its release written and not committed when this one comes to write its own."""
    coordinator, first, corrected = await two_reports(units, clock)
    decided, other_is_written = Event(), Event()
    decide = releasing.pattern_of

    def told(*given):
        pattern = decide(*given)
        decided.set()
        assert other_is_written.wait(timeout=60)
        return pattern

    monkeypatch.setattr(releasing, "pattern_of", told)
    later = asyncio.create_task(refused(units, coordinator, corrected))
    assert await asyncio.to_thread(decided.wait, 60)
    async with second.write() as uow:
        uow.session.add(_uncommitted(uow, coordinator, first))
        await uow.session.flush()
        other_is_written.set()
        if uow.dialect == "postgresql":
            await _until_somebody_waits_for_a_lock(second)
    assert await later == "reports.released_meanwhile"
    async with units.read() as uow:
        assert [each.report.id for each in await releasing.list_released(uow)] == [first.id]


async def test_a_release_that_lost_leaves_nothing_behind_and_succeeds_when_tried_again(units, second, clock):
    coordinator, first, corrected = await two_reports(units, clock)
    answers = await asyncio.gather(
        *(
            releasing.release(each, coordinator, 5, report.id, although_exposed=True)
            for each, report in ((units, first), (second, corrected))
        ),
        return_exceptions=True,
    )
    lost = [one.code for one in answers if isinstance(one, DomainError)]
    assert len(lost) == 1
    assert lost[0] in {"reports.released_meanwhile", "reports.reason_needed", "reports.newer_released"}
    async with units.read() as uow:
        released = [each.report.id for each in await releasing.list_released(uow)]
    assert len(released) == 1
    if released == [first.id]:
        await releasing.release(units, coordinator, 5, corrected.id, although_exposed=True, reason=WHY)
    else:
        assert await refused(units, coordinator, first, WHY) == "reports.newer_released"


def _uncommitted(uow, coordinator, report) -> ReportRelease:
    return ReportRelease(
        report_id=report.id,
        fiscal_year=2026,
        number=1,
        threshold=5,
        released_at=uow.now,
        released_by=coordinator.account_id,
        content=b"",
        shown_sealed=b"",
        sha256="",
    )


async def _until_somebody_waits_for_a_lock(units) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(30):
        while True:
            async with units.read() as uow:
                if await uow.session.scalar(waiting):
                    return
