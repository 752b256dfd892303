"""The city's six measures with their targets, and beside each its neighbours. Pure.

The words and the targets are those of the city's plan (実施計画書 of the オンライン母子支援業務, 令和6年度).
"""

from dataclasses import dataclass
from enum import StrEnum

from clinic.evaluation.measures.figure import Figure


class MeasureCode(StrEnum):
    """The six, in the order of the plan: three of output, three of outcome."""

    NOTICES = "notices"
    REGISTRATIONS = "registrations"
    COUNSELLING = "counselling"
    SATISFACTION = "satisfaction"
    IMAGE = "image"
    PHQ9 = "phq9"


@dataclass(frozen=True, slots=True)
class Target:
    """What the city wants reached; `of_year`: within a fiscal year, so that a part of it is not held against it."""

    value: float
    of_year: bool


TARGETS = {
    MeasureCode.NOTICES: Target(50, of_year=True),
    MeasureCode.REGISTRATIONS: Target(500, of_year=True),
    MeasureCode.COUNSELLING: Target(100, of_year=True),
    MeasureCode.SATISFACTION: Target(3.5, of_year=False),
    MeasureCode.IMAGE: Target(0.9, of_year=False),
    MeasureCode.PHQ9: Target(0.8, of_year=False),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A figure that is shown beside a measure, by its code, such as "phq9.below_10"."""

    code: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a distribution: what it stands for, and how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of the facts' whole period, its neighbours, and its distribution where it has one."""

    code: MeasureCode
    figure: Figure
    neighbours: tuple[Neighbour, ...] = ()
    distribution: tuple[Bar, ...] = ()

    @property
    def target(self) -> Target:
        """Return the city's target."""
        return TARGETS[self.code]
