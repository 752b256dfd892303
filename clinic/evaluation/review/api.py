"""The quarterly review over HTTP: of the live figures for the coordinator, of released reports for the city."""

from datetime import date
from math import isfinite
from typing import Annotated

from pydantic import Field

from clinic.evaluation.measures.periods import Span
from clinic.evaluation.reports.fiscal import quarter_name
from clinic.evaluation.review import service
from clinic.evaluation.review.change import Change
from clinic.evaluation.review.judging import Statement
from clinic.evaluation.review.model import SURE, Method, Side, Verdict
from clinic.evaluation.review.service import Review
from core.http import Call, RateLimit, get
from core.model import Model
from core.policy import allow
from core.principal import Role

_ERRORS = ("review.quarter_unknown", "review.quarter_not_over")


class ReviewQuery(Model):
    """Which quarter, such as "2026-Q2" (July to September 2026); the last one that is over when none is named."""

    quarter: Annotated[str, Field(max_length=20)] | None = None


class QuarterOut(Model):
    """A fiscal quarter; both days are local and included."""

    name: str
    first_day: date
    last_day: date


class SideOut(Model):
    """A figure of a quarter: its value and what it rests on, null where there is none or it is withheld."""

    value: float | None
    n: int | None
    definitions_version: str | None
    wordings: list[str]

    @classmethod
    def of(cls, side: Side) -> "SideOut":
        """Return a side as it goes out."""
        return cls(
            value=side.value,
            n=side.n,
            definitions_version=side.definitions_version,
            wordings=sorted(side.wordings),
        )


class FigureChangeOut(Model):
    """From the earlier to the later quarter: a difference, or of counts the ratio of the rates by day (`is_ratio`).

    `low` and `high` are its 95 % interval; null is without bound. `p` is of this comparison alone, `p_adjusted` of all
    that were tested together (Holm).
    """

    is_ratio: bool
    effect: float | None
    low: float
    high: float | None
    p: float
    p_adjusted: float

    @classmethod
    def of(cls, change: Change, p_adjusted: float) -> "FigureChangeOut":
        """Return a change as it goes out."""
        return cls(
            is_ratio=change.is_ratio,
            effect=change.effect if isfinite(change.effect) else None,
            low=change.low,
            high=change.high if isfinite(change.high) else None,
            p=change.p,
            p_adjusted=p_adjusted,
        )


class StatementOut(Model):
    """What is said of a figure, by its code, and how it was computed; `change` is null where nothing was tested."""

    figure: str
    method: Method
    verdict: Verdict
    before: SideOut
    after: SideOut
    change: FigureChangeOut | None
    wordings_differ: bool

    @classmethod
    def of(cls, statement: Statement) -> "StatementOut":
        """Return a statement as it goes out."""
        change, p = statement.change, statement.p_adjusted
        return cls(
            figure=statement.comparison.code,
            method=statement.comparison.method,
            verdict=statement.verdict,
            before=SideOut.of(statement.comparison.before),
            after=SideOut.of(statement.comparison.after),
            change=None if change is None or p is None else FigureChangeOut.of(change, p),
            wordings_differ=statement.wordings_differ,
        )


class ReviewOut(Model):
    """The review of a quarter beside the one before; beyond chance is an adjusted p below `sure`, of `tested` ones."""

    before: QuarterOut
    after: QuarterOut
    sure: float
    tested: int
    statements: list[StatementOut]

    @classmethod
    def of(cls, review: Review) -> "ReviewOut":
        """Return a review as it goes out."""
        return cls(
            before=_quarter(review.before),
            after=_quarter(review.after),
            sure=SURE,
            tested=sum(each.change is not None for each in review.statements),
            statements=[StatementOut.of(each) for each in review.statements],
        )


def _quarter(span: Span) -> QuarterOut:
    return QuarterOut(name=quarter_name(span.first_day), first_day=span.first_day, last_day=span.last_day)


@get(
    "/api/quarter-review",
    policy=allow(Role.COORDINATOR),
    errors=_ERRORS,
    limit=RateLimit("quarter-review", 60, 600),
    transaction="manual",
)
async def review_live(call: Call, query: ReviewQuery) -> ReviewOut:
    """Tell what changed since the quarter before, from the figures as they are known now."""
    return ReviewOut.of(await service.review_live(call.units, call.principal, query.quarter))


@get(
    "/api/city-quarter-review",
    policy=allow(Role.OFFICER, Role.COORDINATOR),
    errors=_ERRORS,
    limit=RateLimit("city-quarter-review", 60, 600),
)
async def review_released(call: Call, query: ReviewQuery) -> ReviewOut:
    """Tell what changed since the quarter before, from reports that were released to the city and nothing else."""
    return ReviewOut.of(await service.review_released(call.uow, query.quarter))


routes = (review_live, review_released)
