"""What a person does with what is kept of them, over HTTP: the file to take along, and the request for erasure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.keeping import erasure
from clinic.keeping.export import service as exports
from clinic.keeping.export.model import PersonExport
from clinic.keeping.retention import RecordKind
from clinic.keeping.states import ExportState
from clinic.keeping.tables import DataExport
from core.http import Call, FileOut, RateLimit, delete, get, post
from core.model import Instant, Model
from core.policy import allow
from core.principal import CLIENTS
from people.accounts.password_rules import Password
from people.accounts.sign_in import SIGN_IN

_CLIENTS = allow(*CLIENTS)
# For saving: nothing shows it as it is.
_FILE = "application/octet-stream"


class ExportOut(Model):
    """An export; it can be fetched while it is ready, until `expires_at`. `size` is in bytes."""

    id: UUID
    state: ExportState
    asked_at: Instant
    expires_at: Instant | None
    size: Annotated[int, Field(ge=0)] | None

    @classmethod
    def of(cls, export: DataExport) -> "ExportOut":
        """Return a stored export as it goes out."""
        return cls(
            id=export.id,
            state=export.state,
            asked_at=export.asked_at,
            expires_at=export.expires_at,
            size=export.size,
        )


class ExportsOut(Model):
    """One's last exports, the newest first."""

    exports: list[ExportOut]


class ExportPath(Model):
    """Which export."""

    export_id: UUID


class StayOut(Model):
    """What stays for `years` after its end when one asks for erasure; `until` is when the last of it goes."""

    kind: RecordKind
    years: int
    until: date | None


class ErasureOut(Model):
    """How one's request for erasure stands; without one `asked_at` is null.

    `stays` is what has to be kept for its time. While a course or an appointment goes on nothing is erased.
    """

    asked_at: Instant | None
    stays: list[StayOut]
    has_course: bool
    has_appointment: bool

    @classmethod
    def of(cls, standing: erasure.Standing) -> "ErasureOut":
        """Return how it stands as it goes out."""
        return cls(
            asked_at=None if standing.request is None else standing.request.asked_at,
            stays=[StayOut(kind=each.kind, years=each.years, until=each.until) for each in standing.stays],
            has_course=standing.has_course,
            has_appointment=standing.has_appointment,
        )


class ErasureIn(Model):
    """One's password: nobody else may ask for this."""

    password: Password


@post(
    "/api/me/exports",
    policy=_CLIENTS,
    status=201,
    errors=("keeping.export_under_way",),
    limit=RateLimit("export", 5, 86_400),
)
async def ask_export(call: Call) -> ExportOut:
    """Ask for a file of everything that is mine; a notice tells when it is there."""
    return ExportOut.of(await exports.ask(call.uow, call.principal))


@get("/api/me/exports", policy=_CLIENTS)
async def list_exports(call: Call) -> ExportsOut:
    """List my last exports."""
    return ExportsOut(exports=[ExportOut.of(each) for each in await exports.list_own(call.uow, call.principal)])


_FETCHING = ("keeping.export_not_found", "keeping.export_not_ready", "keeping.export_over")


@get("/api/me/exports/{export_id}/record", policy=_CLIENTS, errors=_FETCHING)
async def read_export(call: Call, path: ExportPath) -> PersonExport:
    """Read an export, to show it on a page; the contents of files are not in it."""
    content = await exports.content_of(call.uow, call.principal, path.export_id)
    return PersonExport.model_validate_json(content).without_contents()


@get(
    "/api/me/exports/{export_id}/file",
    policy=_CLIENTS,
    errors=_FETCHING,
    limit=RateLimit("export-file", 20, 3600),
    files=(_FILE,),
)
async def fetch_export(call: Call, path: ExportPath) -> FileOut:
    """Fetch an export as a file, see docs/export.md."""
    content = await exports.content_of(call.uow, call.principal, path.export_id)
    return FileOut(content, _FILE, f"hagukumi-{call.uow.zone.today(call.uow.now).isoformat()}.json")


@get("/api/me/erasure", policy=_CLIENTS)
async def show_erasure(call: Call) -> ErasureOut:
    """Show how my request for erasure stands, and what would stay."""
    return ErasureOut.of(await erasure.show(call.uow, call.principal))


@post(
    "/api/me/erasure",
    policy=_CLIENTS,
    errors=("auth.wrong_password", "auth.busy", "keeping.erasure_asked"),
    limit=RateLimit("erasure", 20, 3600),
    transaction="manual",
)
async def ask_erasure(call: Call, body: ErasureIn) -> ErasureOut:
    """Ask for everything of mine to be erased."""
    hasher = call.get(SIGN_IN).hasher
    await erasure.ask(call.units, call.limiter, hasher, call.principal, body.password)
    async with call.units.read() as uow:
        return ErasureOut.of(await erasure.show(uow, call.principal))


@delete("/api/me/erasure", policy=_CLIENTS, errors=("keeping.erasure_not_asked",))
async def withdraw_erasure(call: Call) -> None:
    """Take my request for erasure back."""
    await erasure.withdraw(call.uow, call.principal)


routes = (ask_export, list_exports, read_export, fetch_export, show_erasure, ask_erasure, withdraw_erasure)
