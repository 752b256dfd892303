"""A rota problem as data: days, shifts, staff, cover, rules, wishes. Pure; what solves or checks it reads only this.

Days are counted from 0, the first day of the horizon; negative ones are the tail of the rota before. Instants are whole
minutes from the midnight at which day 0 begins, so that rests are counted in real time across midnights and month ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

DAY_MINUTES = 24 * 60


class CoverDayKind(StrEnum):
    """What kind of day a day is for cover: the later in this list wins where several hold."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    YEAR_END = "year_end"


class DutyKind(StrEnum):
    """How a shift is served: ACTIVE is working time on the spot, ON_CALL is being reachable."""

    ACTIVE = "active"
    ON_CALL = "on_call"


class Watch(StrEnum):
    """A permitted watch (宿日直許可): NIGHT is 宿直, DAY is 日直. Their numbers are limited by rules of their own."""

    NIGHT = "night"
    DAY = "day"


class RuleCode(StrEnum):
    """The rules by name. Which are on, how strict, and with what numbers is data; booking/rota/rules.py cites each."""

    REST_BETWEEN = "rest_between"
    """params: minutes. At least so long between the end of one shift and the start of the next."""
    LONGEST_DUTY = "longest_duty"
    """params: minutes. No shift, nor shifts that touch one another, last longer."""
    NIGHTS_IN_A_ROW = "nights_in_a_row"
    """params: max. No more nights on consecutive days."""
    DAYS_IN_A_ROW = "days_in_a_row"
    """params: max. No more consecutive days with a shift; a person's own `max_run` comes before it."""
    REST_AFTER_NIGHT = "rest_after_night"
    """params: minutes. So long after the end of the last of a run of nights before any other shift."""
    REST_AFTER_TWO_NIGHTS = "rest_after_two_nights"
    """params: minutes. So long after the end of the last of two or more nights in a row before any other shift."""
    NIGHTS_A_MONTH = "nights_a_month"
    """params: max. No more nights in a calendar month, the tail's days of that month included."""
    NIGHT_WATCH_A_WEEK = "night_watch_a_week"
    """params: max. No more 宿直 in a week from Monday to Sunday, the tail included."""
    DAY_WATCH_A_MONTH = "day_watch_a_month"
    """params: max. No more 日直 in a calendar month, the tail included."""
    HOURS_A_WEEK = "hours_a_week"
    """params: minutes. No more counted minutes in a week from Monday to Sunday, the tail included; a person's own
    `max_week_minutes` comes before it."""
    HOURS_A_MONTH = "hours_a_month"
    """params: minutes. No more counted minutes in a calendar month, the tail included; a person's own
    `max_month_minutes` comes before it."""
    SENIOR_PRESENT = "senior_present"
    """No params. Where anyone is on a shift of a role with `needs_senior`, at least one of them is senior."""
    MAX_SHIFTS = "max_shifts"
    """No params. A person's own maximum of shifts of a type in the horizon."""
    PERIOD_MINUTES = "period_minutes"
    """No params. A person's own minimum and maximum of counted minutes in the horizon."""
    MIN_RUN = "min_run"
    """No params. A person's own minimum of consecutive days of work; not for runs that touch an end of the horizon."""
    MIN_OFF_RUN = "min_off_run"
    """No params. A person's own minimum of consecutive days off; not for runs that touch an end of the horizon."""
    MAX_WEEKENDS = "max_weekends"
    """No params. A person's own maximum of weekends (Saturday, Sunday) with a shift in the horizon."""
    SUCCESSION = "succession"
    """No params. On the day after a shift none of those that it forbids."""
    LEAVE = "leave"
    """No params. No shift that begins on a day of leave."""
    COVER = "cover"
    """No params. At least `required`, at most `most`; see Cover for its weights."""
    FAIR_NIGHTS = "fair_nights"
    """params: spread (hundredths): more of it is refused, or costs by the hundredth begun. See Problem."""
    FAIR_HOLIDAYS = "fair_holidays"
    """params: spread (hundredths): more of it is refused, or costs by the hundredth begun. See Problem."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is switched on. Without a `weight` it is hard; with one, each violation costs so much a unit.

    The unit is one pair, chain or window of days for rules on sequences, one day for runs that are too short, one
    shift, night or weekend for rules on numbers, one hour begun for rules on minutes.
    """

    code: RuleCode
    params: Mapping[str, int] = field(default_factory=dict)
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A type of shift: it begins `starts` minutes after its day's midnight and lasts `minutes`.

    `counted_minutes` is what it adds to hours of work. `forbids` are the shifts that may not be on the day after.
    """

    id: str
    starts: int
    minutes: int
    duty: DutyKind = DutyKind.ACTIVE
    is_night: bool = False
    watch: Watch | None = None
    counted_minutes: int | None = None
    forbids: frozenset[str] = frozenset()

    @property
    def counted(self) -> int:
        """Return the minutes that count as hours of work."""
        return self.minutes if self.counted_minutes is None else self.counted_minutes


@dataclass(frozen=True, slots=True)
class Assignment:
    """One cell of a rota: a person on a shift in a role, on the day on which the shift begins. At most one a day."""

    staff_id: str
    day: int
    shift_id: str
    role: str


Rota = frozenset[Assignment]
"""Who does what; whoever has no assignment on a day is off."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who can be put on the rota.

    `roles` are their skills; `share` is the contract in per cent of full time; `nights` and `holidays` are the counts
    carried over from the year so far; `tail` are the assignments before day 0 (negative days, at least seven when
    there are any). None stands for: no limit of their own.
    """

    id: str
    roles: frozenset[str]
    share: int = 100
    senior: bool = False
    nights: int = 0
    holidays: int = 0
    max_nights: int | None = None
    """In a calendar month, where it is less than the rule's; 0: does no nights."""
    max_shifts: Mapping[str, int] = field(default_factory=dict)
    min_minutes: int | None = None
    max_minutes: int | None = None
    max_week_minutes: int | None = None
    max_month_minutes: int | None = None
    max_run: int | None = None
    min_run: int | None = None
    min_off_run: int | None = None
    max_weekends: int | None = None
    leave: frozenset[int] = frozenset()
    tail: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people of a role a shift needs on a day.

    Each missing one costs `under`, each one above `required` costs `over`; with `hard`, fewer are refused. More than
    `most` are refused.
    """

    day: int
    shift_id: str
    role: str
    required: int
    under: int = 1000
    over: int = 0
    most: int | None = None
    hard: bool = False
    needs_senior: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of a person for a day: to work it (`on`) or not; a shift, or None for any. Unmet it costs `weight`."""

    staff_id: str
    day: int
    shift_id: str | None
    on: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Lock:
    """A cell that stays as it is: the assignment, or None for a day off."""

    staff_id: str
    day: int
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class Previous:
    """A rota from which each cell that differs costs `weight`, and each person with such a cell `person_weight`.

    It is the price of change in a repair.
    """

    rota: Rota
    weight: int
    person_weight: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything a rota is decided from.

    Fairness, for nights and for holidays apart: among the staff of one role (for nights without those whose
    `max_nights` is 0), let a person's count be
    what was carried over plus what they get in the horizon, their fair share the total of all these counts times their
    part of the sum of `share`, their deviation the one less the other. The spread is the greatest deviation less the
    least. A spread of at most 1 can always be had by rounding shares, unless the carry-over or another rule forbids it.
    A holiday here is every shift that begins on a Sunday, a public holiday or at the turn of the year.

    `spans` overrides the real start and end of a (day, shift id) where a local day is not 24 hours long.
    """

    first: date
    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Staff, ...]
    cover: tuple[Cover, ...]
    rules: tuple[Rule, ...]
    wishes: tuple[Wish, ...] = ()
    locks: tuple[Lock, ...] = ()
    previous: Previous | None = None
    kinds: tuple[CoverDayKind, ...] = ()
    spans: Mapping[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def date_of(self, day: int) -> date:
        """Return the date of a day, also of a negative one."""
        return self.first + timedelta(days=day)

    def kind(self, day: int) -> CoverDayKind:
        """Return the kind of a day of the horizon; without `kinds` as the weekday says."""
        if self.kinds:
            return self.kinds[day]
        weekday = self.date_of(day).weekday()
        return CoverDayKind.SUNDAY if weekday == 6 else CoverDayKind.SATURDAY if weekday == 5 else CoverDayKind.WEEKDAY

    def span(self, day: int, shift: Shift) -> tuple[int, int]:
        """Return when a shift of a day begins and ends, in minutes from the midnight of day 0."""
        start = day * DAY_MINUTES + shift.starts
        return self.spans.get((day, shift.id), (start, start + shift.minutes))

    @cached_property
    def shift_by_id(self) -> Mapping[str, Shift]:
        """Return the shifts by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def staff_by_id(self) -> Mapping[str, Staff]:
        """Return the staff by id."""
        return {person.id: person for person in self.staff}

    def rule(self, code: RuleCode) -> Rule | None:
        """Return a rule that is on, or None."""
        return next((rule for rule in self.rules if rule.code is code), None)
