"""One HTTP request as a handler sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core.errors import Unauthenticated
from core.principal import Principal
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units

T = TypeVar("T")


# Without slots: typing writes on the instance when Key[Type]("name") is called.
@dataclass(frozen=True)
class Key(Generic[T]):
    """The typed name under which server/ hands an adapter to handlers."""

    name: str


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set; `max_age` in seconds, 0 deletes it."""

    name: str
    value: str
    path: str
    max_age: int
    secure: bool
    http_only: bool = True
    same_site: str = "Strict"


@dataclass(slots=True)
class Call:
    """A request after the edge's work: the caller is known, the policy holds, the transaction is open."""

    units: Units
    adapters: Mapping[Key[Any], Any]
    limiter: RateLimiter
    remote: str
    cookies: Mapping[str, str]
    principal_or_none: Principal | None = None
    set_cookies: list[Cookie] = field(default_factory=list)
    _uow: UnitOfWork | None = None

    @property
    def principal(self) -> Principal:
        """Return who calls; raises Unauthenticated on an open route without sign-in."""
        if self.principal_or_none is None:
            raise Unauthenticated("auth.token_missing", "Please sign in first.")
        return self.principal_or_none

    @property
    def uow(self) -> UnitOfWork:
        """Return the open unit of work; a route with `transaction="manual"` has none."""
        if self._uow is None:
            raise RuntimeError("this route opens its units of work itself")
        return self._uow

    def with_uow(self, uow: UnitOfWork) -> "Call":
        """Return this call within a unit of work."""
        self._uow = uow
        return self

    def get(self, key: Key[T]) -> T:
        """Return the adapter that was given to the application under `key`."""
        adapter: T = self.adapters[key]
        return adapter

    def set_cookie(self, cookie: Cookie) -> None:
        """Send a cookie with the answer, also when the answer is an error."""
        self.set_cookies.append(cookie)
