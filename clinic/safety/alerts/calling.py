"""Calling people of a flag by the channels of a step; each call is written down."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from clinic.safety.alerts.chain import ChainStep
from clinic.safety.alerts.webhook import WEBHOOK_JOB
from clinic.safety.kinds import CallState, Channel, FlagKind
from clinic.safety.tables import AlertCall, Flag
from core.ids import new_id
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.inserts import insert_unless_there
from people.mail import service as mail
from people.mail.delivery import Wanted
from people.mail.kinds import MailKind
from people.notices import service as notices
from people.push import service as push

CALLED_NOTICE = "safety.called"
DRILL_NOTICE = "safety.drill"

# Everybody in these roles has had a notice when the flag was raised.
_TOLD_AT_ONCE = frozenset({Role.COUNSELLOR, Role.PSYCHIATRIST})
_MAIL_GOOD_FOR = timedelta(hours=1)


async def call(uow: UnitOfWork, flag: Flag, step: ChainStep, account_ids: Sequence[UUID]) -> None:
    """Call accounts by each channel of a step, in this transaction; again for the same turn calls nobody twice."""
    key = f"{flag.id}:{flag.turn}"
    woken = await push.wake(uow, account_ids, f"alert:{key}") if Channel.PUSH in step.channels else frozenset()
    for channel in step.channels:
        for account_id in account_ids:
            call_id = await _write_down(uow, flag, step, account_id, channel, CallState.QUEUED)
            if call_id is None:
                continue
            state = CallState.QUEUED
            match channel:
                case Channel.IN_APP:
                    state = await _in_app(uow, flag, account_id, key)
                case Channel.PUSH:
                    state = CallState.QUEUED if account_id in woken else CallState.UNREACHABLE
                case Channel.MAIL:
                    state = await _mail(uow, flag, account_id, key)
                case Channel.WEBHOOK:
                    uow.enqueue(WEBHOOK_JOB, {"call_id": str(call_id)}, key=f"{WEBHOOK_JOB}:{call_id}")
            if state is not CallState.QUEUED:
                written = await uow.session.get_one(AlertCall, call_id)
                written.state, written.settled_at = state, uow.now


async def call_nobody(uow: UnitOfWork, flag: Flag, step: ChainStep) -> None:
    """Write down that a step found nobody."""
    found = select(AlertCall.id).where(
        AlertCall.flag_id == flag.id, AlertCall.turn == flag.turn, AlertCall.audience == step.audience
    )
    if await uow.session.scalar(found.limit(1)) is None:
        await _write_down(uow, flag, step, None, None, CallState.NOBODY)


async def _write_down(
    uow: UnitOfWork, flag: Flag, step: ChainStep, account_id: UUID | None, channel: Channel | None, state: CallState
) -> UUID | None:
    row = {
        "id": new_id(),
        "flag_id": flag.id,
        "turn": flag.turn,
        "audience": step.audience,
        "account_id": account_id,
        "channel": channel,
        "state": state,
        "called_at": uow.now,
        "settled_at": None,
    }
    written: UUID | None = await uow.session.scalar(insert_unless_there(uow, AlertCall, [row]).returning(AlertCall.id))
    return written


async def _in_app(uow: UnitOfWork, flag: Flag, account_id: UUID, key: str) -> CallState:
    is_drill = flag.kind is FlagKind.DRILL
    account = await accounts.get_account(uow, account_id)
    if flag.turn == 0 and not is_drill and account.role in _TOLD_AT_ONCE:
        return CallState.DELIVERED
    kind = DRILL_NOTICE if is_drill else CALLED_NOTICE
    await notices.notify(uow, [account_id], kind, f"{kind}:{key}", {"flag_id": str(flag.id), "turn": flag.turn})
    uow.publish(hint(f"account:{account_id}", "flags"))
    return CallState.DELIVERED


async def _mail(uow: UnitOfWork, flag: Flag, account_id: UUID, key: str) -> CallState:
    kind = MailKind.ALERT_DRILL if flag.kind is FlagKind.DRILL else MailKind.ALERT
    data = {"flag_id": str(flag.id), "path": "/alerts"}
    sent = await mail.send(
        uow, account_id, kind, f"{kind}:{key}:{account_id}", data, expires_at=uow.now + _MAIL_GOOD_FOR
    )
    return CallState.UNREACHABLE if sent is None else CallState.QUEUED


async def is_open(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether a flag of which a mail tells still waits for somebody."""
    flag = await uow.session.get(Flag, UUID(data["flag_id"]), with_for_update=True)
    return flag is not None and flag.closed_at is None and (flag.acknowledged_at is None or flag.overdue_at is not None)


wanted: Mapping[MailKind, Wanted] = {MailKind.ALERT: is_open, MailKind.ALERT_DRILL: is_open}
