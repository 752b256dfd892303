"""How long a person waits for the first answer in writing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A message: when it was sent, in seconds, and whose it is; a guest's is neither the person's nor of staff."""

    at: int
    by_person: bool
    by_staff: bool


def first_reply(messages: Iterable[Written]) -> int | None:
    """Return the seconds from the person's first message to staff's first after it, None without such a pair.

    The messages are in the order of their numbers.
    """
    asked: int | None = None
    for message in messages:
        if asked is None:
            asked = message.at if message.by_person else None
        elif message.by_staff:
            return max(0, message.at - asked)
    return None
