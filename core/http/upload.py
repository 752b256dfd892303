"""A file as the body of a request, in the place of a model."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from core.errors import Invalid, TooLarge


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of a route that takes a file: not read before the handler asks for it, so it can refuse first.

    `length` is the size in bytes that was announced, if it was; `limit` is what the route takes at most.
    """

    parts: AsyncIterator[bytes]
    length: int | None
    limit: int

    @property
    def most(self) -> int:
        """Return how many bytes are read of it at most."""
        return self.limit if self.length is None else min(self.length, self.limit)

    async def read(self) -> bytes:
        """Return the whole of it.

        Raises TooLarge("request.too_large") as soon as it is more than `limit` bytes, and Invalid("request.incomplete")
        where it breaks off.
        """
        if (self.length or 0) > self.limit:
            raise _too_large()
        read: list[bytes] = []
        size = 0
        async for part in self.parts:
            size += len(part)
            if size > self.limit:
                raise _too_large()
            if size > self.most:
                raise incomplete()
            read.append(part)
        if self.length is not None and size != self.length:
            raise incomplete()
        return b"".join(read)


def _too_large() -> TooLarge:
    return TooLarge("request.too_large", "That is larger than we can take.")


def incomplete() -> Invalid:
    """Return the refusal of a body that broke off."""
    return Invalid("request.incomplete", "The file did not arrive whole. Please send it again.")
