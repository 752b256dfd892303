"""Sends pushes: without content, so there is nothing to encrypt and nothing to read on a locked screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import delete, select, update

from core.http import Key
from core.json import JSON
from core.outbox.runner import Outside
from core.unit_of_work import Units
from people.push.service import PUSH_JOB
from people.push.services import KNOWN, is_known
from people.push.tables import PushDevice
from people.push.vapid import VapidKey

_GONE = frozenset({404, 410})
# A push that could not be brought for an hour calls nobody any more; the chain has called others by then.
_KEPT_SECONDS = 3600
_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class NotTaken(Exception):
    """The push service did not take a push now; `status` is its answer, None where there was none."""

    def __init__(self, status: int | None) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Pushes:
    """Who sends and to which services; without a key nobody is woken."""

    key: VapidKey | None
    services: tuple[str, ...] = KNOWN

    def handlers(self) -> Mapping[str, Outside]:
        """Return the job by its name in the outbox."""
        return {PUSH_JOB: Outside(self.deliver, side_by_side=2)}

    async def deliver(self, units: Units, payload: Mapping[str, JSON]) -> None:
        """Wake one browser; one that is gone is forgotten. Raises NotTaken when it is to be tried again."""
        device_id = UUID(str(payload["device_id"]))
        async with units.read() as uow:
            endpoint = await uow.session.scalar(select(PushDevice.endpoint).where(PushDevice.id == device_id))
            now = uow.now
        if endpoint is None or self.key is None or not is_known(endpoint, self.services):
            return
        headers = {
            "Authorization": self.key.authorization(endpoint, now),
            "TTL": str(_KEPT_SECONDS),
            "Urgency": "high",
        }
        status = await _post(endpoint, headers)
        async with units.write() as uow:
            if status in _GONE:
                await uow.session.execute(delete(PushDevice).where(PushDevice.id == device_id))
            elif 200 <= status < 300:
                await uow.session.execute(
                    update(PushDevice).where(PushDevice.id == device_id).values(reached_at=uow.now)
                )
        if status not in _GONE and not 200 <= status < 300:
            _log.warning("push_not_taken", device_id=str(device_id), status=status)
            if status == 429 or status >= 500:
                raise NotTaken(status)


async def _post(endpoint: str, headers: Mapping[str, str]) -> int:
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=_SECONDS)) as session,
            session.post(endpoint, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status
    except (ClientError, OSError, TimeoutError) as error:
        raise NotTaken(None) from error


PUSHES = Key[Pushes]("pushes")
