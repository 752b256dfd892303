"""The watch over the alert chain itself: steps that nobody made, and hours in which it would find nobody."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import func, select

from booking.instants import in_json
from booking.rota.tables import Duty
from booking.rota.unattended import unattended
from clinic.safety.alerts.stepping import take_step
from clinic.safety.tables import Flag
from core.json import JSON
from core.outbox.runner import Repeating
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.notices import service as notices

MISSED_JOB = "safety.missed_steps"
COVER_JOB = "safety.cover"
NO_COVER_NOTICE = "safety.no_cover"
NO_ROTA_NOTICE = "safety.no_rota"

LOOKS_AHEAD = timedelta(hours=12)
"""An hour without anybody is told of so long before. Our own number: 「運営者の確認が必要です」."""

_LATE = timedelta(seconds=30)
_MOST = 50

_log = structlog.get_logger(__name__)


async def make_missed_steps(uow: UnitOfWork, _payload: Mapping[str, JSON]) -> None:
    """Make the steps whose own job is late, died or was lost: no alert hangs on a single row."""
    due = func.coalesce(Flag.next_at, Flag.raised_at, type_=Flag.raised_at.type)
    query = (
        select(Flag.id, Flag.turn)
        .where(Flag.closed_at.is_(None), due < uow.now - _LATE)
        .order_by(Flag.raised_at, Flag.id)
        .limit(_MOST)
    )
    for flag_id, turn in (await uow.session.execute(query)).all():
        _log.error("alert_step_missed", flag_id=str(flag_id), turn=turn)
        await take_step(uow, flag_id, turn)


async def look_ahead(uow: UnitOfWork, _payload: Mapping[str, JSON]) -> None:
    """Tell the coordinators, once each, of the coming hours in which the rota needs a counsellor and has none.

    Where no counsellor was ever put on duty, the chain finds nobody there at any hour: that is told once a day.
    """
    desk = await accounts.account_ids_with_role(uow, Role.COORDINATOR)
    if await uow.session.scalar(select(Duty.id).where(Duty.role == Role.COUNSELLOR).limit(1)) is None:
        _log.error("alert_chain_without_rota")
        await notices.notify(uow, desk, NO_ROTA_NOTICE, f"{NO_ROTA_NOTICE}:{uow.zone.today(uow.now)}", {})
        return
    for gap in await unattended(uow, [Role.COUNSELLOR], uow.now + LOOKS_AHEAD):
        _log.error("alert_chain_without_cover", starts_at=in_json(gap.starts_at), ends_at=in_json(gap.ends_at))
        key = f"{NO_COVER_NOTICE}:{in_json(gap.starts_at)}:{in_json(gap.ends_at)}"
        data = {"starts_at": in_json(gap.starts_at), "ends_at": in_json(gap.ends_at)}
        await notices.notify(uow, desk, NO_COVER_NOTICE, key, data)


async def late_by(uow: UnitOfWork) -> timedelta:
    """Return for how long the call of an open alert is due and was not made; zero when none is."""
    due = func.coalesce(Flag.next_at, Flag.raised_at, type_=Flag.raised_at.type)
    oldest = await uow.session.scalar(select(func.min(due, type_=Flag.raised_at.type)).where(Flag.closed_at.is_(None)))
    return timedelta() if oldest is None else max(uow.now - oldest, timedelta())


handlers: Mapping[str, Repeating] = {
    MISSED_JOB: Repeating(make_missed_steps, timedelta(seconds=30)),
    COVER_JOB: Repeating(look_ahead, timedelta(minutes=15)),
}
