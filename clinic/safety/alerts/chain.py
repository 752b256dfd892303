"""The alert chain as data, and which step comes next. Pure.

The numbers that come with the product are ours, and marked as needing the operator's review.
"""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clinic.safety.kinds import Audience, Channel, FlagKind
from core.model import Model

URGENT_MINUTES = 3
"""A person who called is told after so long that nobody has answered yet, and the next are called."""


class ChainStep(Model):
    """Whom to call, how, and after how many minutes without an acknowledgement the next are called."""

    audience: Audience
    channels: Annotated[tuple[Channel, ...], Field(min_length=1, max_length=4)]
    minutes: Annotated[int, Field(ge=1, le=60)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        if len(set(self.channels)) != len(self.channels):
            raise PydanticCustomError("chain_channels", "Each channel stands once in a step.")
        return self


class Chain(Model):
    """The steps in their order; the last is repeated at its minutes for ever.

    `assess_minutes`: so long after its acknowledgement a flag without an assessment goes on up the chain.
    `phq9_limit`: a PHQ-9 total from which a flag is raised, 10 to 27; `epds_limit`: one of EPDS, 9 to 30;
    `gad7_limit`: one of GAD-7, 10 to 21, or None: no total of it does.
    """

    steps: Annotated[tuple[ChainStep, ...], Field(min_length=1, max_length=len(Audience))]
    assess_minutes: Annotated[int, Field(ge=5, le=240)]
    phq9_limit: Annotated[int, Field(ge=10, le=27)]
    epds_limit: Annotated[int, Field(ge=9, le=30)] = 20
    gad7_limit: Annotated[int, Field(ge=10, le=21)] | None = None

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        audiences = [step.audience for step in self.steps]
        if len(set(audiences)) != len(audiences):
            raise PydanticCustomError("chain_audiences", "Each audience stands once in the chain.")
        if audiences[-1] is Audience.PRACTITIONER:
            raise PydanticCustomError("chain_end", "The chain cannot end with who is in a consultation.")
        return self

    def position_after(self, position: int | None) -> int:
        """Return the position of the step after `position` (None: of the first); the last follows itself."""
        return 0 if position is None else min(position + 1, len(self.steps) - 1)

    def limit_of(self, questionnaire: str) -> int | None:
        """Return the total of a questionnaire from which a flag is raised, or None where there is no limit."""
        return {"phq-9": self.phq9_limit, "epds": self.epds_limit, "gad-7": self.gad7_limit}.get(questionnaire)

    def is_last(self, position: int) -> bool:
        """Tell whether a step is repeated."""
        return position >= len(self.steps) - 1

    def wait(self, position: int, kind: FlagKind) -> timedelta:
        """Return how long a step waits for an acknowledgement; a person who called waits three minutes at most."""
        minutes = self.steps[position].minutes
        return timedelta(minutes=min(minutes, URGENT_MINUTES) if kind is FlagKind.URGENT_CALL else minutes)


@cache
def default_chain() -> Chain:
    """Return the chain that comes with the product: it needs the operator's review."""
    return Chain.model_validate_json(files("clinic.safety").joinpath("data", "alert_chain.json").read_bytes())
