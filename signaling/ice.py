"""The ICE servers that a call may use, with expiring TURN credentials.

The credentials are those of draft-uberti-behave-turn-rest-00, which coturn knows as `use-auth-secret`: the user name is
`<unix expiry>:<user>`, the password the base64 of its HMAC-SHA1 under the shared secret.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from signaling.protocol.consultation import IceGrant, IceServer


@dataclass(frozen=True, slots=True)
class IceSettings:
    """The operator's STUN and TURN servers. Without a secret the TURN servers are not offered."""

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str | None = field(default=None, repr=False)
    turn_lifetime: timedelta = timedelta(hours=24)
    relay_only: bool = False


def turn_credentials(secret: str, user: str, expires_at: datetime) -> tuple[str, str]:
    """Return user name and password that coturn accepts until `expires_at`."""
    username = f"{int(expires_at.timestamp())}:{user}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


def ice_servers(settings: IceSettings, user: str, now: datetime) -> list[IceServer]:
    """Return the servers for one connection; `user` appears in the relay's log and must not tell who it is."""
    servers: list[IceServer] = []
    if settings.stun_urls:
        servers.append(IceServer(urls=list(settings.stun_urls), username=None, credential=None))
    if settings.turn_urls and settings.turn_secret:
        username, credential = turn_credentials(settings.turn_secret, user, now + settings.turn_lifetime)
        servers.append(IceServer(urls=list(settings.turn_urls), username=username, credential=credential))
    return servers


def ice_grant(settings: IceSettings, user: str, now: datetime) -> IceGrant:
    """Return all that one connection needs for its calls, as `ice_servers` does."""
    servers = ice_servers(settings, user, now)
    expires = any(server.credential is not None for server in servers)
    return IceGrant(
        ice_servers=servers,
        ice_transport_policy="relay" if settings.relay_only else "all",
        ice_seconds=int(settings.turn_lifetime.total_seconds()) if expires else None,
    )
