"""How the calls of a time went: medians, the worst tenth, and shares, from the sides' summaries. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from clinic.calls.quality import Rung
from clinic.evaluation.facts.model import CallStay
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.measures.spread import Spread, spread


@dataclass(frozen=True, slots=True)
class CallFigures:
    """The stays of a time. The shares are 0 to 1, and None when nothing was measured."""

    stays: int
    setup_ms: Spread
    loss_percent: Spread
    share_relayed: float | None
    share_reconnected: float | None
    share_stepped_down: float | None


@dataclass(frozen=True, slots=True)
class MonthOfCalls:
    """The figures of the calls that began in a month; `first_day` is the month's."""

    first_day: date
    figures: CallFigures


def call_figures(stays: Rows[CallStay]) -> CallFigures:
    """Return the figures of these stays."""
    relayed = stays.coded("relayed")
    yes, no = (int(np.count_nonzero(relayed.being(value))) for value in (True, False))
    return CallFigures(
        stays=len(stays),
        setup_ms=spread(stays.numbers("setup_ms")),
        loss_percent=spread(stays.numbers("loss_percent")),
        share_relayed=_share(yes, yes + no),
        share_reconnected=_share(int(np.count_nonzero(stays.numbers("reconnects").numbers > 0)), len(stays)),
        share_stepped_down=_share(int(np.count_nonzero(~stays.coded("rung").being(Rung.FULL))), len(stays)),
    )


def months_of_calls(stays: Rows[CallStay]) -> tuple[MonthOfCalls, ...]:
    """Return the figures by month, of stays in the order of the day. Months without a call are left out."""
    months = stays.days().coded(lambda day: day.replace(day=1)).values
    return tuple(
        MonthOfCalls(month, call_figures(stays.within(month, _after(month) - timedelta(days=1)))) for month in months
    )


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _share(yes: int, count: int) -> float | None:
    return yes / count if count else None
