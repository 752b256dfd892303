"""The one error type of the domain, and its kinds."""

from typing import ClassVar

from core.json import JSON


class DomainError(Exception):
    """Something the caller did or wants cannot be; said with a stable code.

    `code` is machine-readable and never changes its meaning ("booking.slot_taken"); `detail` is a kind English
    sentence without personal or clinical text; `params` is JSON for the client's catalogue.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, detail: str, /, **params: JSON) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.params: dict[str, JSON] = params


class Unauthenticated(DomainError):
    """The caller is not signed in, or no longer."""

    status = 401


class Forbidden(DomainError):
    """The caller is known and may not do this; never used for another's record, which is not found."""

    status = 403


class NotFound(DomainError):
    """There is no such record among those the caller may see."""

    status = 404


class Conflict(DomainError):
    """The state of things does not allow it."""

    status = 409


class Gone(DomainError):
    """It was there and is over."""

    status = 410


class TooLarge(DomainError):
    """The input is larger than the bound."""

    status = 413


class Invalid(DomainError):
    """The input is well-formed and still cannot be right."""

    status = 422


class TooMany(DomainError):
    """The caller asks too often; `retry_after` (seconds) is among the params."""

    status = 429


class Unavailable(DomainError):
    """A part that is needed does not answer now."""

    status = 503
