"""The measures over HTTP, for the coordinator: live, and of any period. The officer reads released reports."""

from asyncio import to_thread
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from clinic.evaluation.api import PeriodQuery
from clinic.evaluation.calls_api import SpreadOut
from clinic.evaluation.definitions import DEFINITIONS, VERSION, Definition
from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.facts.model import DayKind, Facts, UseKind
from clinic.evaluation.facts.narrowing import known_until
from clinic.evaluation.measures.breakdown import Dimension, Group, breakdown
from clinic.evaluation.measures.city import MeasureCode, Measured
from clinic.evaluation.measures.figure import Figure, Unit, Unmeasured
from clinic.evaluation.measures.funnel import Reached, Step, first_days, funnel
from clinic.evaluation.measures.load import load
from clinic.evaluation.measures.periods import Part
from clinic.evaluation.measures.phq9 import closed_courses, pairs
from clinic.evaluation.measures.series import Point, measures_and_series
from clinic.evaluation.measures.times import Attendance, Waits, times
from core.http import Call, get
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import Role

_ERRORS = ("evaluation.period_invalid", "evaluation.period_in_future")


class SpanOut(Model):
    """The local days that figures speak of, both included; of days after `known_until` nothing can be known yet."""

    first_day: date
    last_day: date
    zone: str
    as_known_at: Instant
    known_until: date

    @classmethod
    def of(cls, facts: Facts) -> "SpanOut":
        """Return the days of facts as they go out."""
        return cls(
            first_day=facts.first_day,
            last_day=facts.last_day,
            zone=facts.zone,
            as_known_at=facts.as_known_at,
            known_until=known_until(facts),
        )


class FigureOut(Model):
    """A value and the number it rests on; `low` and `high` bound a share (95 %). Without a value, why there is none."""

    unit: Unit
    value: float | None
    n: int
    low: float | None
    high: float | None
    unmeasured: Unmeasured | None

    @classmethod
    def of(cls, figure: Figure) -> "FigureOut":
        """Return a figure as it goes out."""
        return cls(
            unit=figure.unit,
            value=figure.value,
            n=figure.n,
            low=figure.interval.low if figure.interval else None,
            high=figure.interval.high if figure.interval else None,
            unmeasured=figure.unmeasured,
        )


class NeighbourOut(Model):
    """A figure beside a measure, by its code, which has a definition."""

    code: str
    figure: FigureOut


class BarOut(Model):
    """A bar of a distribution."""

    label: str
    count: int


class MeasurePointOut(Model):
    """A measure of a part of the period; `cumulated` counts on from the beginning of the fiscal year, or the period."""

    part: Part
    first_day: date
    last_day: date
    is_whole: bool
    figure: FigureOut
    cumulated: float | None

    @classmethod
    def of(cls, point: Point) -> "MeasurePointOut":
        """Return a point as it goes out."""
        return cls(
            part=point.span.part,
            first_day=point.span.first_day,
            last_day=point.span.last_day,
            is_whole=point.span.is_whole,
            figure=FigureOut.of(point.figure),
            cumulated=point.cumulated,
        )


class MeasureOut(Model):
    """One of the six. `target_of_year`: the target is of a fiscal year, so that a part is not held against it."""

    code: MeasureCode
    figure: FigureOut
    target: float
    target_of_year: bool
    neighbours: list[NeighbourOut]
    distribution: list[BarOut]
    years: list[MeasurePointOut]
    quarters: list[MeasurePointOut]
    months: list[MeasurePointOut]


class MeasuresOut(Model):
    """The six measures of a period, in the order of the plan, with what they mean."""

    span: SpanOut
    measures: list[MeasureOut]
    definitions_version: str
    definitions: list[Definition]


class StepOut(Model):
    """A step of the funnel: how many reached it, their share of those registered, and the days it took."""

    step: Step
    people: int
    share: FigureOut
    days: SpreadOut

    @classmethod
    def of(cls, reached: Reached) -> "StepOut":
        """Return a step as it goes out."""
        return cls(
            step=reached.step,
            people=reached.people,
            share=FigureOut.of(reached.share),
            days=SpreadOut.of(reached.days),
        )


