"""Refusals on a socket: every error as a stable code and a kind sentence."""

import traceback

import structlog
from pydantic import ValidationError

from core.crypto import Erased, SealBroken
from core.database import is_away
from core.errors import Conflict, DomainError, Gone, Invalid, NotFound, TooMany, Unauthenticated, Unavailable
from core.model import place_of
from signaling.protocol.shared import Problem, Refusal
from signaling.protocol.version import SUPPORTED_VERSIONS

_MAX_FAULTS = 10
_log = structlog.get_logger(__name__)


class ServerFault(DomainError):
    """Something unforeseen on our side."""

    status = 500


def problem(error: DomainError) -> Problem:
    """Return a domain error as it goes over the socket."""
    return Problem(code=error.code, message=error.detail, params=error.params)


def refusal(error: DomainError) -> Refusal:
    """Return the acknowledgement of what was refused."""
    return Refusal(error=problem(error))


def from_exception(error: Exception, event: str) -> DomainError:
    """Return the domain error that stands for any exception.

    An unforeseen one is logged by its type and place only: its text may hold what a person wrote.
    """
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Erased):
        return Gone("server.erased", "This was erased when its time of keeping was over.")
    place = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    _log.error("event_failed", socket_event=event, error=type(error).__name__, place=place)
    if isinstance(error, SealBroken):
        return ServerFault("server.sealed", "This cannot be opened at the moment. Please tell the desk.")
    if is_away(error):
        return Unavailable("server.database_unavailable", "The service is resting for a moment. Please try again soon.")
    return ServerFault("server.error", "Something went wrong on our side. Please try again soon.")


def invalid(error: ValidationError | None = None) -> Invalid:
    """Return the refusal of a payload that does not fit; it names the places and never repeats what was given.

    Pydantic's own words may quote a single character.
    """
    faults = [] if error is None else error.errors(include_url=False, include_context=False, include_input=False)
    return Invalid(
        "request.invalid",
        "Something in the request does not fit.",
        errors=[
            {"at": place_of(fault["loc"]), "code": fault["type"], "message": fault["msg"].replace("\0", "")}
            for fault in faults[:_MAX_FAULTS]
        ],
    )


def unknown_event() -> NotFound:
    """Return the refusal of an event that the protocol does not have."""
    return NotFound("socket.unknown_event", "This version of the service does not know that. Please reload the page.")


def not_connected() -> Conflict:
    """Return the refusal of an event on a connection that is closed."""
    return Conflict("socket.not_connected", "The connection is closed. Please connect again.")


def not_joined() -> Conflict:
    """Return the refusal of an event that needs `join` first."""
    return Conflict("socket.not_joined", "Please join the consultation first.")


def too_many(retry_after: int) -> TooMany:
    """Return the refusal of a flood; `retry_after` in seconds."""
    return TooMany("socket.too_many", "That was too fast. Please wait a moment and try again.", retry_after=retry_after)


def too_many_connections() -> TooMany:
    """Return the refusal of one more connection of an account that has many."""
    return TooMany("socket.too_many_connections", "The service is open in too many places. Please close some of them.")


def token_expired() -> Unauthenticated:
    """Return the refusal of an event under a token whose time is over."""
    return Unauthenticated("auth.token_expired", "Your sign-in needs to be renewed.")


def unsupported_protocol() -> Conflict:
    """Return the refusal of a client that speaks another version."""
    return Conflict(
        "protocol.unsupported",
        "This page is of another version than the service. Please reload it.",
        supported=list(SUPPORTED_VERSIONS),
    )
