"""Frozen reports over the stored rows: the same bytes again, both figures beside one another, and the release."""

import asyncio
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from clinic.evaluation.reports import releasing, service
from core.errors import DomainError
from core.ids import new_id
from core.principal import Role
from people.city import City
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent, make_staff

CITY = City("市", "City")
QUARTER = (date(2026, 4, 1), date(2026, 6, 30))


async def frozen(units, clock, days=QUARTER):
    clock.set(datetime(2026, 5, 1, 1, tzinfo=UTC))
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        for _ in range(6):
            await make_consultation(uow, admitted=True)
    clock.set(datetime(2026, 7, 2, tzinfo=UTC))
    return coordinator, await service.freeze(units, coordinator, CITY, *days)


async def test_a_report_recomputes_to_the_same_bytes_while_the_live_figures_changed(units, clock):
    coordinator, report = await frozen(units, clock)
    same = await service.compare(units, coordinator, CITY, report.id)
    assert same.recomputes
    assert same.differences == ()
    clock.set(datetime(2026, 5, 2, tzinfo=UTC))
    async with units.write() as uow:
        await make_parent(uow, "あとから")
    clock.set(datetime(2026, 7, 3, tzinfo=UTC))
    found = await service.compare(units, coordinator, CITY, report.id)
    assert found.recomputes
    (registrations,) = [
        each for each in found.differences if (each.where, each.span, each.part) == ("registrations", None, "value")
    ]
    assert registrations.live == registrations.frozen + 1
    by_stage = [each for each in found.differences if each.where == "registrations_by_stage" and each.part is not None]
    assert by_stage
    for each in by_stage:
        assert each.title is not None
        assert each.title.ja.startswith("登録者数")
        assert each.category is not None


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((date(2026, 4, 1), date(2026, 7, 2)), "reports.period_not_over"),
        ((date(2027, 4, 1), date(2027, 6, 30)), "evaluation.period_in_future"),
        ((date(2026, 6, 30), date(2026, 4, 1)), "evaluation.period_invalid"),
    ],
)
async def test_a_period_that_is_not_over_is_refused(units, clock, days, code):
    with pytest.raises(DomainError) as refused:
        await frozen(units, clock, days)
    assert refused.value.code == code


async def test_the_city_reads_what_was_released_and_nothing_else(units, clock):
    coordinator, report = await frozen(units, clock)
    async with units.read() as uow:
        with pytest.raises(DomainError) as refused:
            await releasing.read_released(uow, report.id)
        assert refused.value.code == "reports.not_found"
        assert await releasing.list_released(uow) == []
    await releasing.release(units, coordinator, 5, report.id, although_exposed=False)
    async with units.read() as uow:
        found = await releasing.read_released(uow, report.id)
        assert service.digest(service.written(found.content)) == found.release.sha256
        assert found.content.audience == "city"
    with pytest.raises(DomainError) as refused:
        await releasing.release(units, coordinator, 5, report.id, although_exposed=False)
    assert refused.value.code == "reports.released_already"


async def test_a_part_of_a_quarter_does_not_go_to_the_city(units, clock):
    coordinator, report = await frozen(units, clock, (date(2026, 4, 1), date(2026, 5, 31)))
    with pytest.raises(DomainError) as refused:
        await releasing.release(units, coordinator, 5, report.id, although_exposed=False)
    assert refused.value.code == "reports.not_for_the_city"


async def test_an_unknown_report_is_not_found(units, clock):
    coordinator, _ = await frozen(units, clock)
    with pytest.raises(DomainError) as refused:
        await service.compare(units, coordinator, CITY, new_id())
    assert refused.value.code == "reports.not_found"


async def test_of_two_releases_at_once_one_is_told_to_try_again(units, clock, monkeypatch):
    coordinator, first = await frozen(units, clock)
    clock.set(datetime(2026, 10, 2, tzinfo=UTC))
    second = await service.freeze(units, coordinator, CITY, date(2026, 7, 1), date(2026, 9, 30))
    both_have_read = Barrier(2, timeout=30)
    decide = releasing.pattern_of

    def together(*given):
        both_have_read.wait()
        return decide(*given)

    monkeypatch.setattr(releasing, "pattern_of", together)
    answers = await asyncio.gather(
        *(releasing.release(units, coordinator, 5, one.id, although_exposed=True) for one in (first, second)),
        return_exceptions=True,
    )
    assert [one.code for one in answers if isinstance(one, DomainError)] == ["reports.released_meanwhile"]
    async with units.read() as uow:
        assert len(await releasing.list_released(uow)) == 1
