"""The address of the one who calls, behind proxies that are trusted."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from aiohttp import web


class RemoteAddress:
    """Finds the caller's address; X-Forwarded-For is believed only from the trusted networks."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted = [ip_network(network) for network in trusted]

    def of(self, request: web.Request) -> str:
        """Return the address nearest to us that is no trusted proxy."""
        remote = request.remote or "unknown"
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        while hops and self._is_trusted(remote):
            remote = hops.pop()
        return remote[:45]

    def _is_trusted(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._trusted)
        except ValueError:
            return False
