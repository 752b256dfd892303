"""What happened in a run: what clients asked for and were told, and which faults came and went."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Literal

Kind = Literal["invoke", "ack", "refusal", "marked", "shut_out", "reload", "sleep", "fault_begin", "fault_end"]


def digest_of(body: str) -> str:
    """What stands for a text in histories, logs and views."""
    return blake2b(body.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, `at` seconds (monotonic) after the beginning.

    "invoke": the person wrote the message `client_id`, or withdraws the message number `withdraws` under that id.
    "ack": their page knows it as stored with `sequence`. "refusal": it was refused for good with `code`.
    "marked": the server took over the receipt `delivered`, `read`. "shut_out": the page was refused with a code after
    which it does not try again. `what` names a fault.
    """

    at: float
    kind: Kind
    encounter: str = ""
    author: str = ""
    client_id: str = ""
    digest: str = ""
    withdraws: int | None = None
    sequence: int | None = None
    delivered: int = 0
    read: int = 0
    code: str = ""
    what: str = ""


@dataclass
class History:
    """Takes down events in the order in which they happened."""

    now: Callable[[], float] = time.monotonic
    events: list[Event] = field(default_factory=list)
    _begun: float | None = None

    def note(self, kind: Kind, **of: object) -> None:
        if self._begun is None:
            self._begun = self.now()
        self.events.append(Event(round(self.now() - self._begun, 4), kind, **of))

    def count(self, kind: Kind) -> int:
        return sum(event.kind == kind for event in self.events)

    def write(self, path: Path) -> None:
        """Write it down, a JSON object a line."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            for event in self.events:
                told = {name: value for name, value in asdict(event).items() if value not in ("", None) or name == "at"}
                file.write(json.dumps(told) + "\n")
