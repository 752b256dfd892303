"""How the calls of a time went: medians, the worst tenth, and shares, from the sides' summaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from clinic.calls.quality import Rung


@dataclass(frozen=True, slots=True)
class Stay:
    """One side's stay in a call, as far as the figures need it; None was not measured."""

    setup_ms: int | None
    loss_percent: float | None
    relayed: bool | None
    reconnects: int
    rung: Rung


@dataclass(frozen=True, slots=True)
class Spread:
    """How many were measured, their median, and the value that nine of ten do not exceed (nearest rank)."""

    measured: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class CallFigures:
    """The stays of a time. The shares are 0 to 1, and None when nothing was measured."""

    stays: int
    setup_ms: Spread
    loss_percent: Spread
    share_relayed: float | None
    share_reconnected: float | None
    share_stepped_down: float | None


def call_figures(stays: Sequence[Stay]) -> CallFigures:
    """Return the figures of these stays."""
    known = [stay.relayed for stay in stays if stay.relayed is not None]
    return CallFigures(
        stays=len(stays),
        setup_ms=_spread(stay.setup_ms for stay in stays),
        loss_percent=_spread(stay.loss_percent for stay in stays),
        share_relayed=_share(known),
        share_reconnected=_share([stay.reconnects > 0 for stay in stays]),
        share_stepped_down=_share([stay.rung is not Rung.FULL for stay in stays]),
    )


def _spread(values: Iterable[float | None]) -> Spread:
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread(0, None, None)
    return Spread(len(known), median(known), known[ceil(0.9 * len(known)) - 1])


def _share(yes: Sequence[bool]) -> float | None:
    return sum(yes) / len(yes) if yes else None
