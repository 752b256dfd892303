"""A private coturn for tests: a real STUN and TURN server on free ports of this machine, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import machine
import services
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

ADDRESS = "127.0.0.1"
BINDING_REQUEST = 0x0001
MAGIC_COOKIE = 0x2112A442


@dataclass
class Coturn:
    """A coturn that can be stopped as by the machine, and started again on the same ports.

    `certificate` is the file of its self-signed certificate, good for 127.0.0.1 and localhost, and `log` what it wrote.
    """

    folder: Path
    port: int
    tls_port: int
    secret: str
    open_to_all: bool
    _user: pwd.struct_passwd | None = field(repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    @property
    def stun(self) -> str:
        return f"stun:{ADDRESS}:{self.port}"

    @property
    def udp(self) -> str:
        return f"turn:{ADDRESS}:{self.port}?transport=udp"

    @property
    def tcp(self) -> str:
        return f"turn:{ADDRESS}:{self.port}?transport=tcp"

    @property
    def tls(self) -> str:
        return f"turns:{ADDRESS}:{self.tls_port}?transport=tcp"

    def start(self) -> None:
        command = [machine.coturn() or "turnserver", *self._options()]
        self._process = services.start(command, self.folder, self._user)
        services.await_ready(self._process, self._answers, self.folder / "log")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _options(self) -> list[str]:
        files = {"log-file": "stdout", "pidfile": self.folder / "pid", "userdb": self.folder / "users.db"}
        keys = {"cert": self.certificate, "pkey": self.folder / "key.pem"}
        secret = {} if self.open_to_all else {"static-auth-secret": self.secret}
        ports = {"listening-port": self.port, "tls-listening-port": self.tls_port}
        where = {"listening-ip": ADDRESS, "relay-ip": ADDRESS, "realm": "tests", "relay-threads": 1}
        named = [f"--{name}={value}" for name, value in {**files, **keys, **secret, **ports, **where}.items()]
        # Both sides of a test's call are relayed on this machine, so its own addresses are the peers.
        plain = [
            "no-auth" if self.open_to_all else "use-auth-secret",
            "fingerprint",
            "allow-loopback-peers",
            "no-cli",
            "no-dtls",
            "no-rfc5780",
            "verbose",
        ]
        return ["-n", *named, *(f"--{name}" for name in plain)]

    def _answers(self) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.settimeout(0.2)
            wire.connect((ADDRESS, self.port))
            try:
                wire.send(struct.pack("!HHI", BINDING_REQUEST, 0, MAGIC_COOKIE) + os.urandom(12))
                wire.recv(512)
            except OSError:
                return False
        return machine.answers(f"tcp://{ADDRESS}:{self.tls_port}")


@contextmanager
def coturn(*, open_to_all: bool = False, certificate_days: int = 30) -> Iterator[Coturn]:
    """A private coturn over UDP, TCP and TLS, for loopback only.

    It takes expiring credentials (use-auth-secret), or, badly set up, everybody.
    """
    if machine.coturn() is None:
        raise RuntimeError(machine.advice("This needs", [machine.COTURN]))
    user = services.unprivileged()
    with services.private_folder(user) as folder:
        relay = Coturn(folder, services.free_port(), services.free_port(), secrets.token_urlsafe(32), open_to_all, user)
        make_certificate(relay.certificate, folder / "key.pem", user, certificate_days)
        try:
            relay.start()
            yield relay
        finally:
            relay.stop()


def make_certificate(place: Path, key_place: Path, user: pwd.struct_passwd | None, days: int) -> None:
    """Writes a self-signed certificate for this machine, good from yesterday for `days`, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(IPv4Address(ADDRESS))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(names, critical=False)
        .sign(key, SHA256())
    )
    place.write_bytes(made.public_bytes(Encoding.PEM))
    key_place.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for path in (place, key_place):
        path.chmod(0o600)
        if user is not None:
            os.chown(path, user.pw_uid, user.pw_gid)
