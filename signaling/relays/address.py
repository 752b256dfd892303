"""The address of a STUN or TURN server, as RFC 7064 and RFC 7065 write it."""

from dataclasses import dataclass
from typing import Literal

_PLAIN_PORT, _TLS_PORT = 3478, 5349


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where a server is and how it is reached; `url` is what it was read from."""

    url: str
    host: str
    port: int
    transport: Literal["udp", "tcp"]
    tls: bool


def read_address(url: str) -> RelayAddress:
    """Read an address such as turns:turn.example.jp:5349?transport=tcp, with the defaults of the RFCs."""
    scheme, _, rest = url.partition(":")
    place, _, query = rest.partition("?")
    host, _, port = place.partition(":")
    tls = scheme == "turns"
    transport: Literal["udp", "tcp"] = "tcp" if tls or query == "transport=tcp" else "udp"
    return RelayAddress(url, host, int(port) if port else (_TLS_PORT if tls else _PLAIN_PORT), transport, tls)
