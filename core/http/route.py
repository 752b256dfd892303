"""The declaration of a route: method, path, policy, models and errors, read off a typed handler."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, get_type_hints

from pydantic import BaseModel

from core.http.call import Call
from core.http.file import FileOut
from core.http.upload import Upload
from core.policy import Policy

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Transaction = Literal["read", "write", "manual"]
Handler = Callable[..., Awaitable[BaseModel | FileOut | None]]

_MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `allowed` calls in `window` seconds, counted by account, or by remote address without sign-in."""

    name: str
    allowed: int
    window: int


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the HTTP interface. `errors` are the codes it may answer beside the general ones.

    `files` are the media types of an operation that answers a FileOut and has no response model. One that `uploads`
    takes a file as its body (application/octet-stream) and has no body model.
    """

    method: Method
    path: str
    policy: Policy
    handler: Handler
    path_model: type[BaseModel] | None
    query_model: type[BaseModel] | None
    body_model: type[BaseModel] | None
    response_model: type[BaseModel] | None
    status: int
    errors: tuple[str, ...]
    limit: RateLimit | None
    transaction: Transaction
    max_body: int
    files: tuple[str, ...]
    uploads: bool

    @property
    def operation(self) -> str:
        """Return the operation's name in the OpenAPI document, such as `booking_appointments_book`."""
        parts = [part for part in self.handler.__module__.split(".") if part not in {"api", "clinic"}]
        return "_".join([*parts, self.handler.__name__])

    @property
    def summary(self) -> str:
        """Return the first line of the handler's docstring."""
        return (inspect.getdoc(self.handler) or "").partition("\n")[0]


class _Verb(Protocol):
    """Declares the handlers of one method. `status` is 200, or 204 where nothing is answered, unless given.

    GET reads and all others write in a transaction of the edge; with `transaction="manual"` the handler opens its own.
    `errors` are the codes it may answer; `limit` bounds how often, `max_body` (bytes) how much.
    A handler that returns FileOut names the media types it may answer in `files`. One whose `body` is an Upload takes a
    file; it reads it before it opens a transaction ("manual").
    """

    def __call__(
        self,
        path: str,
        *,
        policy: Policy,
        status: int | None = None,
        errors: tuple[str, ...] = (),
        limit: RateLimit | None = None,
        transaction: Transaction | None = None,
        max_body: int = _MAX_BODY,
        files: tuple[str, ...] = (),
    ) -> Callable[[Handler], Route]: ...


def _verb(method: Method) -> _Verb:
    def at(
        path: str,
        *,
        policy: Policy,
        status: int | None = None,
        errors: tuple[str, ...] = (),
        limit: RateLimit | None = None,
        transaction: Transaction | None = None,
        max_body: int = _MAX_BODY,
        files: tuple[str, ...] = (),
    ) -> Callable[[Handler], Route]:
        def declare(handler: Handler) -> Route:
            hints = get_type_hints(handler)
            answer = hints.pop("return", type(None))
            if hints.pop("call", None) is not Call or not hints.keys() <= {"path", "query", "body"}:
                raise TypeError(f"{handler.__module__}.{handler.__name__}: takes call, path, query, body")
            if (answer is FileOut) != bool(files):
                raise TypeError(f"{handler.__module__}.{handler.__name__}: a file, and only a file, names media types")
            uploads = hints.get("body") is Upload
            if uploads:
                del hints["body"]
            response = None if answer in {type(None), FileOut} else answer
            return Route(
                method=method,
                path=path,
                policy=policy,
                handler=handler,
                path_model=hints.get("path"),
                query_model=hints.get("query"),
                body_model=hints.get("body"),
                response_model=response,
                status=status or (204 if answer is type(None) else 200),
                errors=errors,
                limit=limit,
                transaction=transaction or ("read" if method == "GET" else "write"),
                max_body=max_body,
                files=files,
                uploads=uploads,
            )

        return declare

    return at


get = _verb("GET")
post = _verb("POST")
put = _verb("PUT")
patch = _verb("PATCH")
delete = _verb("DELETE")
