"""The settings: read once, from the environment and an optional file, and handed down as values.

Each is an environment variable with the prefix HAGUKUMI_ (HAGUKUMI_PORT is `port`). A file of such lines is named by
HAGUKUMI_SETTINGS_FILE; the environment wins over it.
"""

import base64
import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from people.mail.message import bare_address
from people.push.vapid import VapidKey

PREFIX = "HAGUKUMI_"
FILE_VARIABLE = "HAGUKUMI_SETTINGS_FILE"
# The tests' own variables share the prefix; they are no settings.
_NOT_SETTINGS = (FILE_VARIABLE, "HAGUKUMI_TEST_")

DEVELOPMENT_SENDER = "はぐくみ <no-reply@localhost>"
DEVELOPMENT_CITY_CODE = "hagukumi-no-machi"
DEVELOPMENT_TOKEN_KEYS = "dev:development-only-token-key-of-no-secrecy"  # noqa: S105  refused in production
DEVELOPMENT_AUDIT_KEYS = "dev:development-only-audit-key-of-no-secrecy"
DEVELOPMENT_ENCRYPTION_KEYS = "dev:" + base64.b64encode(b"development-only-encryption-key!").decode()


class SettingsError(Exception):
    """The settings cannot be used; `lines` says why, a line for each fault, and never repeats a secret."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no time zone of the tz database, such as Asia/Tokyo") from error
    return name


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    return url


def _public_url(url: str) -> str:
    if not url.startswith(("http://", "https://")) or url.endswith("/"):
        raise ValueError("must be http://host or https://host without a slash at its end")
    return url


def _pairs(value: SecretStr) -> list[tuple[str, str]]:
    pairs = [part.strip().partition(":") for part in value.get_secret_value().split(",") if part.strip()]
    if not pairs or any(not name or not secret for name, _, secret in pairs):
        raise ValueError("must be id:value, several separated by commas")
    if len({name for name, _, _ in pairs}) != len(pairs):
        raise ValueError("names a key id twice")
    return [(name, secret) for name, _, secret in pairs]


def _encryption_keys(value: SecretStr) -> SecretStr:
    for _, encoded in _pairs(value):
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise ValueError("must be id:base64 of 32 bytes") from error
        if len(key) != 32:
            raise ValueError("must be id:base64 of 32 bytes")
    return value


def _token_keys(value: SecretStr) -> SecretStr:
    if any(len(secret) < 32 for _, secret in _pairs(value)):
        raise ValueError("must be id:secret with 32 characters or more")
    return value


def _audit_keys(value: SecretStr) -> SecretStr:
    # They stand in the file of heads, between blanks.
    if any(re.fullmatch(r"[!-~]{1,64}", name) is None for name, _ in _pairs(value)):
        raise ValueError("must have ids of letters and digits")
    return _token_keys(value)


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        try:
            ip_network(value)
        except ValueError as error:
            raise ValueError("must be addresses or networks such as 10.0.0.0/8, separated by commas") from error
    return values


def _stun(values: tuple[str, ...]) -> tuple[str, ...]:
    if any(re.fullmatch(r"stun:[^\s:?]+(:\d{1,5})?", value) is None for value in values):
        raise ValueError("must be addresses such as stun:turn.example.jp:3478, separated by commas")
    return values


def _turn(values: tuple[str, ...]) -> tuple[str, ...]:
    form = r"turn:[^\s:?]+(:\d{1,5})?(\?transport=(udp|tcp))?|turns:[^\s:?]+(:\d{1,5})?(\?transport=tcp)?"
    if any(re.fullmatch(form, value) is None for value in values):
        raise ValueError("must be addresses such as turn:turn.example.jp:3478?transport=udp, separated by commas")
    return values


def _sender(value: str) -> str:
    bare_address(value)
    return value


def _push_key(value: SecretStr) -> SecretStr:
    VapidKey(value.get_secret_value(), "mailto:nobody@localhost")
    return value


def _alert_url(url: str) -> str:
    address = urlsplit(url)
    is_here = address.hostname in {"127.0.0.1", "::1", "localhost"}
    if address.hostname is None or address.scheme not in ({"http", "https"} if is_here else {"https"}):
        raise ValueError("must be an https address (http on this machine only)")
    return url


def _districts(values: tuple[str, ...]) -> tuple[str, ...]:
    if any(len(value.split(":")) != 3 or not all(value.split(":")) for value in values):
        raise ValueError("must be code:Japanese name:English name, several separated by commas")
    return values


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Settings(BaseModel):
    """Everything that differs between installations."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    environment: Literal["development", "production"] = "development"
    """`production` refuses the development secrets below and plain http."""

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 for all."""

    port: int = Field(default=8080, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""

    public_url: Annotated[str, AfterValidator(_public_url)] = "http://localhost:8080"
    """The address by which browsers reach the service, without a slash at its end; otherwise localhost and the port."""

    trusted_proxies: Annotated[Words, AfterValidator(_networks)] = ()
    """Networks of the proxies whose X-Forwarded-For is believed, separated by commas; empty: none."""

    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite+aiosqlite:///var/hagukumi.db"
    """The database: sqlite+aiosqlite:///path (embedded) or postgresql+asyncpg://user:password@host/name."""

    database_pool: int = Field(default=10, ge=1, le=200)
    """Connections kept to the database; as many again are opened under load."""

    redis_url: str | None = None
    """Redis for fan-out, presence and rate limits, needed with several nodes; empty: this process alone."""

    run_jobs: bool = True
    """Whether `serve` works off the outbox itself; false where `hagukumi worker` runs beside it."""

    drain_seconds: int = Field(default=25, ge=5, le=600)
    """With Redis: within so many seconds after SIGTERM this node has sent its clients to others, and stops."""

    web_directory: Path = Path("clients/web/dist")
    """The built web client."""

    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    """The time zone in which opening hours, nights and holidays are decided."""

    city_name_ja: str = Field(default="はぐくみ市", min_length=1, max_length=50)
    """The municipality's name in Japanese."""

    city_name_en: str = Field(default="Hagukumi City", min_length=1, max_length=50)
    """The municipality's name in English."""

    city_districts: Annotated[Words, AfterValidator(_districts)] = (
        "chuo:中央:Chuo",
        "kita:北:Kita",
        "minami:南:Minami",
        "higashi:東:Higashi",
        "nishi:西:Nishi",
    )
    """The city's districts: code:Japanese name:English name, separated by commas."""

    city_code: SecretStr = Field(default=SecretStr(DEVELOPMENT_CITY_CODE), min_length=8)
    """The passphrase that the city gives to its residents to register with."""

    token_keys: Annotated[SecretStr, AfterValidator(_token_keys)] = SecretStr(DEVELOPMENT_TOKEN_KEYS)
    """Keys of the access tokens: id:secret, separated by commas; the first signs, all verify."""

    encryption_keys: Annotated[SecretStr, AfterValidator(_encryption_keys)] = SecretStr(DEVELOPMENT_ENCRYPTION_KEYS)
    """Keys of the texts at rest: id:base64 of 32 bytes, separated by commas; the first seals, all open."""

    audit_keys: Annotated[SecretStr, AfterValidator(_audit_keys)] = SecretStr(DEVELOPMENT_AUDIT_KEYS)
    """Keys of the audit log's chain: id:secret, separated by commas; the first seals, all verify."""

    audit_heads: Path | None = None
    """The file outside the database to which the heads of the audit log are appended; needed in production."""

    stun_urls: Annotated[Words, AfterValidator(_stun)] = ()
    """STUN servers for calls, such as stun:turn.example.jp:3478, separated by commas."""

    turn_urls: Annotated[Words, AfterValidator(_turn)] = ()
    """TURN servers for calls: turn:host:port?transport=udp or tcp, turns:host:port (TLS), separated by commas."""

    turn_secret: SecretStr | None = None
    """coturn's static-auth-secret: with it each call gets expiring credentials."""

    turn_seconds: int = Field(default=3600, ge=300, le=86_400)
    """How many seconds the credentials for TURN are good; longer calls get new ones."""

    relay_only: bool = False
    """Whether calls go through TURN only, so that neither side learns the other's network address."""

    echo_seats: int = Field(default=2, ge=0, le=20)
    """How many may hear themselves at once in the device check, on each node (about 7 % of a core each); 0: none."""

    smtp_host: str | None = None
    """The mail server that takes mails; empty: mails are not sent, and shown to the administrator in development."""

    smtp_port: int = Field(default=587, ge=1, le=65535)
    """The mail server's port: 587 with starttls, 465 with tls."""

    smtp_encryption: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to the mail server is encrypted; `none` only for a server on the same machine."""

    smtp_user: str | None = None
    """The name to sign in to the mail server with; empty: without sign-in."""

    smtp_password: SecretStr | None = None
    """The password to sign in to the mail server with."""

    mail_from: Annotated[str, AfterValidator(_sender)] = DEVELOPMENT_SENDER
    """Whom mails come from: an address, or a name and an address in angle brackets. It names no field of health."""

    mail_reply_to: Annotated[str, AfterValidator(_sender)] | None = None
    """Where replies to mails go; empty: to the sender's address."""

    push_key: Annotated[SecretStr, AfterValidator(_push_key)] | None = None
    """The private key of web push (VAPID), as `hagukumi push-key` prints it; empty: no browser is woken."""

    push_subject: str = Field(default="", max_length=200)
    """Whom the push services may write to: mailto:address or https:// page; needed with push_key."""

    push_services: Words = ()
    """Push services beside those of the usual browsers: hosts, .domains or origins, separated by commas."""

    alert_url: Annotated[str, AfterValidator(_alert_url)] | None = None
    """The address of your telephone service, which rings who is called of an alert; empty: none."""

    alert_secret: SecretStr | None = Field(default=None, min_length=32)
    """The secret with which calls to alert_url are signed: 32 characters or more."""

    small_cells: int = Field(default=5, ge=2, le=50)
    """Counts from 1 to one less are withheld from the city in released reports."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is logged at least."""

    @model_validator(mode="after")
    def _callers_are_whole(self) -> Self:
        if self.push_key is not None and not self.push_subject.startswith(("mailto:", "https://")):
            raise ValueError("push_subject: is needed with push_key, and begins with mailto: or https://")
        if (self.alert_url is None) != (self.alert_secret is None):
            raise ValueError("alert_secret: is needed with alert_url, and only with it")
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("smtp_password: is needed with smtp_user, and only with it")
        if self.smtp_user is not None and self.smtp_encryption == "none":
            raise ValueError("smtp_encryption: a password is sent encrypted only")
        if self.smtp_host is not None and self.mail_from == DEVELOPMENT_SENDER:
            raise ValueError("mail_from: is needed with smtp_host")
        if self.turn_urls and self.turn_secret is None:
            raise ValueError("turn_secret: is needed with turn_urls")
        if self.relay_only and not self.turn_urls:
            raise ValueError("relay_only: needs turn_urls, or nobody would meet")
        return self

    @model_validator(mode="after")
    def _production_is_earnest(self) -> Self:
        if self.environment != "production":
            return self
        defaults = {
            "city_code": (self.city_code, DEVELOPMENT_CITY_CODE),
            "token_keys": (self.token_keys, DEVELOPMENT_TOKEN_KEYS),
            "encryption_keys": (self.encryption_keys, DEVELOPMENT_ENCRYPTION_KEYS),
            "audit_keys": (self.audit_keys, DEVELOPMENT_AUDIT_KEYS),
        }
        for name, (value, default) in defaults.items():
            if value.get_secret_value() == default:
                raise ValueError(f"{name}: the development value is refused in production")
        if not self.public_url.startswith("https://"):
            raise ValueError("public_url: must be https in production")
        if self.audit_heads is None:
            raise ValueError("audit_heads: is needed in production")
        return self

    @property
    def secure(self) -> bool:
        """Return whether browsers reach the service over https."""
        return self.public_url.startswith("https://")

    def token_key_pairs(self) -> list[tuple[str, str]]:
        """Return the keys of the access tokens as (id, secret), the signing one first."""
        return _pairs(self.token_keys)

    def audit_key_pairs(self) -> list[tuple[str, str]]:
        """Return the keys of the audit log's chain as (id, secret), the sealing one first."""
        return _pairs(self.audit_keys)

    def encryption_key_pairs(self) -> list[tuple[str, bytes]]:
        """Return the keys of the texts at rest as (id, 32 bytes), the sealing one first."""
        return [(name, base64.b64decode(encoded)) for name, encoded in _pairs(self.encryption_keys)]


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment and the file that it names; raises SettingsError."""
    environment = os.environ if environment is None else environment
    values: dict[str, str] = {}
    file = environment.get(FILE_VARIABLE)
    if file:
        if not Path(file).is_file():
            raise SettingsError([f"{FILE_VARIABLE}: there is no file {file}"])
        values.update({name: value or "" for name, value in dotenv_values(file, interpolate=False).items()})
        strangers = sorted(name for name in values if not name.startswith(PREFIX))
        if strangers:
            raise SettingsError([f"{name}: in {file} each setting begins with {PREFIX}" for name in strangers])
    values.update({name: value for name, value in environment.items() if name.startswith(PREFIX)})
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in values.items()
        if not name.startswith(_NOT_SETTINGS) and value != ""
    }
    if given.get("port", "0").isdecimal() and int(given.get("port", "0")) > 0:
        # On another port a developer's links lead there, too; production names its address itself.
        given.setdefault("public_url", f"http://localhost:{int(given['port'])}")
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError([_line(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()]) from None


def _line(location: tuple[int | str, ...], kind: str, message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        name, _, reason = message.partition(": ")
        return f"{PREFIX}{name.upper()}: {reason}"
    name = PREFIX + str(location[0]).upper()
    return (
        f"{name}: there is no such setting"
        if kind == "extra_forbidden"
        else f"{name}: {message[:1].lower()}{message[1:]}"
    )
