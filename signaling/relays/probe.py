"""Single questions to a STUN or TURN server."""

import asyncio
import ssl
from datetime import UTC, datetime

from aioice import stun, turn

from signaling.relays.address import RelayAddress

_UNAUTHORISED = 401


class Refused(Exception):
    """The server answered, and the answer is no; `code` is that of STUN (RFC 8489, section 14.8)."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code

    @property
    def credentials(self) -> bool:
        """Return whether it was the credentials that were refused."""
        return self.code == _UNAUTHORISED


async def bind(address: RelayAddress) -> None:
    """Ask a STUN server for one's own address; raises OSError, or waits for ever where nobody answers."""
    loop = asyncio.get_running_loop()
    transport, answer = await loop.create_datagram_endpoint(_Answer, remote_addr=(address.host, address.port))
    try:
        transport.sendto(bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST)))
        await answer.received
    finally:
        transport.close()


async def allocate(address: RelayAddress, username: str, password: str) -> None:
    """Have a place on the relay made and taken away again; raises Refused, OSError or ssl.SSLError."""
    context = ssl.create_default_context() if address.tls else None
    try:
        transport, _ = await turn.create_turn_endpoint(
            asyncio.DatagramProtocol,
            (address.host, address.port),
            username,
            password,
            ssl=context,
            transport=address.transport,
        )
    except stun.TransactionFailed as error:
        raise Refused(error.response.error_code or 0) from None
    except stun.TransactionError:
        raise TimeoutError from None
    transport.close()


async def certificate_end(address: RelayAddress) -> datetime:
    """Return until when the server's certificate is good; raises ssl.SSLError for one that no browser takes."""
    context = ssl.create_default_context()
    _, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    try:
        certificate = writer.get_extra_info("peercert")
    finally:
        writer.close()
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


class _Answer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.received: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  the base's signature
        if not self.received.done():
            self.received.set_result(None)

    def error_received(self, exc: Exception) -> None:
        if not self.received.done():
            self.received.set_exception(exc)
