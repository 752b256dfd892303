"""The figures of the calls of a period, by month, from the stored reports."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clinic.calls.tables import CallReport
from clinic.evaluation.call_quality import CallFigures, Stay, call_figures
from clinic.evaluation.service import period
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MonthOfCalls:
    """The figures of the calls that began in a month; `first_day` is the month's."""

    first_day: date
    figures: CallFigures


async def calls_of(uow: UnitOfWork, first_day: date, last_day: date) -> tuple[CallFigures, tuple[MonthOfCalls, ...]]:
    """Return the figures of the calls that began in a period of local days, both included, whole and by month.

    Months without a call are left out. Raises as `period` does.
    """
    begin, end = period(uow, first_day, last_day)
    query = (
        select(
            CallReport.started_at,
            CallReport.setup_ms,
            CallReport.loss_percent,
            CallReport.relayed,
            CallReport.reconnects,
            CallReport.rung,
        )
        .where(CallReport.started_at >= begin, CallReport.started_at < end)
        .order_by(CallReport.started_at)
    )
    months: dict[date, list[Stay]] = defaultdict(list)
    for row in await uow.session.execute(query):
        months[uow.zone.today(row[0]).replace(day=1)].append(Stay(*row[1:]))
    whole = [stay for stays in months.values() for stay in stays]
    return call_figures(whole), tuple(MonthOfCalls(day, call_figures(stays)) for day, stays in months.items())