class BreakdownOut(Model):
    """A group of a breakdown; `value` is null for those of whom nothing is known."""

    dimension: Dimension
    value: str | None
    registrations: int
    consultations: int
    people: int
    counselling: int
    reached: dict[Step, FigureOut]

    @classmethod
    def of(cls, group: Group) -> "BreakdownOut":
        """Return a group as it goes out."""
        return cls(
            dimension=group.dimension,
            value=group.value,
            registrations=group.registrations,
            consultations=group.consultations,
            people=group.people,
            counselling=group.counselling,
            reached={step: FigureOut.of(figure) for step, figure in group.reached.items()},
        )


class FunnelOut(Model):
    """How far those who registered in the period have come; and the figures by stage, age of child and district."""

    span: SpanOut
    steps: list[StepOut]
    groups: list[BreakdownOut]


class ServiceNameOut(Model):
    """A service of the catalogue."""

    code: str
    name: LocalText


class WaitTimesOut(Model):
    """Waits in seconds; `service` is null for all together."""

    kind: UseKind
    service: str | None
    wait_seconds: SpreadOut
    reply_seconds: SpreadOut

    @classmethod
    def of(cls, waits: Waits) -> "WaitTimesOut":
        """Return waits as they go out."""
        return cls(
            kind=waits.kind,
            service=waits.service,
            wait_seconds=SpreadOut.of(waits.wait),
            reply_seconds=SpreadOut.of(waits.reply),
        )


class AttendanceOut(Model):
    """What became of appointments; `service` is null for all together. `missed` is a share of the settled ones."""

    service: str | None
    settled: int
    missed: FigureOut
    cancelled: FigureOut
    cancelled_late: int
    open: int
    lead_days: SpreadOut

    @classmethod
    def of(cls, attendance: Attendance) -> "AttendanceOut":
        """Return an attendance as it goes out."""
        return cls(
            service=attendance.service,
            settled=attendance.settled,
            missed=FigureOut.of(attendance.missed),
            cancelled=FigureOut.of(attendance.cancelled),
            cancelled_late=attendance.cancelled_late,
            open=attendance.open,
            lead_days=SpreadOut.of(attendance.lead_days),
        )


class TimesOut(Model):
    """The waits and the attendance of a period."""

    span: SpanOut
    services: list[ServiceNameOut]
    waits: list[WaitTimesOut]
    attendance: list[AttendanceOut]


class LoadCellOut(Model):
    """The uses that began in an hour (0 to 23) of the days of a kind, with a profession."""

    day_kind: DayKind
    hour: int
    profession: str
    kind: UseKind
    uses: int


class LoadOut(Model):
    """The load of a period, and how many days of each kind it has had; cells without a use are left out."""

    span: SpanOut
    days: dict[DayKind, int]
    cells: list[LoadCellOut]


class PairOut(Model):
    """PHQ-9 at the start and at the end of a closed course; nothing tells whose it is."""

    start: int
    end: int
    days: int
    sessions: int
    outcome: str | None


class PairsOut(Model):
    """The pairs of the courses closed in the period, ordered by their totals; `missing_ends` began and have no end."""

    span: SpanOut
    pairs: list[PairOut]
    missing_ends: int


def _measures(facts: Facts) -> MeasuresOut:
    whole, points = measures_and_series(facts)

    def of_part(measured: Measured, part: Part) -> list[MeasurePointOut]:
        return [MeasurePointOut.of(point) for point in points[part][measured.code]]

    return MeasuresOut(
        span=SpanOut.of(facts),
        measures=[
            MeasureOut(
                code=measured.code,
                figure=FigureOut.of(measured.figure),
                target=measured.target.value,
                target_of_year=measured.target.of_year,
                neighbours=[
                    NeighbourOut(code=one.code, figure=FigureOut.of(one.figure)) for one in measured.neighbours
                ],
                distribution=[BarOut(label=bar.label, count=bar.count) for bar in measured.distribution],
                years=of_part(measured, Part.YEAR),
                quarters=of_part(measured, Part.QUARTER),
                months=of_part(measured, Part.MONTH),
            )
            for measured in whole
        ],
        definitions_version=VERSION,
        definitions=list(DEFINITIONS),
    )


