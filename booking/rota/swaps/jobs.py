"""Tells those concerned of each step of a swap."""

from collections.abc import Mapping
from uuid import UUID

from booking.instants import in_json
from booking.rota.swaps.service import SWAP_JOB, takers
from booking.rota.swaps.states import SwapState
from booking.rota.swaps.tables import RotaSwap
from core.json import JSON
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts.service import account_ids_with_role
from people.notices.service import notify
from people.practitioners import service as practitioners


async def tell(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell of a step, once: an offer to those who may take it, unless it is over already; the rest to both sides.

    What is taken is told to the coordinators, too, since it waits for them.
    """
    swap = await uow.session.get_one(RotaSwap, UUID(str(payload["swap_id"])))
    state = SwapState(str(payload["state"]))
    taker = None if payload["taker"] is None else UUID(str(payload["taker"]))
    if state is SwapState.OFFERED and swap.state is not SwapState.OFFERED:
        return
    people: list[UUID] = [swap.practitioner_id]
    if taker is not None:
        people.append(taker)
    if state is SwapState.OFFERED:
        # Offered again, since whoever took it took that back: the one who offered it is told as well.
        people = [*(await takers(uow, swap)), *([swap.practitioner_id] if payload["sequence"] else [])]
        people = [each for each in people if each != taker]
    elif state is SwapState.WITHDRAWN:
        people = [each for each in (swap.offered_to or taker,) if each is not None]
    elif state is SwapState.TAKEN:
        people = [swap.practitioner_id]
    told = list((await practitioners.account_ids(uow, people)).values())
    if state is SwapState.TAKEN:
        told += await account_ids_with_role(uow, Role.COORDINATOR)
    kind = f"rota.swap_{state}"
    data = {"swap_id": str(swap.id), "starts_at": in_json(swap.starts_at)}
    await notify(uow, told, kind, f"{kind}:{swap.id}:{payload['sequence']}", data)


handlers: Mapping[str, JobHandler] = {SWAP_JOB: tell}
