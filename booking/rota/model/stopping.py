"""What ends a search early. Pure."""

from typing import Protocol

from booking.rota.model.board import Board


class Stop(Protocol):
    """What tells a search to end and keep the best: an event, for one."""

    def is_set(self) -> bool:
        """Return whether the search is to end."""
        ...


class HasRota:
    """Is set as soon as there is a rota on a board, or as everything is stopped."""

    def __init__(self, board: Board, stop: Stop) -> None:
        self._board, self._stop = board, stop

    def is_set(self) -> bool:
        """Return whether there is a rota, or everything is stopped."""
        return self._board.rota is not None or self._stop.is_set()
