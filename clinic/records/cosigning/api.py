"""A psychiatrist's queue of counselling notes over HTTP."""

from uuid import UUID

from clinic.records.cosigning import service
from clinic.records.cosigning.views import CosigningOut, ReturnIn, WaitingList
from core.http import Call, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role

_ERRORS = ("records.cosigning_not_found", "records.cosigning_over")


class CosigningPath(Model):
    """Which co-signature."""

    cosigning_id: UUID


@get("/api/cosignings", policy=allow(Role.PSYCHIATRIST))
async def list_waiting(call: Call) -> WaitingList:
    """List the counselling notes that I may co-sign: of those I supervise, of those nobody does, as a deputy."""
    return WaitingList(waiting=list(await service.list_waiting(call.uow, call.principal)))


@post("/api/cosignings/{cosigning_id}/open", policy=allow(Role.PSYCHIATRIST), errors=("records.cosigning_not_found",))
async def open_note(call: Call, path: CosigningPath) -> CosigningOut:
    """Open a counselling note that waits, and let the others see that I did."""
    return await service.open_note(call.uow, call.principal, path.cosigning_id)


@post("/api/cosignings/{cosigning_id}/co-sign", policy=allow(Role.PSYCHIATRIST), errors=_ERRORS)
async def cosign(call: Call, path: CosigningPath) -> None:
    """Co-sign a counselling note."""
    await service.cosign(call.uow, call.principal, path.cosigning_id)


@post("/api/cosignings/{cosigning_id}/return", policy=allow(Role.PSYCHIATRIST), errors=_ERRORS)
async def give_back(call: Call, path: CosigningPath, body: ReturnIn) -> None:
    """Return a counselling note to its author with a comment."""
    await service.give_back(call.uow, call.principal, path.cosigning_id, body.comment)


routes = (list_waiting, open_note, cosign, give_back)
