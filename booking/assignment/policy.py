"""The policy by which "anyone" becomes somebody. Pure.

1. Eligible: of the service's roles, specialty and languages, on schedule at that time, and as wished: a wish for a
   language or a gender is kept, never traded away. 2. Free at that time. 3. If the person wants that: one with whom
   they have had a consultation. Only their own count, not their household's: who met whom is nobody else's business.
4. The fewest appointments in the four weeks that end with the day sought, counted and not weighed by working hours: so
   nobody is passed over for what lies long before or far ahead of it. 5. Of equals, the one who has been a practitioner
   here the longest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from core.json import JSON
from people.practitioners.kinds import Gender

LOAD_PERIOD = timedelta(weeks=4)


def load_days(day: date) -> tuple[date, date]:
    """Return the first and the last of the local days (both included) whose appointments count for a time on `day`."""
    return day - LOAD_PERIOD + timedelta(days=1), day


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wishes of whoever gives a consultation: None and False stand for no wish."""

    language: str | None = None
    gender: Gender | None = None
    familiar: bool = False

    @classmethod
    def of(cls, assignment: Mapping[str, Any]) -> "Wishes":
        """Return the wishes that are stored with a claim."""
        stored = assignment.get("wishes", {})
        gender = stored.get("gender")
        return cls(stored.get("language"), None if gender is None else Gender(gender), stored.get("familiar", False))

    def admits(self, languages: Collection[str], gender: Gender | None) -> bool:
        """Tell whether somebody who speaks `languages` and is of `gender` is as wished."""
        speaks = self.language is None or self.language in languages
        return speaks and (self.gender is None or self.gender is gender)

    def kept_in(self, assignment: Mapping[str, JSON]) -> dict[str, JSON]:
        """Return what is stored with a claim: why it was assigned so, and these wishes if there are any."""
        stored = {key: value for key, value in assignment.items() if key != "wishes"}
        if self != NO_WISHES:
            gender = None if self.gender is None else self.gender.value
            stored["wishes"] = {"language": self.language, "gender": gender, "familiar": self.familiar}
        return stored


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, and why: `assignment` is stored with the claim and holds codes and numbers only."""

    practitioner_id: UUID
    assignment: Mapping[str, JSON]


def named(practitioner_id: UUID) -> Choice:
    """Return the choice of the practitioner whom the person named."""
    return Choice(practitioner_id, {"policy": "named", "reasons": []})


def anyone(
    on_schedule: int, free: Sequence[UUID], load: Mapping[UUID, int], known: Collection[UUID] | None = None
) -> Choice:
    """Return the choice among `free` (at least one) of the `on_schedule` eligible practitioners.

    `load` counts each one's appointments, 0 when missing. `known` are those who know the person, None when the person
    does not ask for one of them. The answer does not depend on the order of `free`.
    """
    if not free:
        raise ValueError("nobody to choose from")
    reasons: list[JSON] = [
        {"code": "on_schedule", "count": on_schedule},
        {"code": "free", "count": len(free)},
    ]
    left = list(free)
    if known is not None:
        familiar = [each for each in free if each in known]
        reasons.append({"code": "knows_person" if familiar else "nobody_knows_person", "count": len(familiar)})
        left = familiar or left
    least = min(load.get(each, 0) for each in left)
    equals = sorted(each for each in left if load.get(each, 0) == least)
    reasons.append({"code": "fewest_appointments", "appointments": least, "weeks": LOAD_PERIOD.days // 7})
    if len(equals) > 1:
        # Identifiers are ordered by the time of their making.
        reasons.append({"code": "longest_here", "count": len(equals)})
    return Choice(equals[0], {"policy": "fair_load", "reasons": reasons})
