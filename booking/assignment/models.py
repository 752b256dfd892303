"""Wishes and reasons of an assignment as they come in and go out."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints

from booking.assignment.policy import Wishes
from core.model import Model
from people.practitioners.kinds import Gender


class WishesIn(Model):
    """What is wished of "anyone": a language, a gender, and whether somebody whom one has met before comes first."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    gender: Gender | None = None
    familiar: bool = False

    def entered(self) -> Wishes:
        """Return the wishes as the policy reads them."""
        return Wishes(self.language, self.gender, self.familiar)

    @classmethod
    def of(cls, wishes: Wishes) -> "WishesIn":
        """Return wishes as they go out."""
        return cls(language=wishes.language, gender=wishes.gender, familiar=wishes.familiar)


class ReasonOut(Model):
    """One reason, as a code with its number, if it has one."""

    code: str
    count: int | None


class AssignmentOut(Model):
    """By which policy an appointment was assigned, for which reasons and with which wishes."""

    policy: str
    reasons: list[ReasonOut]
    wishes: WishesIn

    @classmethod
    def of(cls, assignment: Mapping[str, Any]) -> "AssignmentOut":
        """Return what is stored with a claim as it goes out."""
        return cls(
            policy=assignment["policy"],
            reasons=[
                ReasonOut(code=each["code"], count=each.get("count", each.get("appointments")))
                for each in assignment.get("reasons", [])
            ],
            wishes=WishesIn.of(Wishes.of(assignment)),
        )
