"""Telling accounts something in the application."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from core.errors import NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.notices.tables import Notice

_MAX_VALUE = 64


async def notify(
    uow: UnitOfWork, account_ids: Iterable[UUID], kind: str, key: str, data: Mapping[str, str | int | None]
) -> Sequence[UUID]:
    """Leave a notice to each account and hint those accounts' browsers after the commit.

    `kind` (at most 64 characters) names the client's sentence, such as "appointment.booked"; `key` (at most 200) what
    it is about, once an account: "appointment.booked:<id>"; `data` holds ids, codes and times, never a person's text
    (ValueError for a string over 64 characters). Returns the accounts that had not been told before.
    """
    if any(isinstance(value, str) and len(value) > _MAX_VALUE for value in data.values()):
        raise ValueError("a notice holds ids, codes and times, no text")
    rows = [
        {"id": new_id(), "account_id": account, "kind": kind, "key": key, "data": dict(data), "created_at": uow.now}
        for account in sorted(set(account_ids))
    ]
    if not rows:
        return []
    statement = insert_unless_there(uow, Notice, rows).returning(Notice.account_id)
    told = (await uow.session.scalars(statement)).all()
    for account in told:
        uow.publish(hint(f"account:{account}", "notices"))
    return told


async def list_notices(
    uow: UnitOfWork, principal: Principal, *, limit: int, before: UUID | None = None
) -> Sequence[Notice]:
    """Return the caller's notices, the newest first; `before` is the id of the last one already known."""
    query = select(Notice).where(Notice.account_id == principal.account_id)
    if before is not None:
        query = query.where(Notice.id < before)
    return (await uow.session.scalars(query.order_by(Notice.id.desc()).limit(limit))).all()


async def count_unseen(uow: UnitOfWork, principal: Principal) -> int:
    """Return how many of the caller's notices are unseen."""
    query = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.account_id == principal.account_id, Notice.seen_at.is_(None))
    )
    return await uow.session.scalar(query) or 0


async def mark_seen(uow: UnitOfWork, principal: Principal, notice_id: UUID) -> None:
    """Note that the caller saw a notice; the first time counts. Raises NotFound for another's."""
    notice = await uow.session.scalar(
        select(Notice).where(Notice.id == notice_id, Notice.account_id == principal.account_id)
    )
    if notice is None:
        raise NotFound("notices.not_found", "This notice is not here any more.")
    if notice.seen_at is None:
        notice.seen_at = uow.now
        uow.publish(hint(f"account:{principal.account_id}", "notices"))
