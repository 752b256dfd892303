"""The alert chain, the board of open alerts and drills over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.safety import flags
from clinic.safety.alerts import board, chains
from clinic.safety.alerts.chain import Chain
from core.http import Call, RateLimit, get, post, put
from core.model import Instant, Model
from core.policy import allow
from core.principal import Role

_COORDINATOR = allow(Role.COORDINATOR)


class ChainOut(Model):
    """The chain in force. `needs_review`: it is the one that came with the product."""

    chain: Chain
    version: int
    needs_review: bool
    changed_at: Instant | None

    @classmethod
    def of(cls, found: chains.InForce) -> "ChainOut":
        """Return the chain in force as it goes out."""
        return cls(
            chain=found.chain, version=found.version, needs_review=found.version == 0, changed_at=found.changed_at
        )


class ChainIn(Model):
    """A chain that was written on top of `version`."""

    chain: Chain
    version: Annotated[int, Field(ge=0, le=2**31 - 2)]


class DrillPath(Model):
    """Which drill."""

    flag_id: UUID


@get("/api/alert-chain", policy=_COORDINATOR)
async def show_chain(call: Call) -> ChainOut:
    """Show who is called of an alert, in which order and how."""
    return ChainOut.of(await chains.in_force(call.uow))


@put("/api/alert-chain", policy=_COORDINATOR, errors=("safety.chain_changed",))
async def change_chain(call: Call, body: ChainIn) -> ChainOut:
    """Change who is called of an alert, in which order and how."""
    return ChainOut.of(await chains.change(call.uow, call.principal, body.chain, body.version))


@get("/api/alert-board", policy=allow(Role.COUNSELLOR, Role.PSYCHIATRIST, Role.COORDINATOR))
async def show_board(call: Call) -> board.BoardOut:
    """Show the open alerts, and who was called of each."""
    return await board.show(call.uow, call.principal)


@post(
    "/api/alert-drills",
    policy=_COORDINATOR,
    status=201,
    errors=("safety.drill_runs",),
    limit=RateLimit("drill", 6, 3600),
)
async def begin_drill(call: Call) -> board.BoardOut:
    """Try the alert chain: everybody is called, and learns that it is a drill."""
    await flags.raise_drill(call.uow, call.principal)
    await call.uow.session.flush()
    return await board.show(call.uow, call.principal)


@post("/api/alert-drills/{flag_id}/end", policy=_COORDINATOR, errors=("safety.flag_not_found",))
async def end_drill(call: Call, path: DrillPath) -> None:
    """End a drill."""
    await flags.end_drill(call.uow, call.principal, path.flag_id)


routes = (show_chain, change_chain, show_board, begin_drill, end_drill)
