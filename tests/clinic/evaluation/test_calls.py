"""The figures of the calls, from stored reports."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from clinic.calls.quality import Quality, Rung
from clinic.calls.service import keep
from clinic.evaluation.facts.gathering import gather_calls
from clinic.evaluation.facts.model import CallStay
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.measures.calls import call_figures, months_of_calls
from core.errors import DomainError
from core.principal import Role
from tests.clinic.encounters.make import make_consultation

YEAR = (date(2026, 4, 1), date(2027, 3, 31))
DAY = date(2026, 5, 31)


def stay(setup_ms, loss_percent, relayed, reconnects, rung):
    return CallStay(DAY, 600, setup_ms, loss_percent, relayed, reconnects, rung)


def stays(*each):
    return Rows.of(CallStay, each)


UNMEASURED = stay(None, None, None, 0, Rung.FULL)


def test_what_was_not_measured_is_no_zero():
    nothing = call_figures(stays())
    assert (nothing.stays, nothing.setup_ms.median, nothing.share_relayed) == (0, None, None)
    assert (nothing.share_reconnected, nothing.share_stepped_down) == (None, None)
    silent = call_figures(stays(UNMEASURED, UNMEASURED))
    assert (silent.stays, silent.setup_ms.measured, silent.loss_percent.p90, silent.share_relayed) == (2, 0, None, None)
    assert (silent.share_reconnected, silent.share_stepped_down) == (0, 0)


def test_medians_the_worst_tenth_and_shares():
    ten = [
        stay(ms, ms / 100, ms > 500, ms // 900, Rung.FULL if ms < 800 else Rung.VOICE) for ms in range(100, 1100, 100)
    ]
    found = call_figures(stays(*ten))
    assert (found.setup_ms.measured, found.setup_ms.median, found.setup_ms.p90) == (10, 550, 900)
    assert (found.loss_percent.median, found.loss_percent.p90) == (5.5, 9)
    assert (found.share_relayed, found.share_reconnected, found.share_stepped_down) == (0.5, 0.2, 0.3)


@pytest.mark.parametrize("seed", range(20))
def test_the_figures_lie_within_what_was_measured_in_any_order(seed):
    chance = random.Random(seed)
    some = [
        stay(chance.choice([None, chance.randrange(9000)]), chance.uniform(0, 100), None, 0, chance.choice(list(Rung)))
        for _ in range(chance.randrange(1, 60))
    ]
    found = call_figures(stays(*some))
    loss = [one.loss_percent for one in some]
    assert min(loss) <= found.loss_percent.median <= found.loss_percent.p90 <= max(loss)
    assert sum(value <= found.loss_percent.p90 for value in loss) >= 0.9 * len(loss)
    assert call_figures(stays(*chance.sample(some, len(some)))) == found


async def test_the_months_are_those_of_the_services_zone_and_make_up_the_whole(units, clock):
    # 23:30 on 31 May and 00:10 on 1 June in Tokyo are the same day in UTC.
    for minute, setup in (
        (datetime(2026, 5, 31, 14, 30, tzinfo=UTC), 300),
        (datetime(2026, 5, 31, 15, 10, tzinfo=UTC), 700),
    ):
        clock.set(minute - timedelta(minutes=1))
        async with units.write() as uow:
            *_, encounter = await make_consultation(uow, admitted=True)
            clock.set(minute)
        async with units.write() as uow:
            quality = Quality(0, setup, 1.0, 5, 40, 800, 800, True, None, 0, Rung.LOWER, None)
            await keep(uow, encounter.id, uuid4(), Role.PARENT, 1, quality)
    async with units.read() as uow:
        found = await gather_calls(uow, *YEAR)
        whole, months = call_figures(found), months_of_calls(found)
        assert [(month.first_day, month.figures.setup_ms.median) for month in months] == [
            (date(2026, 5, 1), 300),
            (date(2026, 6, 1), 700),
        ]
        assert (whole.stays, whole.setup_ms.median, whole.share_relayed, whole.share_stepped_down) == (2, 500, 1, 1)
        assert len(await gather_calls(uow, date(2026, 5, 1), date(2026, 5, 31))) == 1
        with pytest.raises(DomainError) as wrong:
            await gather_calls(uow, YEAR[1], YEAR[0])
        assert wrong.value.code == "evaluation.period_invalid"
