"""Reading the messages of a consultation."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, select
from sqlalchemy.orm import aliased

from clinic.encounters.access import encounter_not_found, hidden_until, visible_encounter
from clinic.encounters.attachments.tables import Attachment
from clinic.encounters.attachments.views import AttachmentOut
from clinic.encounters.tables import Encounter, Message
from clinic.encounters.views import Author, MessageOut
from core.audit.events import Action, Entity
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import open_or_say
from people.accounts.tables import Account

_PAGE_CHARACTERS = 200_000

_Withdrawal = aliased(Message)


def message_context(message_id: UUID) -> str:
    """Return the context in which the body of a message is sealed."""
    return f"message:{message_id}"


def is_withdrawn() -> ColumnElement[bool]:
    """Return the condition under which a row of messages was withdrawn."""
    return exists().where(_Withdrawal.encounter_id == Message.encounter_id, _Withdrawal.withdraws == Message.sequence)


def last_word() -> ScalarSelect[int]:
    """Return the number of the newest message that stands, for a row of encounters; null when none does.

    A withdrawal is not a word, and what was withdrawn is none any more: who has not been answered shall not seem to be.
    """
    return (
        select(Message.sequence)
        .where(Message.encounter_id == Encounter.id, Message.withdraws.is_(None), ~is_withdrawn())
        .order_by(Message.sequence.desc())
        .limit(1)
        .correlate(Encounter)
        .scalar_subquery()
    )


async def list_messages(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, since: int, limit: int
) -> tuple[list[MessageOut], int]:
    """Return at most `limit` messages after the number `since`, oldest first, and the newest number there is.

    Long messages make shorter pages: a page ends with the message that brings it to 200,000 characters. A guest
    gets those from their coming in on. Raises NotFound unless the caller is inside the encounter.
    """
    last = await _last_sequence(uow, principal, encounter_id)
    hidden = await hidden_until(uow, principal, encounter_id)
    query = _entries(encounter_id, hidden).where(Message.sequence > since).order_by(Message.sequence)
    found = await _page(uow, query.limit(limit))
    # A message may have been committed between the two reads.
    return found, max([last, *(message.sequence for message in found)])


async def list_earlier(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, before: int | None, limit: int
) -> tuple[list[MessageOut], int]:
    """Return the newest `limit` messages below the number `before` (None: of all), oldest first, and the newest number.

    Otherwise as list_messages.
    """
    last = await _last_sequence(uow, principal, encounter_id)
    hidden = await hidden_until(uow, principal, encounter_id)
    query = _entries(encounter_id, hidden).order_by(Message.sequence.desc())
    if before is not None:
        query = query.where(Message.sequence < before)
    found = await _page(uow, query.limit(limit))
    return found[::-1], max([last, *(message.sequence for message in found)])


async def _last_sequence(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> int:
    query = visible_encounter(principal, encounter_id).with_only_columns(Encounter.last_sequence, Encounter.person_id)
    found = (await uow.session.execute(query)).one_or_none()
    if found is None:
        raise encounter_not_found()
    # One entry for opening the consultation; a message that comes afterwards needs none.
    uow.audit(principal, Action.READ, Entity.MESSAGES, encounter_id, person_id=found.person_id)
    return int(found.last_sequence)


def _entries(encounter_id: UUID, hidden: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message.id,
            Message.sequence,
            Message.client_id,
            Message.author_account_id,
            Message.body_sealed,
            Message.sent_at,
            Message.withdraws,
            is_withdrawn().label("withdrawn"),
            Account.display_name,
            Account.role,
            Attachment,
        )
        .outerjoin(Attachment, Attachment.message_id == Message.id)
        .join(Account, Account.id == Message.author_account_id)
        .where(Message.encounter_id == encounter_id, Message.sequence > hidden)
    )


async def _page(uow: UnitOfWork, query: Select[*tuple[Any, ...]]) -> list[MessageOut]:
    found: list[MessageOut] = []
    size = 0
    for row in await uow.session.execute(query):
        message = _view(uow, row)
        found.append(message)
        size += len(message.body)
        if size >= _PAGE_CHARACTERS:
            break
    return found


def _view(uow: UnitOfWork, row: Row[Any]) -> MessageOut:
    body, unreadable = ("", None) if row.withdrawn else open_or_say(uow.vault, row.body_sealed, message_context(row.id))
    return MessageOut(
        id=row.id,
        sequence=row.sequence,
        client_id=row.client_id,
        author=Author(account_id=row.author_account_id, display_name=row.display_name, role=row.role),
        body=body,
        file=None if row.withdrawn or row.Attachment is None else AttachmentOut.of(row.Attachment),
        sent_at=row.sent_at,
        withdraws=row.withdraws,
        withdrawn=row.withdrawn,
        unreadable=unreadable,
    )
