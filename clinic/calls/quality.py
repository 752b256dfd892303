"""The words in which a side of a call tells how it went."""

from dataclasses import dataclass
from enum import StrEnum


class Rung(StrEnum):
    """The lowest step of the quality ladder that was reached: full video, lower video, voice only, text suggested."""

    FULL = "full"
    LOWER = "lower"
    VOICE = "voice"
    TEXT = "text"


class Transport(StrEnum):
    """What carried the media: UDP, TCP, or a relay reached over TLS."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class Ending(StrEnum):
    """How this side's part in the call ended: hung up, taken over elsewhere, consultation finished, page closed."""

    LEFT = "left"
    REPLACED = "replaced"
    FINISHED = "finished"
    PAGE_CLOSED = "page_closed"


@dataclass(frozen=True, slots=True)
class Quality:
    """One side's summary of one stay in a call; None is what its browser did not measure.

    `setup_ms` runs from the moment both sides were in the call to the first connected path. `loss_percent` is of the
    packets of both directions; `jitter_ms` and `round_trip_ms` are means. `ended` is None while the call runs, and
    where nothing was heard of its end.
    """

    seconds: int
    setup_ms: int | None
    loss_percent: float | None
    jitter_ms: int | None
    round_trip_ms: int | None
    in_kbps: int | None
    out_kbps: int | None
    relayed: bool | None
    transport: Transport | None
    reconnects: int
    rung: Rung
    ended: Ending | None
