"""Hands a mail to the mail server and tells three answers apart: accepted, refused for good, not now."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

_FAREWELL_SECONDS = 5.0

Encryption = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The mail server that takes the mails; `seconds` bound a whole dialogue."""

    host: str
    port: int
    encryption: Encryption = "starttls"
    user: str | None = None
    password: str | None = None
    seconds: float = 60.0


class RefusedForGood(Exception):
    """The server refused with a lasting answer, `code` 500 to 599; `address`: for the recipient, else for the mail."""

    def __init__(self, code: int, *, address: bool) -> None:
        super().__init__(str(code))
        self.code = code
        self.address = address


class NotNow(Exception):
    """The server could not be reached, did not answer to the end, or said later; it may have taken the mail.

    A refusal of us rather than of the mail (sign-in, sender) is of this kind too: the operator mends it.
    `code` is the server's answer, if there was one.
    """

    def __init__(self, code: int | None, cause: str) -> None:
        super().__init__(cause)
        self.code = code


@asynccontextmanager
async def handed_over(server: SmtpServer, sender: str, recipient: str, message: EmailMessage) -> AsyncIterator[None]:
    """Enter when the server has accepted the message for `recipient`; raises RefusedForGood or NotNow before.

    What is done within comes before the farewell, so that an acceptance is noted as soon as it is known.
    """
    client = _client(server)
    try:
        await _talk(client, server, sender, recipient, message)
        yield
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=_FAREWELL_SECONDS)
    finally:
        client.close()


async def reach(server: SmtpServer) -> None:
    """Return when the server takes us in, signed in where that is set; raises NotNow."""
    client = _client(server)
    try:
        async with asyncio.timeout(server.seconds):
            await client.connect()
            await client.quit()
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise _not_now(error) from error
    finally:
        client.close()


def _client(server: SmtpServer) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.encryption == "tls",
        start_tls=server.encryption == "starttls",
        username=server.user,
        password=server.password,
        timeout=server.seconds,
    )


def _not_now(error: Exception) -> NotNow:
    return NotNow(error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None, type(error).__name__)


async def _talk(
    client: aiosmtplib.SMTP, server: SmtpServer, sender: str, recipient: str, message: EmailMessage
) -> None:
    try:
        async with asyncio.timeout(server.seconds):
            await client.connect()
            await client.mail(sender)
            await _to(client, recipient)
            await _data(client, message)
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise _not_now(error) from error


async def _to(client: aiosmtplib.SMTP, recipient: str) -> None:
    try:
        await client.rcpt(recipient)
    except aiosmtplib.SMTPRecipientRefused as error:
        if error.code >= 500:
            raise RefusedForGood(error.code, address=True) from error
        raise


async def _data(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    try:
        await client.data(message.as_bytes())
    except aiosmtplib.SMTPDataError as error:
        if error.code >= 500:
            raise RefusedForGood(error.code, address=False) from error
        raise
