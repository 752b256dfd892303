"""Going up the alert chain: a job for each step, left in the transaction that made it necessary.

A step runs once however often its job does: it holds for one turn of its flag, and the next one makes the next turn.
What a dead job would leave undone, `watching` does.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select

from clinic.safety.alerts.audiences import accounts_of
from clinic.safety.alerts.calling import call, call_nobody
from clinic.safety.alerts.chain import Chain
from clinic.safety.alerts.chains import in_force
from clinic.safety.tables import Flag
from core.json import JSON
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork

STEP_JOB = "safety.step"
"""Calls the next of a flag; its payload is {"flag_id": ..., "turn": ...}."""

_log = structlog.get_logger(__name__)


def leave_step(uow: UnitOfWork, flag_id: UUID, turn: int, run_at: datetime | None = None) -> None:
    """Leave the job that makes the step of `turn`, at once or at `run_at`."""
    uow.enqueue(STEP_JOB, {"flag_id": str(flag_id), "turn": turn}, key=f"{STEP_JOB}:{flag_id}:{turn}", run_at=run_at)


async def step(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Make the step of a turn, unless the flag was closed or taken on, or the step was made already."""
    await take_step(uow, UUID(str(payload["flag_id"])), int(str(payload["turn"])))


async def take_step(uow: UnitOfWork, flag_id: UUID, turn: int) -> None:
    """Call the next of a flag whose turn it is now, and leave the step after it."""
    flag = await uow.session.scalar(select(Flag).where(Flag.id == flag_id).with_for_update())
    if flag is None or flag.closed_at is not None or flag.turn != turn:
        return
    if flag.next_at is not None and uow.now < flag.next_at:
        return
    if flag.acknowledged_at is not None:
        flag.overdue_at = flag.overdue_at or uow.now
    chain = (await in_force(uow)).chain
    flag.step = await _call_next(uow, flag, chain)
    flag.turn += 1
    flag.next_at = uow.now + chain.wait(flag.step, flag.kind)
    leave_step(uow, flag.id, flag.turn, flag.next_at)
    # The board shows who was called.
    for role in (Role.COUNSELLOR, Role.PSYCHIATRIST, Role.COORDINATOR):
        uow.publish(hint(f"role:{role.value}", "flags"))


async def _call_next(uow: UnitOfWork, flag: Flag, chain: Chain) -> int:
    position = chain.position_after(flag.step)
    while True:
        here = chain.steps[position]
        found = await accounts_of(uow, here.audience, flag)
        if found:
            await call(uow, flag, here, found)
            return position
        await call_nobody(uow, flag, here)
        if chain.is_last(position):
            _log.error("alert_without_anybody", flag_id=str(flag.id), turn=flag.turn)
            return position
        position += 1
