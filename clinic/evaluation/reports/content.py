"""A report as it is written down, shown and hashed: whole for the operator, or as the city gets it. Pure."""

from datetime import date
from typing import Literal

from core.model import Instant, LocalText, Model


class FigureView(Model):
    """A value with the n that it rests on, and a share with its 95 % interval.

    Without a value: `unmeasured` says why there is none, or it is `withheld` from the city.
    """

    unit: str
    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None
    unmeasured: str | None = None
    withheld: bool = False


class NeighbourView(Model):
    """A figure beside a measure, by its code."""

    code: str
    figure: FigureView


class PointView(Model):
    """A measure of a quarter, with its neighbours. `first_day` and `last_day` are those within the period."""

    span: str
    first_day: date
    last_day: date
    is_whole: bool
    figure: FigureView
    neighbours: tuple[NeighbourView, ...]


class BarView(Model):
    """A bar of a distribution."""

    label: str
    count: int


class MeasureView(Model):
    """One of the city's six measures over the whole period, with its target and its neighbours, and by quarters."""

    code: str
    target: float
    target_of_year: bool
    figure: FigureView
    neighbours: tuple[NeighbourView, ...]
    distribution: tuple[BarView, ...]
    quarters: tuple[PointView, ...]


class SpanView(Model):
    """A month, quarter or fiscal year of a table, and the longer span that it is part of."""

    name: str
    within: str | None


class CategoryView(Model):
    """A column of a table."""

    code: str
    name: LocalText


class CellView(Model):
    """A cell; category None is the total. `value` is None where it is withheld."""

    span: str
    category: str | None
    value: int | None


class TableView(Model):
    """A listed table: what is counted, by span of time and by category.

    With `at_most` over 1 a thing may stand in several categories, so that they do not add up to the total.
    """

    name: str
    title: LocalText
    counted: str
    dimension: str
    at_most: int
    spans: tuple[SpanView, ...]
    categories: tuple[CategoryView, ...]
    cells: tuple[CellView, ...]


class WordingView(Model):
    """The questionnaire's version and the text that people read, behind `forms` scores of the report.

    `text_status`: "original", "unvalidated" (a translation of the project's own) or "licensed".
    """

    questionnaire: str
    version: str
    text_id: str
    text_status: str
    forms: int


class DefinitionView(Model):
    """What a figure means."""

    figure: str
    text: LocalText


class ReportContent(Model):
    """A report. `audience` "city": small cells are withheld, and only what the city may have is in it."""

    format: Literal[1] = 1
    audience: Literal["operator", "city"]
    first_day: date
    last_day: date
    zone: str
    known_at: Instant
    threshold: int | None
    definitions_version: str
    categories_version: str
    measures: tuple[MeasureView, ...]
    tables: tuple[TableView, ...]
    wordings: tuple[WordingView, ...]
    definitions: tuple[DefinitionView, ...]
