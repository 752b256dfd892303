"""The policy by which "anyone" becomes somebody. Pure.

1. Eligible: of the service's roles and specialty, and on schedule at that time. 2. Free at that time. 3. The fewest
appointments in the last four weeks and to come. 4. Of equals, the one who has been a practitioner here the longest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.json import JSON

LOAD_PERIOD = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, and why: `assignment` is stored with the claim and holds codes and numbers only."""

    practitioner_id: UUID
    assignment: Mapping[str, JSON]


def named(practitioner_id: UUID) -> Choice:
    """Return the choice of the practitioner whom the person named."""
    return Choice(practitioner_id, {"policy": "named", "reasons": []})


def anyone(on_schedule: int, free: Sequence[UUID], load: Mapping[UUID, int]) -> Choice:
    """Return the choice among `free` (at least one) of the `on_schedule` eligible practitioners.

    `load` counts each one's appointments, 0 when missing. The answer does not depend on the order of `free`.
    """
    if not free:
        raise ValueError("nobody to choose from")
    least = min(load.get(each, 0) for each in free)
    equals = sorted(each for each in free if load.get(each, 0) == least)
    reasons: list[JSON] = [
        {"code": "on_schedule", "count": on_schedule},
        {"code": "free", "count": len(free)},
        {"code": "fewest_appointments", "appointments": least, "weeks": LOAD_PERIOD.days // 7},
    ]
    if len(equals) > 1:
        # Identifiers are ordered by the time of their making.
        reasons.append({"code": "longest_here", "count": len(equals)})
    return Choice(equals[0], {"policy": "fair_load", "reasons": reasons})
