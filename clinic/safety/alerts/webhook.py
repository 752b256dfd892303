"""The signed call of the operator's telephone service, which rings who is named.

It posts to the one address of the settings, follows no redirect, and says nothing of the person: see
docs/operations.md for what the service gets and how it checks the signature.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import select, update

from booking.instants import in_json
from clinic.safety.kinds import CallState, FlagKind
from clinic.safety.tables import AlertCall, Flag
from core.json import JSON
from core.outbox.backoff import Patience
from core.outbox.runner import Outside
from core.unit_of_work import UnitOfWork, Units
from people.accounts import service as accounts

WEBHOOK_JOB = "safety.webhook"
"""Asks the telephone service for one call; its payload is {"call_id": ...}."""

_SECONDS = 10.0
# By then the chain has called the next.
_PATIENCE = Patience(attempts=10, longest=timedelta(seconds=30))

_log = structlog.get_logger(__name__)


class NotTaken(Exception):
    """The telephone service did not take the call; `status` is its answer, None where there was none."""

    def __init__(self, status: int | None) -> None:
        super().__init__(str(status))
        self.status = status


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of a body sent at `timestamp` (seconds since 1970): v1= and HMAC-SHA256 in hex."""
    return "v1=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Telephone:
    """The operator's telephone service: its address and the secret both know; None where there is none."""

    url: str | None = None
    secret: bytes = b""

    def handlers(self) -> Mapping[str, Outside]:
        """Return the job by its name in the outbox."""
        return {WEBHOOK_JOB: Outside(self.deliver, _PATIENCE, side_by_side=2)}

    async def deliver(self, units: Units, payload: Mapping[str, JSON]) -> None:
        """Ask for one call, unless somebody acted meanwhile; raises NotTaken when it is to be tried again."""
        call_id = UUID(str(payload["call_id"]))
        async with units.read() as uow:
            content = await _content(uow, call_id)
            timestamp = str(int(uow.now.timestamp()))
        if content is None:
            return
        if self.url is None:
            await _settle(units, call_id, CallState.UNREACHABLE)
            return
        body = orjson.dumps(content)
        headers = {
            "Content-Type": "application/json",
            "Hagukumi-Delivery": str(call_id),
            "Hagukumi-Timestamp": timestamp,
            "Hagukumi-Signature": sign(self.secret, timestamp, body),
        }
        status = await _post(self.url, headers, body)
        if status is not None and 200 <= status < 300:
            await _settle(units, call_id, CallState.DELIVERED)
            return
        _log.error("telephone_not_taken", call_id=str(call_id), status=status)
        await _settle(units, call_id, CallState.FAILED)
        raise NotTaken(status)


async def _content(uow: UnitOfWork, call_id: UUID) -> dict[str, JSON] | None:
    row = (
        await uow.session.execute(
            select(AlertCall, Flag).join(Flag, Flag.id == AlertCall.flag_id).where(AlertCall.id == call_id)
        )
    ).one_or_none()
    if row is None:
        return None
    call, flag = row
    is_taken = flag.closed_at is not None or (flag.acknowledged_at is not None and flag.overdue_at is None)
    if is_taken or call.account_id is None:
        return None
    account = await accounts.get_account(uow, call.account_id)
    return {
        "type": "alert.call",
        "alert_id": str(flag.id),
        "drill": flag.kind is FlagKind.DRILL,
        "turn": call.turn,
        "audience": call.audience.value,
        "called_at": in_json(call.called_at),
        "recipient": {
            "account_id": str(account.id),
            "email": account.email,
            "display_name": account.display_name,
            "role": account.role.value,
        },
    }


async def _post(url: str, headers: Mapping[str, str], body: bytes) -> int | None:
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=_SECONDS)) as session,
            session.post(url, headers=headers, data=body, allow_redirects=False) as answer,
        ):
            return answer.status
    except (ClientError, OSError, TimeoutError):
        return None


async def _settle(units: Units, call_id: UUID, state: CallState) -> None:
    async with units.write() as uow:
        await uow.session.execute(
            update(AlertCall).where(AlertCall.id == call_id).values(state=state, settled_at=uow.now)
        )
