"""How a socket learns who is behind an access token."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from core.principal import Principal


@dataclass(frozen=True, slots=True)
class Authenticated:
    """Who a token belongs to, and until when (aware, UTC) it counts."""

    principal: Principal
    expires_at: datetime


Authenticate = Callable[[str], Awaitable[Authenticated]]
"""Reads an access token; raises Unauthenticated for one that is expired, forged, signed out or blocked."""
