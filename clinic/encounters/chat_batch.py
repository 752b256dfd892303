"""A batch of chat messages, and what becomes of each of it while its encounters are locked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from clinic.encounters.access import encounter_not_found
from clinic.encounters.attachments.sending import Files
from clinic.encounters.chat_statements import NewMessage
from clinic.encounters.messages import message_context
from clinic.encounters.states import EncounterState, may_write
from clinic.encounters.views import Author, MessageOut
from clinic.encounters.writing import is_open
from core.crypto import Vault
from core.errors import Conflict, DomainError, NotFound
from core.ids import new_id
from core.principal import Role

GUESTS = frozenset({Role.GUEST, Role.PSYCHIATRIST})
"""Those who may be put out of an encounter that goes on."""

_NO_FILES = Files({})

Outcome = MessageOut | DomainError
"""What became of a message: how it is stored, or why it is not."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What somebody wrote and waits for: a message, or with `withdraws` the withdrawal of that number."""

    encounter_id: UUID
    author: Author
    client_id: UUID
    body: str
    withdraws: int | None
    attachment_id: UUID | None
    done: asyncio.Future[MessageOut]


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry of the log, and the text and the file it was written with."""

    entry: MessageOut
    body: str
    attachment_id: UUID | None


@dataclass(slots=True)
class Book:
    """What is known of one encounter while its lock is held.

    `authors` of the messages that shall be withdrawn, and the `withdrawals` of those that are, by number.
    """

    state: EncounterState
    last_sequence: int
    writing_until: datetime | None
    by_client_id: dict[tuple[UUID, UUID], Stored] = field(default_factory=dict)
    authors: dict[int, UUID] = field(default_factory=dict)
    withdrawals: dict[int, MessageOut] = field(default_factory=dict)


def place(book: Book | None, pending: Pending, files: Files, now: datetime, *, visits: bool) -> MessageOut:
    """Return the entry at its place: the stored one for a repeat, else the next number. Raises as ChatWriter.append."""
    if book is None:
        raise encounter_not_found()
    key = (pending.author.account_id, pending.client_id)
    known = book.by_client_id.get(key)
    if known is not None:
        said = (known.body, known.attachment_id, known.entry.withdraws)
        if said != (pending.body, pending.attachment_id, pending.withdraws):
            raise Conflict("chat.client_id_reused", "This message was sent before with another text.")
        return known.entry
    if pending.withdraws is not None:
        # Another's is not there either: nobody else can do anything with it.
        if book.authors.get(pending.withdraws) != pending.author.account_id:
            raise NotFound("chat.message_not_found", "You have no such message in this consultation.")
        if pending.withdraws in book.withdrawals:
            return book.withdrawals[pending.withdraws]
    may_write(book.state, goes_on=is_open(book.writing_until, now), visits=visits)
    message_id, file = new_id(), None
    if pending.attachment_id is not None:
        file = files.give(pending.attachment_id, message_id, pending.encounter_id, pending.author.account_id)
    message = MessageOut(
        id=message_id,
        sequence=book.last_sequence + 1,
        client_id=pending.client_id,
        author=pending.author,
        body=pending.body,
        file=file,
        sent_at=now,
        withdraws=pending.withdraws,
        withdrawn=False,
        unreadable=None,
    )
    book.by_client_id[key] = Stored(message, pending.body, pending.attachment_id)
    if message.withdraws is not None:
        book.withdrawals[message.withdraws] = message
    return message


def row_of(pending: Pending, message: MessageOut, vault: Vault) -> NewMessage:
    """Return a message at its place as it is stored, its text sealed."""
    return NewMessage(
        id=message.id,
        encounter_id=pending.encounter_id,
        sequence=message.sequence,
        author_account_id=pending.author.account_id,
        client_id=pending.client_id,
        body_sealed=vault.seal(pending.body, message_context(message.id)),
        withdraws=message.withdraws,
    )


def is_plain(pending: Pending) -> bool:
    """Tell whether it is what nearly all are: a text, by one of the two sides."""
    return pending.withdraws is None and pending.attachment_id is None and pending.author.role not in GUESTS


def place_plain(
    batch: Sequence[Pending], books: Mapping[UUID, Book], now: datetime, vault: Vault
) -> tuple[list[Outcome], list[NewMessage], dict[UUID, int]]:
    """Place plain messages of which none is a repeat.

    Returns what becomes of each, the rows to store, and the newest number of each encounter that grows.
    """
    outcomes: list[Outcome] = []
    rows: list[NewMessage] = []
    grown: dict[UUID, int] = {}
    for pending in batch:
        book = books.get(pending.encounter_id)
        try:
            message = place(book, pending, _NO_FILES, now, visits=False)
        except DomainError as refusal:
            outcomes.append(refusal)
            continue
        outcomes.append(message)
        if book is not None and message.sequence > book.last_sequence:
            book.last_sequence = grown[pending.encounter_id] = message.sequence
            rows.append(row_of(pending, message, vault))
    return outcomes, rows, grown
