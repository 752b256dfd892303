"""What a swap of a duty can be in. Pure."""

from enum import StrEnum


class SwapState(StrEnum):
    """A swap is open while it is offered or taken; until it is approved the duty stays with who offered it."""

    OFFERED = "offered"
    TAKEN = "taken"
    """Somebody takes it; it waits for the coordinator."""
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OVER = "over"
    """The duty has begun, or is no longer on the published rota, before it was decided."""


OPEN = frozenset({SwapState.OFFERED, SwapState.TAKEN})
