"""What a page knows of a consultation's log, as clients/web/src/realtime/sequence.ts and withdrawals.ts keep it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults.checker import WITHDRAWN, Entry


@dataclass
class Log:
    """A window of the consultation's log, which begins anywhere; see sequence.ts."""

    entries: dict[int, Entry] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    start: int = 0
    complete: int = 0
    newest: int = 0

    def begin_with(self, page: Sequence[Entry]) -> None:
        if self.complete == 0 and page:
            self.start = self.complete = page[0].sequence - 1
        self.take(page)

    def take(self, arrived: Sequence[Entry]) -> None:
        for entry in arrived:
            if entry.sequence > self.start:
                self._keep(entry)
        while self.complete + 1 in self.entries:
            self.complete += 1

    def take_earlier(self, page: Sequence[Entry]) -> None:
        fitting = [entry for entry in page if entry.sequence <= self.start]
        if fitting and len(fitting) == self.start - fitting[0].sequence + 1:
            self.start = fitting[0].sequence - 1
            for entry in fitting:
                self._keep(entry)

    def has_gap(self, last: int) -> bool:
        return max(last, self.newest) > self.complete

    def shown(self) -> list[Entry]:
        return [self.entries[number] for number in range(self.start + 1, self.complete + 1)]

    def _keep(self, entry: Entry) -> None:
        self.entries.setdefault(entry.sequence, entry)
        self.newest = max(self.newest, entry.sequence)
        if entry.withdraws is not None:
            self.withdrawn.add(entry.withdraws)
        # A page that was read before the withdrawal may come after it.
        for number in {entry.sequence, entry.withdraws} & self.withdrawn & self.entries.keys():
            self.entries[number] = _without_text(self.entries[number])


def _without_text(entry: Entry) -> Entry:
    return Entry(entry.sequence, entry.client_id, entry.author, WITHDRAWN, entry.withdraws)
