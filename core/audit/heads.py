"""The file outside the database in which each seal's head stands: one line a seal, only ever appended to."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# More than one line, which has at most about 200 bytes.
_TAIL_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of a seal."""

    number: int
    last_sequence: int
    key_id: str
    sealed_at: datetime
    mac: bytes

    def line(self) -> str:
        """Return the line of the file, without its end."""
        at = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{self.number} {self.last_sequence} {at} {self.key_id} {self.mac.hex()}"


@dataclass(frozen=True, slots=True)
class Heads:
    """A file that was read: its heads by number, and how many lines are none (a process died while writing)."""

    by_number: Mapping[int, Head]
    strange: int


def read_heads(file: Path) -> Heads:
    """Return what stands in the file; raises OSError. Of two heads of one number the first counts."""
    heads: dict[int, Head] = {}
    strange = 0
    with file.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            head = _read(line)
            if head is None:
                strange += 1
            else:
                heads.setdefault(head.number, head)
    return Heads(heads, strange)


def last_head(file: Path) -> Head | None:
    """Return the last head in the file, None when it holds none or is not there yet; raises OSError."""
    try:
        with file.open("rb") as content:
            size = content.seek(0, os.SEEK_END)
            content.seek(max(0, size - _TAIL_BYTES))
            tail = content.read().decode("ascii", errors="replace")
    except FileNotFoundError:
        return None
    return next((head for line in reversed(tail.splitlines()) if (head := _read(line)) is not None), None)


def append(file: Path, heads: Iterable[Head]) -> None:
    """Append heads and let them reach the disk; raises OSError. The folder is made when it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as content:
        # What a process left half-written becomes a line of its own.
        size = content.seek(0, os.SEEK_END)
        if size > 0:
            content.seek(size - 1)
            if content.read(1) != b"\n":
                content.write(b"\n")
        content.write("".join(f"{head.line()}\n" for head in heads).encode("ascii"))
        content.flush()
        os.fsync(content.fileno())


def _read(line: str) -> Head | None:
    try:
        number, last_sequence, at, key_id, mac = line.split()
        head = Head(int(number), int(last_sequence), key_id, datetime.fromisoformat(at), bytes.fromhex(mac))
    except ValueError:
        return None
    return head if head.sealed_at.tzinfo is not None and len(head.mac) == 32 else None
