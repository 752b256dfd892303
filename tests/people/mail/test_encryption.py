"""The way to the mail server is encrypted and known, or nothing goes over it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from core.outbox.runner import JobRunner
from people.mail.delivery import Delivery
from people.mail.kinds import OPEN, MailState
from people.mail.smtp import NotNow, SmtpServer, reach
from people.mail.tables import Mail
from tests.fixtures.smtp import PostOffice
from tests.people.mail.test_delivery import post, queue

USER, PASSWORD = "hagukumi", "four quiet rivers"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine, with its key, that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return path


Open = Callable[[str], Awaitable[tuple[PostOffice, SmtpServer]]]


@pytest.fixture
async def offices(certificate: Path) -> AsyncIterator[Open]:
    """Opens a mail server that speaks "starttls", "tls" or "none", and takes whoever signs in with the password."""
    servers: list[asyncio.Server] = []
    protocols: list[SMTP] = []

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    async def open_office(encryption: str) -> tuple[PostOffice, SmtpServer]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        office, loop = PostOffice(), asyncio.get_running_loop()

        def connected() -> SMTP:
            protocols.append(
                SMTP(
                    office,
                    hostname="localhost",
                    loop=loop,
                    tls_context=context if encryption == "starttls" else None,
                    require_starttls=encryption == "starttls",
                    authenticator=authenticate,
                    auth_required=encryption == "starttls",
                    auth_require_tls=encryption == "starttls",
                )
            )
            return protocols[-1]

        server = await loop.create_server(connected, "127.0.0.1", 0, ssl=context if encryption == "tls" else None)
        servers.append(server)
        office.port = server.sockets[0].getsockname()[1]
        return office, SmtpServer(
            "127.0.0.1", office.port, "tls" if encryption == "tls" else "starttls", USER, PASSWORD, 20
        )

    yield open_office
    for server in servers:
        server.close()
    for protocol in protocols:
        if protocol.transport is not None:
            protocol.transport.abort()
    for server in servers:
        await server.wait_closed()


async def _one(units: Any) -> Mail:
    async with units.read() as uow:
        return (await uow.session.scalars(select(Mail))).one()


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
async def test_a_mail_goes_encrypted_and_signed_in_to_a_server_whose_certificate_is_known(
    units, offices: Open, certificate: Path, monkeypatch: pytest.MonkeyPatch, encryption: str
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    office, server = await offices(encryption)
    await queue(units)
    await JobRunner(units, Delivery(post(server), {}).handlers()).drain()
    assert len(office.received) == 1
    assert (await _one(units)).state is MailState.ACCEPTED


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
async def test_nothing_is_told_to_a_server_whose_certificate_is_not_known(units, offices: Open, encryption: str):
    office, server = await offices(encryption)
    await queue(units)
    await JobRunner(units, Delivery(post(server), {}).handlers()).drain()
    assert office.received == []
    mail = await _one(units)
    assert mail.state in OPEN, "it waits to be tried again"
    assert mail.content_sealed is not None


async def test_a_server_that_does_not_encrypt_is_told_nothing(offices: Open, certificate: Path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    office, server = await offices("none")
    with pytest.raises(NotNow):
        await reach(server)
    assert office.received == []


async def test_a_wrong_password_is_the_operators_to_mend(offices: Open, certificate: Path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _, server = await offices("starttls")
    await reach(server)
    with pytest.raises(NotNow) as caught:
        await reach(replace(server, password="another"))
    assert caught.value.code == 535
