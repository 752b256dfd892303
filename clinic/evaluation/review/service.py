"""A quarter beside the one before: of the live rows for the operator, of what was released for the city."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.measures.periods import Span, quarter_of
from clinic.evaluation.measures.periods import quarter as quarter_of_year
from clinic.evaluation.reports import releasing
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.fiscal import quarter_name
from clinic.evaluation.review.from_facts import compare_facts
from clinic.evaluation.review.from_released import compare_released
from clinic.evaluation.review.judging import Statement, judge
from clinic.evaluation.review.model import Comparison, Quarter
from core.audit.events import Action, Entity
from core.errors import Invalid
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units

_NAME = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_EARLIEST_YEAR, _LATEST_YEAR = 2001, 9990


@dataclass(frozen=True, slots=True)
class Review:
    """The statements on `after` beside `before`, both whole quarters of local days."""

    before: Span
    after: Span
    statements: tuple[Statement, ...]


async def review_live(units: Units, principal: Principal, quarter: str | None) -> Review:
    """Return the review of a quarter ("2026-Q2") from the rows as they are now, of the last one that is over if None.

    Raises Invalid("review.quarter_unknown"), and Invalid("review.quarter_not_over") while it is not over.
    """
    async with units.read() as uow:
        before, after = _quarters(uow, quarter)
        facts = await gather(uow, before.first_day, after.last_day)
        uow.audit(principal, Action.READ, Entity.REPORT)

    def compare() -> tuple[Comparison, ...]:
        with collector_at_rest():
            return compare_facts(*(narrow(facts, each.first_day, each.last_day) for each in (before, after)))

    return await asyncio.to_thread(lambda: _review(before, after, compare()))


async def review_released(uow: UnitOfWork, quarter: str | None) -> Review:
    """Return the review from released reports alone; of several that have a quarter, the youngest. Raises as above."""
    before, after = _quarters(uow, quarter)
    comparisons = compare_released(
        (quarter_name(before.first_day), await _released(uow, before)),
        (quarter_name(after.first_day), await _released(uow, after)),
    )
    return await asyncio.to_thread(_review, before, after, comparisons)


def _review(before: Span, after: Span, comparisons: tuple[Comparison, ...]) -> Review:
    return Review(before, after, judge(comparisons, _quarter(before), _quarter(after)))


def _quarter(span: Span) -> Quarter:
    return Quarter(quarter_name(span.first_day), (span.last_day - span.first_day).days + 1)


def _quarters(uow: UnitOfWork, name: str | None) -> tuple[Span, Span]:
    today = uow.zone.today(uow.now)
    after = _before(quarter_of(today)) if name is None else _named(name)
    if after.last_day >= today:
        raise Invalid("review.quarter_not_over", "A quarter can be reviewed once its last day is over.")
    return _before(after), after


def _named(name: str) -> Span:
    found = _NAME.fullmatch(name)
    if found is None or not _EARLIEST_YEAR <= int(found[1]) <= _LATEST_YEAR:
        raise Invalid("review.quarter_unknown", "There is no such quarter.")
    return quarter_of_year(int(found[1]), int(found[2]))


def _before(span: Span) -> Span:
    return quarter_of(span.first_day - timedelta(days=1))


async def _released(uow: UnitOfWork, quarter: Span) -> ReportContent | None:
    """Return the youngest that has the quarter whole; one that was superseded is the city's no more."""
    for listing in await releasing.list_released(uow):
        report = listing.report
        is_whole = report.first_day <= quarter.first_day and quarter.last_day <= report.last_day
        if is_whole and listing.superseded_by is None:
            return (await releasing.read_released(uow, report.id)).content
    return None
