"""The checks of `hagukumi calltest`: each way on which a call may go, tried from this machine as a caller would."""

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from core.clock import Clock
from server.doctor import Finding
from server.settings import Settings
from signaling.ice import turn_credentials
from signaling.relays.address import RelayAddress, read_address
from signaling.relays.echo import hear_oneself
from signaling.relays.probe import Refused, allocate, bind, certificate_end

_PATIENCE_SECONDS = 5.0
_ECHO_SECONDS = 15.0
_ECHO_FRAMES = 25
_CREDENTIALS = timedelta(minutes=5)
# Let's Encrypt renews thirty days before the end; what is still old a week later will not be renewed by itself.
_CERTIFICATE_DAYS = 21

_AWAY = "does not answer; is coturn running, and is the port open?"


async def try_calls(
    settings: Settings, clock: Clock, seconds: float, patience: float = _PATIENCE_SECONDS
) -> list[Finding]:
    """Try every STUN and TURN server of the settings; return what was found.

    It takes at most `seconds` in all, and waits at most `patience` seconds for an answer.
    """
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(seconds):
            async for finding in _findings(settings, clock, patience):
                findings.append(finding)  # noqa: PERF401  what was found before the time is over stays
    except TimeoutError:
        findings.append(Finding("calltest", "fault", f"was not done after {seconds:.0f} seconds; see the lines before"))
    return findings


async def _findings(settings: Settings, clock: Clock, patience: float) -> AsyncIterator[Finding]:
    for url in settings.stun_urls:
        yield await _stun(read_address(url), patience)
    if settings.turn_secret is None:
        return
    for url in settings.turn_urls:
        relay = _Relay(read_address(url), settings.turn_secret.get_secret_value(), clock, patience)
        async for finding in relay.findings():
            yield finding


async def _stun(address: RelayAddress, patience: float) -> Finding:
    try:
        async with asyncio.timeout(patience):
            await bind(address)
    except OSError:
        return Finding(address.url, "fault", _AWAY)
    return Finding(address.url, "ok", "answers")


class _Relay:
    def __init__(self, address: RelayAddress, secret: str, clock: Clock, patience: float) -> None:
        self._address = address
        self._secret = secret
        self._clock = clock
        self._patience = patience

    async def findings(self) -> AsyncIterator[Finding]:
        if self._address.tls:
            certificate = await self._certificate()
            yield certificate
            if certificate.grade == "fault":
                return
        entry = await self._entry()
        yield entry
        if entry.grade == "fault":
            return
        yield await self._refusal(
            "another secret's", "takes credentials of any secret: it relays for anybody; set coturn's use-auth-secret",
            self._credentials(secrets.token_urlsafe(32), _CREDENTIALS),
        )  # fmt: skip
        yield await self._refusal(
            "expired", "takes credentials that have expired: is its clock right?",
            self._credentials(self._secret, -_CREDENTIALS),
        )  # fmt: skip
        yield await self._echo()

    async def _certificate(self) -> Finding:
        async def ask() -> Finding:
            left = (await certificate_end(self._address) - self._clock.now()).days
            if left < _CERTIFICATE_DAYS:
                return self._found("fault", f"its certificate is good for {left} more days only; renew it")
            return self._found("ok", f"its certificate is good for {left} more days")

        return await self._ask(ask)

    async def _entry(self) -> Finding:
        async def ask() -> Finding:
            await allocate(self._address, *self._credentials(self._secret, _CREDENTIALS))
            return self._found("ok", "takes our credentials")

        return await self._ask(ask)

    async def _refusal(self, which: str, otherwise: str, credentials: tuple[str, str]) -> Finding:
        async def ask() -> Finding:
            try:
                await allocate(self._address, *credentials)
            except Refused as refused:
                if refused.credentials:
                    return self._found("ok", f"refuses {which} credentials")
                raise
            return self._found("fault", otherwise)

        return await self._ask(ask)

    async def _echo(self) -> Finding:
        async def ask() -> Finding:
            credentials = self._credentials(self._secret, _CREDENTIALS)
            await hear_oneself(self._address.url, *credentials, _ECHO_FRAMES)
            return self._found("ok", "carries sound there and back")

        return await self._ask(
            ask,
            _ECHO_SECONDS,
            "takes us in but carries no sound; are its UDP ports open, and may it relay to its own address?",
        )

    async def _ask(
        self, ask: Callable[[], Awaitable[Finding]], seconds: float | None = None, silent: str = _AWAY
    ) -> Finding:
        try:
            async with asyncio.timeout(seconds or self._patience):
                return await ask()
        except Refused as refused:
            why = (
                "refuses our credentials; is HAGUKUMI_TURN_SECRET its static-auth-secret, and is its clock like ours?"
                if refused.credentials
                else f"refuses with STUN error {refused.code}; see its log"
            )
            return self._found("fault", why)
        except ssl.SSLCertVerificationError as error:
            return self._found("fault", f"has a certificate that no browser takes ({error.verify_message})")
        except ssl.SSLError:
            return self._found("fault", "speaks no TLS on this port; has coturn its cert and pkey?")
        except OSError:
            return self._found("fault", silent)

    def _credentials(self, secret: str, lasting: timedelta) -> tuple[str, str]:
        return turn_credentials(secret, "calltest", self._clock.now() + lasting)

    def _found(self, grade: str, text: str) -> Finding:
        return Finding(self._address.url, "fault" if grade == "fault" else "ok", text)
