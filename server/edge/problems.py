"""Errors as RFC 9457 problem details."""

import traceback

import orjson
import structlog
from aiohttp import web
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.crypto import Erased, SealBroken
from core.database import is_away
from core.errors import DomainError, Gone, Unavailable
from core.json import JSON
from core.model import place_of

_log = structlog.get_logger(__name__)

_TITLES = {
    400: "Bad request",
    401: "Sign-in needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    429: "Too many requests",
    500: "Server error",
    503: "Unavailable",
}


class RequestError(DomainError):
    """A fault of the request itself, found before any handler; `errors` names the places."""

    def __init__(self, status: int, code: str, detail: str, errors: list[JSON] | None = None) -> None:
        super().__init__(code, detail)
        self.http_status = status
        self.errors = errors or []


def invalid(error: ValidationError, where: str) -> RequestError:
    """Return the refusal that names each place that does not fit; what was given is not repeated."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return RequestError(
        422,
        "request.invalid",
        "Something in the request does not fit.",
        [_fault(fault, where) for fault in faults[:20]],
    )


def _fault(fault: ErrorDetails, where: str) -> JSON:
    return {
        "at": place_of([where, *fault["loc"]]),
        "code": fault["type"],
        "message": fault["msg"],
    }


def problem(error: DomainError) -> web.Response:
    """Return the answer for a domain error."""
    status = error.http_status if isinstance(error, RequestError) else error.status
    body: dict[str, JSON] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": error.code,
        "detail": error.detail,
        "params": error.params,
        "errors": error.errors if isinstance(error, RequestError) else [],
    }
    headers = {}
    retry_after = error.params.get("retry_after")
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return web.Response(
        body=orjson.dumps(body), status=status, content_type="application/problem+json", headers=headers
    )


def from_exception(error: Exception, route: str) -> DomainError:
    """Return the domain error that stands for any exception; an unforeseen one is logged without its text.

    The text of an exception may hold what a person wrote, so only its type and place are logged.
    """
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Erased):
        return Gone("server.erased", "This was erased when its time of keeping was over.")
    place = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    _log.error("request_failed", route=route, error=type(error).__name__, place=place)
    if isinstance(error, SealBroken):
        return RequestError(500, "server.sealed", "This cannot be opened at the moment. Please tell the desk.")
    if is_away(error):
        return Unavailable("server.database_unavailable", "The service is resting for a moment. Please try again soon.")
    return RequestError(500, "server.error", "Something went wrong on our side. Please try again soon.")
