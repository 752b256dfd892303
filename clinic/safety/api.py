"""Crisis lines and flags over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from clinic.safety import flags
from clinic.safety.crisis_lines import CrisisLines, crisis_lines
from clinic.safety.views import FlagOut, FlagsOut
from core.http import Call, get, post
from core.model import Model
from core.policy import OPEN, allow
from core.principal import CLINICIANS


class FlagPath(Model):
    """Which flag."""

    flag_id: UUID


class AcknowledgementIn(Model):
    """What the one who takes the flag on writes down, if anything."""

    comment: Annotated[str, StringConstraints(max_length=2000)] | None = None


@get("/api/crisis-lines", policy=OPEN)
async def list_crisis_lines(call: Call) -> CrisisLines:  # noqa: ARG001
    """List whom one can call, day and night."""
    return crisis_lines()


@get("/api/flags", policy=allow(*CLINICIANS))
async def list_open(call: Call) -> FlagsOut:
    """List the open flags that I must see."""
    return FlagsOut(flags=list(await flags.list_open(call.uow, call.principal)))


@post("/api/flags/{flag_id}/acknowledge", policy=allow(*CLINICIANS), errors=("safety.flag_not_found",))
async def acknowledge(call: Call, path: FlagPath, body: AcknowledgementIn) -> FlagOut:
    """Take a flag on; when a colleague was faster, see who."""
    return await flags.acknowledge(call.uow, call.principal, path.flag_id, body.comment)


routes = (list_crisis_lines, list_open, acknowledge)