_T = TypeVar("_T")


async def _reckon(call: Call, query: PeriodQuery, measure: Callable[[Facts], _T]) -> tuple[Facts, _T]:
    """Return the facts of a period and what is reckoned from them."""
    with collector_at_rest():
        facts = await gather(call.uow, query.first_day, query.last_day)
        # Five years take some tenths of a second, in which nobody else's message shall wait.
        return facts, await to_thread(measure, facts)


@get("/api/evaluation/measures", policy=allow(Role.COORDINATOR), errors=_ERRORS)
async def show_measures(call: Call, query: PeriodQuery) -> MeasuresOut:
    """Show the city's six measures, whole and by fiscal year, quarter and month."""
    _, found = await _reckon(call, query, _measures)
    return found


@get("/api/evaluation/funnel", policy=allow(Role.COORDINATOR), errors=_ERRORS)
async def show_funnel(call: Call, query: PeriodQuery) -> FunnelOut:
    """Show how far people come, and the figures by stage, age of child and district."""

    def measure(facts: Facts) -> tuple[tuple[Reached, ...], tuple[Group, ...]]:
        reached = first_days(facts)
        return funnel(facts, reached), breakdown(facts, reached)

    facts, (steps, groups) = await _reckon(call, query, measure)
    return FunnelOut(
        span=SpanOut.of(facts),
        steps=[StepOut.of(step) for step in steps],
        groups=[BreakdownOut.of(group) for group in groups],
    )


@get("/api/evaluation/times", policy=allow(Role.COORDINATOR), errors=_ERRORS)
async def show_times(call: Call, query: PeriodQuery) -> TimesOut:
    """Show how long people wait, and who does not come."""
    facts, found = await _reckon(call, query, times)
    return TimesOut(
        span=SpanOut.of(facts),
        services=[
            ServiceNameOut(code=service.code, name=LocalText(ja=service.name_ja, en=service.name_en))
            for service in facts.services
        ],
        waits=[WaitTimesOut.of(waits) for waits in found.waits],
        attendance=[AttendanceOut.of(attendance) for attendance in found.attendance],
    )


@get("/api/evaluation/load", policy=allow(Role.COORDINATOR), errors=_ERRORS)
async def show_load(call: Call, query: PeriodQuery) -> LoadOut:
    """Show when the service is used, and whose time it takes."""
    facts, found = await _reckon(call, query, load)
    return LoadOut(
        span=SpanOut.of(facts),
        days=found.days,
        cells=[
            LoadCellOut(
                day_kind=cell.day_kind, hour=cell.hour, profession=cell.profession, kind=cell.kind, uses=cell.uses
            )
            for cell in found.cells
        ],
    )


@get("/api/evaluation/phq9-pairs", policy=allow(Role.COORDINATOR), errors=_ERRORS)
async def show_pairs(call: Call, query: PeriodQuery) -> PairsOut:
    """Show PHQ-9 before and after each closed course, without whose it is."""
    facts, found = await _reckon(call, query, pairs)
    with_start = [one for one in closed_courses(facts) if one.start is not None]
    return PairsOut(
        span=SpanOut.of(facts),
        pairs=[
            PairOut(start=pair.start, end=pair.end, days=pair.days, sessions=pair.sessions, outcome=pair.outcome)
            for pair in found
        ],
        missing_ends=len(with_start) - len(found),
    )


routes = (show_measures, show_funnel, show_times, show_load, show_pairs)
