"""What a side of a call tells about how it went."""

from typing import Annotated, Literal

from pydantic import Field

from clinic.calls.quality import Ending, Quality, Rung, Transport
from core.model import Model

Milliseconds = Annotated[int, Field(ge=0, le=600_000)]
Kilobits = Annotated[int, Field(ge=0, le=1_000_000)]


class CallReport(Model):
    """Tell how this page's stay in the call goes, about once a minute and at its end; the server adds who and when.

    `entry` counts the page's stays in the call from 1; a later report of the same stay takes the place of an earlier.
    No addresses and no names of devices. Null: not measured; `ended` is null while the call runs.
    """

    entry: Annotated[int, Field(ge=1, le=1000)]
    seconds: Annotated[int, Field(ge=0, le=86_400)]
    setup_ms: Milliseconds | None
    loss_percent: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None
    jitter_ms: Milliseconds | None
    round_trip_ms: Milliseconds | None
    in_kbps: Kilobits | None
    out_kbps: Kilobits | None
    relayed: bool | None
    transport: Literal["udp", "tcp", "tls"] | None
    reconnects: Annotated[int, Field(ge=0, le=1000)]
    rung: Literal["full", "lower", "voice", "text"]
    ended: Literal["left", "replaced", "finished", "page_closed"] | None

    def quality(self) -> Quality:
        """Return what it says."""
        return Quality(
            seconds=self.seconds,
            setup_ms=self.setup_ms,
            loss_percent=self.loss_percent,
            jitter_ms=self.jitter_ms,
            round_trip_ms=self.round_trip_ms,
            in_kbps=self.in_kbps,
            out_kbps=self.out_kbps,
            relayed=self.relayed,
            transport=None if self.transport is None else Transport(self.transport),
            reconnects=self.reconnects,
            rung=Rung(self.rung),
            ended=None if self.ended is None else Ending(self.ended),
        )
