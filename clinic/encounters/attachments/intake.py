"""How much is taken in at once: what is uploaded stays in memory until it is stored."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from clinic.encounters.attachments.remaking import busy


class Intake:
    """Bounds the uploads under way on this node: `most_bytes` in all, and `of_account` of one account."""

    def __init__(self, *, most_bytes: int = 300_000_000, of_account: int = 3) -> None:
        self._left = most_bytes
        self._of_account = of_account
        self._under_way: Counter[UUID] = Counter()

    @contextmanager
    def place(self, account_id: UUID, size: int) -> Iterator[None]:
        """Keep `size` bytes free for an upload of an account, until the end of the context.

        Raises Unavailable("attachments.busy") when there is no room.
        """
        if size > self._left or self._under_way[account_id] >= self._of_account:
            raise busy()
        self._left -= size
        self._under_way[account_id] += 1
        try:
            yield
        finally:
            self._left += size
            self._under_way[account_id] -= 1
            if not self._under_way[account_id]:
                del self._under_way[account_id]
