"""Files of consultations over HTTP: sending them, and looking at them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.encounters.attachments import service
from clinic.encounters.attachments.addresses import FileAddresses, FileClaims
from clinic.encounters.attachments.intake import Intake
from clinic.encounters.attachments.kinds import JPEG_TYPE, MAX_BYTES, PDF_TYPE, Rendition
from clinic.encounters.attachments.refusals import attachment_not_found, too_large
from clinic.encounters.attachments.remaking import Remaker
from clinic.encounters.attachments.views import AttachmentOut
from core.errors import TooLarge, Unauthenticated
from core.http import Call, FileOut, Key, RateLimit, Upload, get, post
from core.model import Instant, Model
from core.policy import OPEN, allow
from core.principal import CLIENTS, CLINICIANS, Role
from people.accounts.sign_in import SIGN_IN

_INSIDE = allow(*CLIENTS, *CLINICIANS, Role.GUEST)

INTAKE = Key[Intake]("intake")
REMAKER = Key[Remaker]("remaker")
FILE_ADDRESSES = Key[FileAddresses]("file_addresses")


class EncounterPath(Model):
    """Which encounter."""

    encounter_id: UUID


class AttachmentPath(Model):
    """Which file."""

    attachment_id: UUID


class AttachmentTokenPath(Model):
    """The secret part of a short-lived address."""

    token: Annotated[str, Field(min_length=1, max_length=1024)]


class UploadQuery(Model):
    """`client_id` is made once for a file and repeated at each attempt to send it."""

    client_id: UUID


class AddressQuery(Model):
    """Which content: the whole, or a picture's thumbnail."""

    size: Rendition = Rendition.FULL


class FileAddress(Model):
    """A path that opens the file for this sign-in until `expires_at`."""

    address: str
    expires_at: Instant


@post(
    "/api/encounters/{encounter_id}/attachments",
    policy=_INSIDE,
    status=201,
    errors=(
        "encounters.not_found",
        "encounters.finished",
        "consent.required",
        "request.incomplete",
        "attachments.too_large",
        "attachments.too_many",
        "attachments.busy",
        "attachments.unknown_kind",
        "attachments.broken",
        "attachments.animated",
        "attachments.too_many_pixels",
        "attachments.too_many_pages",
        "attachments.locked",
    ),
    limit=RateLimit("attachments", 40, 600),
    transaction="manual",
    max_body=MAX_BYTES,
)
async def upload(call: Call, path: EncounterPath, query: UploadQuery, body: Upload) -> AttachmentOut:
    """Take in a picture or a document, to be sent with a message."""
    principal = call.principal
    try:
        with call.get(INTAKE).place(principal.account_id, body.most):
            return await service.receive(
                call.units, call.get(REMAKER), principal, path.encounter_id, query.client_id, body
            )
    except TooLarge:
        raise too_large(MAX_BYTES // 1_000_000) from None


@get(
    "/api/attachments/{attachment_id}/address",
    policy=_INSIDE,
    errors=("attachments.not_found",),
    limit=RateLimit("attachment-addresses", 600, 60),
)
async def address(call: Call, path: AttachmentPath, query: AddressQuery) -> FileAddress:
    """Get an address that opens a file for two minutes."""
    principal = call.principal
    await service.require_shown(call.uow, principal, path.attachment_id, query.size)
    claims = FileClaims(principal.account_id, principal.session_id, path.attachment_id, query.size)
    written, expires_at = call.get(FILE_ADDRESSES).write(claims, call.uow.now)
    return FileAddress(address=written, expires_at=expires_at)


@get(
    "/files/{token}",
    policy=OPEN,
    errors=("attachments.not_found",),
    limit=RateLimit("files", 1200, 60),
    files=(JPEG_TYPE, PDF_TYPE),
)
async def show(call: Call, path: AttachmentTokenPath) -> FileOut:
    """Show a file at its short-lived address, while the sign-in that asked for it stands."""
    claims = call.get(FILE_ADDRESSES).read(path.token, call.uow.now)
    try:
        principal = await call.get(SIGN_IN).recall(call.uow, claims.account_id, claims.session_id)
    except Unauthenticated:
        raise attachment_not_found() from None
    content, media_type = await service.content_of(call.uow, principal, claims.attachment_id, claims.rendition)
    name = "document.pdf" if media_type == PDF_TYPE else None
    return FileOut(content, media_type, name, strange=True)


routes = (upload, address, show)
