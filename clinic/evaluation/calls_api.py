"""The figures of the calls over HTTP: the coordinator's, who looks after relays and lines."""

from datetime import date

from clinic.evaluation.api import PeriodQuery
from clinic.evaluation.facts.gathering import gather_calls
from clinic.evaluation.measures.calls import CallFigures, call_figures, months_of_calls
from clinic.evaluation.measures.spread import Spread
from core.http import Call, get
from core.model import Model
from core.policy import allow
from core.principal import Role


class SpreadOut(Model):
    """How many were measured, the median, and what nine of ten do not exceed; null when nothing was measured."""

    measured: int
    median: float | None
    p90: float | None

    @classmethod
    def of(cls, spread: Spread) -> "SpreadOut":
        """Return a spread as it goes out."""
        return cls(measured=spread.measured, median=spread.median, p90=spread.p90)


class CallFiguresOut(Model):
    """Stays in calls, counted for each side; the shares are 0 to 1, and null when nothing was measured."""

    stays: int
    setup_ms: SpreadOut
    loss_percent: SpreadOut
    share_relayed: float | None
    share_reconnected: float | None
    share_stepped_down: float | None

    @classmethod
    def of(cls, figures: CallFigures) -> "CallFiguresOut":
        """Return figures as they go out."""
        return cls(
            stays=figures.stays,
            setup_ms=SpreadOut.of(figures.setup_ms),
            loss_percent=SpreadOut.of(figures.loss_percent),
            share_relayed=figures.share_relayed,
            share_reconnected=figures.share_reconnected,
            share_stepped_down=figures.share_stepped_down,
        )


class MonthOfCallsOut(Model):
    """The calls that began in a month; `first_day` is the month's."""

    first_day: date
    figures: CallFiguresOut


class CallsOut(Model):
    """The calls of a period, whole and by month; months without calls are left out."""

    whole: CallFiguresOut
    months: list[MonthOfCallsOut]


@get(
    "/api/call-figures",
    policy=allow(Role.COORDINATOR),
    errors=("evaluation.period_invalid", "evaluation.period_in_future"),
)
async def show(call: Call, query: PeriodQuery) -> CallsOut:
    """Show how the calls of a period went, in figures and never one by one."""
    stays = await gather_calls(call.uow, query.first_day, query.last_day)
    return CallsOut(
        whole=CallFiguresOut.of(call_figures(stays)),
        months=[
            MonthOfCallsOut(first_day=month.first_day, figures=CallFiguresOut.of(month.figures))
            for month in months_of_calls(stays)
        ],
    )


routes = (show,)
