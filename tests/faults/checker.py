"""Decides whether a run kept the promise: the acknowledged is in the log once and in every view once, in one order.

Pure. It reads the history, the database's log and the views of all pages, the last ones and those before each reload.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.faults.history import Event

# What a page shows of a message whose text it has forgotten.
WITHDRAWN = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a consultation's log, as the database or a page has it; `digest` is WITHDRAWN without the text."""

    sequence: int
    client_id: str
    author: str
    digest: str | None
    withdraws: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A consultation as the database has it; `receipts` are (delivered, read) by account."""

    entries: Sequence[Entry]
    last_sequence: int
    receipts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class View:
    """What a page took in, in that order, from its opening to its reload or (`final`) to the end of the run.

    `shown` are its entries from the first to the last without a gap, as the person saw them at the end.
    """

    encounter: str
    account: str
    final: bool
    arrived: Sequence[Entry]
    shown: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken."""

    rule: str
    encounter: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule} in {self.encounter}: {self.detail}"


def check(events: Sequence[Event], logs: Mapping[str, Log], views: Sequence[View]) -> list[Violation]:
    """Return what was broken; empty when all was kept."""
    of_encounter: dict[str, list[Event]] = {name: [] for name in logs}
    strangers = []
    for event in events:
        if event.encounter in of_encounter:
            of_encounter[event.encounter].append(event)
        elif event.encounter:
            strangers.append(Violation("lost", event.encounter, "the database has no such consultation"))
    return [
        *strangers,
        *(found for name, log in logs.items() for found in _check_one(name, log, of_encounter[name])),
        *(found for view in views for found in _check_view(view, logs[view.encounter])),
    ]


def _check_one(name: str, log: Log, events: Sequence[Event]) -> Iterator[Violation]:
    yield from _check_numbers(name, log)
    yield from _check_origins(name, log, [event for event in events if event.kind == "invoke"])
    by_sequence = {entry.sequence: entry for entry in log.entries}
    by_client_id = {entry.client_id: entry for entry in log.entries}
    for event in events:
        match event.kind:
            case "ack":
                yield from _check_ack(name, event, by_sequence.get(event.sequence or 0))
            case "refusal":
                stored = by_client_id.get(event.client_id)
                if stored is not None and (stored.digest, stored.withdraws) == (event.digest, event.withdraws):
                    yield Violation("refused but stored", name, f"{event.client_id} ({event.code})")
            case "marked":
                delivered, read = log.receipts.get(event.author, (0, 0))
                if delivered < event.delivered or read < event.read:
                    yield Violation("receipt lost", name, f"{event.author}: {(delivered, read)}, told {event}")
            case "shut_out":
                yield Violation("shut out", name, f"{event.author} at {event.at} s ({event.code})")
            case _:
                pass
    for account, (delivered, read) in log.receipts.items():
        if not read <= delivered <= log.last_sequence:
            yield Violation("receipt out of bounds", name, f"{account}: {(delivered, read)} of {log.last_sequence}")


def _check_numbers(name: str, log: Log) -> Iterator[Violation]:
    numbers = [entry.sequence for entry in log.entries]
    if numbers != list(range(1, len(numbers) + 1)):
        at = next((at for at, number in enumerate(numbers, 1) if at != number), 0)
        yield Violation("gap", name, f"where number {at} belongs there is {numbers[at - 1]}")
    if log.last_sequence != (numbers[-1] if numbers else 0):
        yield Violation("gap", name, f"the last number is said to be {log.last_sequence}, and is {numbers[-1:]}")
    twice = [client_id for client_id, times in Counter(entry.client_id for entry in log.entries).items() if times > 1]
    for client_id in twice:
        yield Violation("doubled", name, client_id)
    targets = Counter(entry.withdraws for entry in log.entries if entry.withdraws is not None)
    for target, times in targets.items():
        if times > 1:
            yield Violation("doubled", name, f"number {target} was withdrawn {times} times")


def _check_origins(name: str, log: Log, invoked: Sequence[Event]) -> Iterator[Violation]:
    """Every row was written by somebody, as it stands, and each author's messages stand in the order of writing."""
    known = {event.client_id: event for event in invoked}
    place = {event.client_id: at for at, event in enumerate(invoked)}
    latest: dict[str, int] = {}
    for entry in log.entries:
        event = known.get(entry.client_id)
        if event is None:
            yield Violation("phantom", name, f"number {entry.sequence}, {entry.client_id}")
            continue
        if (event.author, event.digest, event.withdraws) != (entry.author, entry.digest, entry.withdraws):
            yield Violation("altered", name, f"number {entry.sequence}, {entry.client_id}")
        if entry.withdraws is None:
            if place[entry.client_id] < latest.get(entry.author, -1):
                yield Violation("reordered", name, f"number {entry.sequence} was written before one that stands above")
            latest[entry.author] = place[entry.client_id]


def _check_ack(name: str, event: Event, stored: Entry | None) -> Iterator[Violation]:
    if stored is None:
        yield Violation("lost", name, f"{event.client_id}, acknowledged at {event.at} s as number {event.sequence}")
    # A withdrawal that is asked for again, under another id, is answered with the first entry.
    elif event.withdraws is not None:
        if stored.withdraws != event.withdraws:
            yield Violation("misplaced", name, f"number {event.sequence} does not withdraw {event.withdraws}")
    elif stored.client_id != event.client_id:
        yield Violation("misplaced", name, f"{event.client_id} was acknowledged as number {event.sequence}")


def _check_view(view: View, log: Log) -> Iterator[Violation]:
    who = f"{view.account}{'' if view.final else ' before a reload'}"
    by_sequence = {entry.sequence: entry for entry in log.entries}
    withdrawn = {entry.withdraws for entry in log.entries}
    for entry in view.arrived:
        stored = by_sequence.get(entry.sequence)
        if stored is None or _key(stored) != _key(entry):
            yield Violation("another order", view.encounter, f"{who} was given {entry}, the log has {stored}")
        elif entry.digest is WITHDRAWN:
            if entry.sequence not in withdrawn:
                yield Violation("altered", view.encounter, f"{who} misses the text of number {entry.sequence}")
        elif entry.digest != stored.digest:
            yield Violation("altered", view.encounter, f"{who} has another text as number {entry.sequence}")
    numbers = [entry.sequence for entry in view.shown]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield Violation("another order", view.encounter, f"{who} was shown {numbers}")
    if view.final:
        yield from _check_final(view, log, who, withdrawn)


def _check_final(view: View, log: Log, who: str, withdrawn: set[int | None]) -> Iterator[Violation]:
    expected = [(*_key(entry), WITHDRAWN if entry.sequence in withdrawn else entry.digest) for entry in log.entries]
    shown = [(*_key(entry), entry.digest) for entry in view.shown]
    if shown == expected:
        return
    missing = [key[0] for key in expected if key not in set(shown)]
    extra = [key[0] for key in shown if key not in set(expected)]
    detail = f"{who} has {len(shown)} of {len(expected)}; missing {missing[:10]}, not in the log {extra[:10]}"
    yield Violation("view differs", view.encounter, detail)


def _key(entry: Entry) -> tuple[int, str, str, int | None]:
    return entry.sequence, entry.client_id, entry.author, entry.withdraws
