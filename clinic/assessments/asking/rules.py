"""When which questionnaire is asked, as data; pure.

The numbers that come with the product are ours where a rule names no source, and need the operator's review.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clinic.assessments.due import PHQ9, Occasion
from core.model import Model
from core.principal import Role
from people.risk.kinds import RiskLevel

MOST_REMINDERS = 2

_Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,32}$")]
_Hours = Annotated[int, Field(ge=1, le=24 * 60)]
_Days = Annotated[int, Field(ge=1, le=366)]

_OF_COURSE = frozenset({Occasion.COURSE_START, Occasion.COURSE_END})
_FROM_THEN_ON = frozenset({Occasion.AFTER_CONSULTATION, Occasion.REGISTRATION, Occasion.AFTER_COURSE})
_BEFORE = frozenset({Occasion.SESSION, Occasion.CONSULTATION})


class Stage(StrEnum):
    """Where a family is."""

    PREGNANT = "pregnant"
    INFANT = "infant"
    """A child is in its first year."""
    CHILD = "child"


class Reminder(Model):
    """When a reminder comes: so long after the form became due, or so long before the consultation."""

    hours_after: _Hours | None = None
    hours_before: _Hours | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.hours_after is None) == (self.hours_before is None):
            raise PydanticCustomError("reminder", "A reminder counts from one of both: hours_after or hours_before.")
        return self


class Follows(Model):
    """Which total of which questionnaire, completed on the same occasion, calls for this one."""

    questionnaire: _Code
    total_from: Annotated[int, Field(ge=0, le=100)]


class Rule(Model):
    """Which questionnaire is asked on which occasion, and of whom; an empty list means any.

    `services` and `professions` are those of the consultation, `tiers` the person's (who has none counts as low).
    Before a consultation it is asked from `opens_hours_before` its beginning, afterwards, or from the registration or
    the end of a course on, for `open_days_after` days.
    Within `not_within_days` of a completed one, or of a completed one of `counts_too`, it is not asked; what is asked
    after a consultation is asked so often at most, answered or not. With `not_while_alerted` it waits while a flag of
    the person is open. `basis` says where the rule comes from.
    """

    code: _Code
    questionnaire: _Code
    occasion: Occasion
    active: bool = True
    services: tuple[_Code, ...] = ()
    professions: tuple[Role, ...] = ()
    stages: tuple[Stage, ...] = ()
    tiers: tuple[RiskLevel, ...] = ()
    opens_hours_before: _Hours | None = None
    open_days_after: _Days | None = None
    not_within_days: _Days | None = None
    counts_too: tuple[_Code, ...] = ()
    follows: Follows | None = None
    not_while_alerted: bool = False
    reminders: Annotated[tuple[Reminder, ...], Field(max_length=MOST_REMINDERS)] = ()
    basis: Annotated[str, StringConstraints(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _fits_its_occasion(self) -> Self:
        before, after = self.opens_hours_before is not None, self.open_days_after is not None
        if self.occasion is Occasion.IMPORTED:
            raise PydanticCustomError("rule_occasion", "What is taken in from elsewhere is not asked.")
        if self.occasion in _OF_COURSE and (self.questionnaire != PHQ9 or before or after or self.follows):
            raise PydanticCustomError("rule_course", "The forms of a course are PHQ-9, and always open.")
        if self.occasion in _BEFORE and (after or before == (self.follows is not None)):
            raise PydanticCustomError("rule_before", "It opens so many hours before, or follows another.")
        if self.occasion in _FROM_THEN_ON and (before or not after or self.follows):
            raise PydanticCustomError("rule_after", "It is open for so many days from then on.")
        if self.occasion in (Occasion.REGISTRATION, Occasion.AFTER_COURSE) and (self.services or self.professions):
            raise PydanticCustomError("rule_meeting", "No consultation belongs to a registration or a course's end.")
        if self.occasion in _FROM_THEN_ON and any(each.hours_before for each in self.reminders):
            raise PydanticCustomError("rule_reminder", "There is nothing to count back from.")
        return self

    @property
    def opens_before(self) -> timedelta:
        """Return how long before the consultation it is asked."""
        return timedelta(hours=self.opens_hours_before or 0)

    @property
    def open_after(self) -> timedelta:
        """Return how long after the consultation it is asked."""
        return timedelta(days=self.open_days_after or 0)

    @property
    def apart(self) -> timedelta | None:
        """Return how long a completed one keeps it from being asked."""
        return None if self.not_within_days is None else timedelta(days=self.not_within_days)


class Rules(Model):
    """The rules in their order: of two for one questionnaire and occasion the first that applies holds."""

    reviewed: bool
    """Whether the operator has reviewed them."""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        if len({rule.code for rule in self.rules}) != len(self.rules):
            raise PydanticCustomError("rule_codes", "Two rules have the same code.")
        return self

    @property
    def active(self) -> tuple[Rule, ...]:
        """Return the rules that are in use."""
        return tuple(rule for rule in self.rules if rule.active)

    def followed_by(self, more: Sequence[Rule]) -> Self:
        """Return these rules, and after them others; of those with the code of one that is here nothing is taken."""
        known = {rule.code for rule in self.rules}
        return self.model_copy(update={"rules": (*self.rules, *(rule for rule in more if rule.code not in known))})

    def rule(self, code: str) -> Rule:
        """Return the rule of a code; raises KeyError."""
        return {rule.code: rule for rule in self.rules}[code]


@cache
def default_rules() -> Rules:
    """Return the rules that come with the product."""
    return Rules.model_validate_json(files("clinic.assessments").joinpath("data", "asking.json").read_bytes())
