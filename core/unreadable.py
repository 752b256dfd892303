"""What is said of a text that cannot be read, so that one of them does not fail a whole list."""

from enum import StrEnum

import structlog

from core.crypto import Erased, SealBroken, Vault

_log = structlog.get_logger(__name__)


class Unreadable(StrEnum):
    """Why a text is not shown; the codes are those of the errors that a single one is refused with."""

    SEALED = "server.sealed"
    """Its key is lost, or it was changed."""
    ERASED = "server.erased"
    """It was erased when its time of keeping was over."""


def open_or_say(vault: Vault, sealed: bytes, context: str) -> tuple[str, Unreadable | None]:
    """Return the text that was sealed for `context`, or an empty one and why it cannot be read."""
    try:
        return vault.open(sealed, context), None
    except SealBroken as error:
        return "", unreadable_by(error)


def unreadable_by(error: SealBroken) -> Unreadable:
    """Return what a list says of a text that raised `error`; a lost key is logged."""
    if isinstance(error, Erased):
        return Unreadable.ERASED
    _log.error("one_of_a_list_sealed")
    return Unreadable.SEALED
