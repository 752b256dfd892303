"""Reading the messages of a consultation."""

from uuid import UUID

from sqlalchemy import select

from clinic.encounters.access import encounter_not_found, visible_encounter
from clinic.encounters.tables import Encounter, Message
from clinic.encounters.views import Author, MessageOut
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account

_PAGE_CHARACTERS = 200_000


def message_context(message_id: UUID) -> str:
    """Return the context in which the body of a message is sealed."""
    return f"message:{message_id}"


async def list_messages(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, since: int, limit: int
) -> tuple[list[MessageOut], int]:
    """Return at most `limit` messages after the number `since`, oldest first, and the newest number there is.

    Long messages make shorter pages: a page ends with the message that brings it to 200,000 characters. Raises NotFound
    unless the caller takes part in the encounter.
    """
    last = (
        await uow.session.execute(visible_encounter(principal, encounter_id).with_only_columns(Encounter.last_sequence))
    ).scalar_one_or_none()
    if last is None:
        raise encounter_not_found()
    query = (
        select(
            Message.id,
            Message.sequence,
            Message.client_id,
            Message.author_account_id,
            Message.body_sealed,
            Message.sent_at,
            Account.display_name,
            Account.role,
        )
        .join(Account, Account.id == Message.author_account_id)
        .where(Message.encounter_id == encounter_id, Message.sequence > since)
        .order_by(Message.sequence)
        .limit(limit)
    )
    found: list[MessageOut] = []
    size = 0
    for row in await uow.session.execute(query):
        body = uow.vault.open(row.body_sealed, message_context(row.id))
        found.append(
            MessageOut(
                id=row.id,
                sequence=row.sequence,
                client_id=row.client_id,
                author=Author(account_id=row.author_account_id, display_name=row.display_name, role=row.role),
                body=body,
                sent_at=row.sent_at,
            )
        )
        size += len(body)
        if size >= _PAGE_CHARACTERS:
            break
    # A message may have been committed between the two reads.
    return found, max([last, *(message.sequence for message in found)])
