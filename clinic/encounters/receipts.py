"""Receipts: how far each account has got in the messages of a consultation."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from clinic.encounters.access import encounter_not_found, takes_part, visible_encounter
from clinic.encounters.messages import is_withdrawn
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, Message, MessageReceipt
from clinic.encounters.views import Receipt
from core.principal import Principal
from core.unit_of_work import UnitOfWork

_UNREAD_LIMIT = 200


async def mark(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, delivered: int, read: int
) -> tuple[Receipt, bool]:
    """Note how far the caller has got, and return where they stand and whether that is news.

    Nothing goes backwards, nothing beyond the newest message, and what was read was delivered. Raises NotFound unless
    the caller takes part in the encounter.
    """
    query = visible_encounter(principal, encounter_id).with_only_columns(Encounter.last_sequence)
    last = (await uow.session.execute(query)).scalar_one_or_none()
    if last is None:
        raise encounter_not_found()
    row = {
        "encounter_id": encounter_id,
        "account_id": principal.account_id,
        "delivered": min(max(delivered, read), last),
        "read": min(read, last),
    }
    changed = (await uow.session.execute(_raise_to(uow, row))).scalar_one_or_none() is not None
    stands = await uow.session.get_one(MessageReceipt, (encounter_id, principal.account_id), populate_existing=True)
    return Receipt(account_id=stands.account_id, delivered=stands.delivered, read=stands.read), changed


async def list_receipts(uow: UnitOfWork, encounter_id: UUID) -> list[Receipt]:
    """Return the receipts of an encounter of which the caller is known to be a part."""
    query = (
        select(MessageReceipt).where(MessageReceipt.encounter_id == encounter_id).order_by(MessageReceipt.account_id)
    )
    return [
        Receipt(account_id=row.account_id, delivered=row.delivered, read=row.read)
        for row in await uow.session.scalars(query)
    ]


async def list_unread(uow: UnitOfWork, principal: Principal) -> list[UUID]:
    """Return the caller's encounters in which both may still write, and others wrote what the caller has not read."""
    query = (
        select(Message.encounter_id)
        .distinct()
        .join(Encounter, Encounter.id == Message.encounter_id)
        .outerjoin(
            MessageReceipt,
            and_(MessageReceipt.encounter_id == Encounter.id, MessageReceipt.account_id == principal.account_id),
        )
        .where(
            takes_part(principal),
            or_(Encounter.state != EncounterState.FINISHED, Encounter.writing_until > uow.now),
            Message.author_account_id != principal.account_id,
            Message.sequence > func.coalesce(MessageReceipt.read, 0),
            Message.withdraws.is_(None),
            ~is_withdrawn(),
        )
        .order_by(Message.encounter_id)
        .limit(_UNREAD_LIMIT)
    )
    return list(await uow.session.scalars(query))


def _raise_to(uow: UnitOfWork, row: dict[str, Any]) -> Any:
    """Return the statement that raises a receipt to the numbers in `row`; it returns a row only if it changed one."""
    table = MessageReceipt
    if uow.dialect == "postgresql":
        return _on_conflict(postgresql.insert(table).values(row)).returning(table.account_id)
    return _on_conflict(sqlite.insert(table).values(row)).returning(table.account_id)


def _on_conflict(statement: Any) -> Any:
    new = statement.excluded
    stands = MessageReceipt
    return statement.on_conflict_do_update(
        index_elements=["encounter_id", "account_id"],
        set_={
            "delivered": case((new.delivered > stands.delivered, new.delivered), else_=stands.delivered),
            "read": case((new.read > stands.read, new.read), else_=stands.read),
        },
        where=or_(new.delivered > stands.delivered, new.read > stands.read),
    )
