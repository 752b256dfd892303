"""Keeping the browsers that may be woken, and waking them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select

from core.errors import Conflict, Invalid
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.push.services import is_known
from people.push.tables import PushDevice

PUSH_JOB = "people.push"
"""Wakes one browser; its payload is {"device_id": ...}."""

MOST_DEVICES = 10


async def register(uow: UnitOfWork, principal: Principal, endpoint: str, services: tuple[str, ...]) -> None:
    """Let the browser at this address be woken for the caller; again in another session it follows that one.

    Raises Invalid("push.service_unknown") for an address at no push service that is known, and
    Conflict("push.too_many_devices") beyond ten.
    """
    if not is_known(endpoint, services):
        raise Invalid("push.service_unknown", "This browser's notifications cannot be reached from here.")
    device = await uow.session.scalar(select(PushDevice).where(PushDevice.endpoint == endpoint).with_for_update())
    if device is not None and device.account_id == principal.account_id:
        device.session_id = principal.session_id
        return
    own = select(func.count()).where(PushDevice.account_id == principal.account_id)
    if (await uow.session.scalar(own) or 0) >= MOST_DEVICES:
        raise Conflict("push.too_many_devices", "Ten devices are told already. Please end it on one of them.")
    if device is not None:
        # One browser, one reader: who signed in last.
        device.account_id, device.session_id = principal.account_id, principal.session_id
        return
    row = {
        "id": new_id(),
        "account_id": principal.account_id,
        "session_id": principal.session_id,
        "endpoint": endpoint,
        "registered_at": uow.now,
        "reached_at": None,
    }
    await uow.session.execute(insert_unless_there(uow, PushDevice, [row]))


async def forget(uow: UnitOfWork, principal: Principal, endpoint: str) -> None:
    """Wake the caller's browser at this address no more; an unknown one changes nothing."""
    await uow.session.execute(
        delete(PushDevice).where(PushDevice.endpoint == endpoint, PushDevice.account_id == principal.account_id)
    )


async def forget_session(uow: UnitOfWork, session_id: UUID) -> None:
    """Wake the browser of a session no more: its reader signed out there."""
    await uow.session.execute(delete(PushDevice).where(PushDevice.session_id == session_id))


async def forget_all(uow: UnitOfWork, account_id: UUID) -> None:
    """Wake no browser of an account any more: its reader signed out everywhere."""
    await uow.session.execute(delete(PushDevice).where(PushDevice.account_id == account_id))


async def wake(uow: UnitOfWork, account_ids: Collection[UUID], key: str) -> frozenset[UUID]:
    """Wake the browsers of accounts after the commit, once for `key` (at most 100 characters).

    Returns the accounts that have a browser to be woken. A push says nothing but that there is something to look at.
    """
    rows = await uow.session.execute(
        select(PushDevice.id, PushDevice.account_id).where(PushDevice.account_id.in_(account_ids))
    )
    found = rows.all()
    for device_id, _ in found:
        uow.enqueue(PUSH_JOB, {"device_id": str(device_id)}, key=f"{PUSH_JOB}:{device_id}:{key}")
    return frozenset(account_id for _, account_id in found)
