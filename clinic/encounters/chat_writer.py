"""The chat writer: stores messages in batches, one commit for many, and answers each after the commit.

It is one of the two named exceptions to "committed at the edge". Who writes alone is stored at once; while many write,
gathering for ten milliseconds, which nobody notices in a chat, lets them share the cost of a commit. Nobody is told
that a message is stored before it is.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from clinic.encounters.access import encounter_not_found, guests_among
from clinic.encounters.attachments.sending import Files, files_of
from clinic.encounters.attachments.views import AttachmentOut
from clinic.encounters.chat_statements import ChatStatements, NewMessage, statements_for
from clinic.encounters.messages import message_context
from clinic.encounters.states import EncounterState, may_write
from clinic.encounters.tables import Message
from clinic.encounters.views import Author, MessageOut
from clinic.encounters.writing import is_open
from core.database import is_away
from core.errors import Conflict, DomainError, Invalid, NotFound, Unavailable
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import UnitOfWork, Units

WRITTEN_JOB = "encounters.written"
"""Tells the other of a message after the end of a consultation; its payload is {"message_id": ...}."""

MAX_BODY = 4000
_GATHER_SECONDS = 0.01
_MAX_BATCH = 200
_MAX_WAITING = 10_000
# Less than a client waits for its answer: so it hears that it shall send again, and keeps its line.
_STORE_SECONDS = 5.0
# Those who may be put out of an encounter that goes on.
_GUESTS = frozenset({Role.GUEST, Role.PSYCHIATRIST})

_messages = cast("Table", Message.__table__)
_log = structlog.get_logger(__name__)

Outcome = MessageOut | DomainError


@dataclass(frozen=True, slots=True)
class _Pending:
    encounter_id: UUID
    author: Author
    client_id: UUID
    body: str
    withdraws: int | None
    attachment_id: UUID | None
    done: asyncio.Future[MessageOut]


class ChatWriter:
    """Appends messages to consultations: numbers without gaps, and one row for a message however often it is sent.

    Who may write where is for the caller to decide before; that the encounter is still open, and a guest still inside,
    is decided here, in the transaction.
    """

    def __init__(self, units: Units) -> None:
        self._units = units
        self._statements = statements_for(units.database.dialect)
        self._waiting: list[_Pending] = []
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to write."""
        self._stopping = False
        self._task = asyncio.create_task(self._run(), name="chat-writer")

    async def stop(self) -> None:
        """Write what waits, then end."""
        self._stopping = True
        self._arrived.set()
        if self._task is not None:
            await self._task
            self._task = None

    async def append(
        self, encounter_id: UUID, author: Author, client_id: UUID, body: str, attachment_id: UUID | None = None
    ) -> MessageOut:
        """Return the stored message, after its commit; a repeated client id of the author gets the first row again.

        With `attachment_id`, a file of the author in this encounter that was not sent yet, the body may be empty.

        Raises Invalid("chat.body_length") outside 1 to 4,000 characters, NotFound("encounters.not_found"),
        Conflict("encounters.finished"), Conflict("chat.client_id_reused") for the same client id with another text or
        file, NotFound("attachments.not_found"), Conflict("attachments.sent"), and Unavailable("chat.unavailable") when
        nothing could be stored.
        """
        text = body.strip()
        if (not text and attachment_id is None) or len(text) > MAX_BODY:
            raise Invalid("chat.body_length", "A message has 1 to 4,000 characters.", max=MAX_BODY)
        return await self._write(encounter_id, author, client_id, text, attachment_id=attachment_id)

    async def withdraw(self, encounter_id: UUID, author: Author, client_id: UUID, sequence: int) -> MessageOut:
        """Withdraw the author's message `sequence`, and return the entry of the log that says so, after its commit.

        What is withdrawn already stays so: the first entry is returned again. Raises NotFound("chat.message_not_found")
        where the author has no such message, and else as append.
        """
        return await self._write(encounter_id, author, client_id, "", withdraws=sequence)

    async def _write(
        self,
        encounter_id: UUID,
        author: Author,
        client_id: UUID,
        body: str,
        *,
        withdraws: int | None = None,
        attachment_id: UUID | None = None,
    ) -> MessageOut:
        if self._stopping or self._task is None or len(self._waiting) >= _MAX_WAITING:
            raise _unavailable()
        done: asyncio.Future[MessageOut] = asyncio.get_running_loop().create_future()
        pending = _Pending(encounter_id, author, client_id, body, withdraws, attachment_id, done)
        self._waiting.append(pending)
        self._arrived.set()
        return await pending.done

    async def _run(self) -> None:
        batch: list[_Pending] = []
        while not self._stopping or self._waiting:
            if not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            # Where the last ones came together, more are on their way.
            if len(batch) > 1 and len(self._waiting) < _MAX_BATCH and not self._stopping:
                await asyncio.sleep(_GATHER_SECONDS)
            batch, self._waiting = self._waiting[:_MAX_BATCH], self._waiting[_MAX_BATCH:]
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: Sequence[_Pending]) -> None:
        """Store a batch and answer it; where a row breaks the batch, each is stored alone."""
        try:
            outcomes = await self._store(batch)
        except Exception as error:
            _log.error("chat_store_failed", size=len(batch), error=type(error).__name__)
            # Where the database itself is away or full, each row alone would fare no better.
            if len(batch) > 1 and not is_away(error):
                for one in batch:
                    await self._settle([one])
                return
            outcomes = [_unavailable() for _ in batch]
        for pending, outcome in zip(batch, outcomes, strict=True):
            if pending.done.done():
                continue  # nobody waits for it any more
            if isinstance(outcome, DomainError):
                pending.done.set_exception(outcome)
            else:
                pending.done.set_result(outcome)

    async def _store(self, batch: Sequence[_Pending]) -> list[Outcome]:
        if self._units.database.dialect == "sqlite":
            return await self._commit(batch)
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                return await self._commit(batch)
        except TimeoutError:
            # It may be stored all the same; who sends it again learns so.
            self._units.database.distrust()
            raise

    async def _commit(self, batch: Sequence[_Pending]) -> list[Outcome]:
        async with self._units.write() as uow:
            connection = await uow.session.connection()
            return await _append_all(uow, connection, self._statements, batch)


@dataclass(frozen=True, slots=True)
class _Stored:
    """An entry of the log, and the text and the file it was written with."""

    entry: MessageOut
    body: str
    attachment_id: UUID | None


@dataclass(slots=True)
class _Book:
    """What is known of one encounter while its lock is held.

    `authors` of the messages that shall be withdrawn, and the `withdrawals` of those that are, by number.
    """

    state: EncounterState
    last_sequence: int
    writing_until: datetime | None
    by_client_id: dict[tuple[UUID, UUID], _Stored] = field(default_factory=dict)
    authors: dict[int, UUID] = field(default_factory=dict)
    withdrawals: dict[int, MessageOut] = field(default_factory=dict)


async def _append_all(
    uow: UnitOfWork, connection: AsyncConnection, statements: ChatStatements, batch: Sequence[_Pending]
) -> list[Outcome]:
    locked = await statements.lock(connection, list({pending.encounter_id for pending in batch}))
    books = {row.id: _Book(row.state, row.last_sequence, row.writing_until) for row in locked}
    inside = await _guests_inside(connection, batch)
    await _find_repeats(uow, connection, statements, books, batch)
    await _find_withdrawn(connection, books, [pending for pending in batch if pending.withdraws is not None])
    files = await Files.lock(connection, {one.attachment_id for one in batch if one.attachment_id is not None})
    rows: list[NewMessage] = []
    grown: dict[UUID, int] = {}
    outcomes: list[Outcome] = []
    for pending in batch:
        try:
            visits = False
            if pending.author.role in _GUESTS:
                if (pending.encounter_id, pending.author.account_id) not in inside:
                    raise encounter_not_found()
                visits = inside[pending.encounter_id, pending.author.account_id]
            message = _place(books.get(pending.encounter_id), pending, files, uow.now, visits=visits)
        except DomainError as refusal:
            outcomes.append(refusal)
            continue
        outcomes.append(message)
        if message.sequence > books[pending.encounter_id].last_sequence:
            books[pending.encounter_id].last_sequence = message.sequence
            grown[pending.encounter_id] = message.sequence
            if books[pending.encounter_id].state is EncounterState.FINISHED and message.withdraws is None:
                # Nobody sits before the page and waits: the other is told.
                uow.enqueue(WRITTEN_JOB, {"message_id": str(message.id)}, key=f"{WRITTEN_JOB}:{message.id}")
            rows.append(
                NewMessage(
                    id=message.id,
                    encounter_id=pending.encounter_id,
                    sequence=message.sequence,
                    author_account_id=pending.author.account_id,
                    client_id=pending.client_id,
                    body_sealed=uow.vault.seal(pending.body, message_context(message.id)),
                    withdraws=message.withdraws,
                )
            )
    if rows:
        await statements.store(connection, rows, uow.now, grown)
        await files.store(connection)
    return [_as_it_stands(books, pending, outcome) for pending, outcome in zip(batch, outcomes, strict=True)]


def _as_it_stands(books: dict[UUID, _Book], pending: _Pending, outcome: Outcome) -> Outcome:
    """Return the answer to one of a batch after all of it: a repeat says nothing that another of them withdrew."""
    if isinstance(outcome, DomainError) or outcome.sequence not in books[pending.encounter_id].withdrawals:
        return outcome
    return outcome.model_copy(update={"body": "", "file": None, "withdrawn": True})


async def _guests_inside(connection: AsyncConnection, batch: Sequence[_Pending]) -> dict[tuple[UUID, UUID], bool]:
    """Return, by encounter and account, the writing guests who are still inside: their socket may not know yet.

    With each: whether they only visit, or it is their own consultation.
    """
    asked = {(one.encounter_id, one.author.account_id) for one in batch if one.author.role in _GUESTS}
    if not asked:
        return {}
    found = await connection.execute(guests_among(asked))
    return {(row.encounter_id, row.account_id): row.visits for row in found}


async def _find_repeats(
    uow: UnitOfWork,
    connection: AsyncConnection,
    statements: ChatStatements,
    books: dict[UUID, _Book],
    batch: Sequence[_Pending],
) -> None:
    authors = {pending.author.account_id: pending.author for pending in batch}
    keys = {(pending.encounter_id, pending.author.account_id, pending.client_id) for pending in batch}
    repeats = await statements.find(connection, list(keys))
    files = await files_of(connection, [row.id for row in repeats])
    for row in repeats:
        body, file = uow.vault.open(row.body_sealed, message_context(row.id)), files.get(row.id)
        shown = ("", None) if row.withdrawn else (body, file)
        entry = _entry(row, authors[row.author_account_id], *shown, withdrawn=row.withdrawn)
        stored = _Stored(entry, body, None if file is None else file.id)
        books[row.encounter_id].by_client_id[row.author_account_id, row.client_id] = stored


async def _find_withdrawn(
    connection: AsyncConnection, books: dict[UUID, _Book], withdrawals: Sequence[_Pending]
) -> None:
    """Find the messages that shall be withdrawn, and what withdrew them before."""
    if not withdrawals:
        return
    wanted = [(one.encounter_id, one.withdraws) for one in withdrawals]
    authors = {one.author.account_id: one.author for one in withdrawals}
    columns = _messages.c
    found = await connection.execute(
        select(_messages).where(
            tuple_(columns.encounter_id, columns.sequence).in_(wanted)
            | tuple_(columns.encounter_id, columns.withdraws).in_(wanted),
        )
    )
    for row in found:
        book = books[row.encounter_id]
        if row.withdraws is None:
            book.authors[row.sequence] = row.author_account_id
        elif row.author_account_id in authors:
            book.withdrawals[row.withdraws] = _entry(row, authors[row.author_account_id], "", None, withdrawn=False)


def _entry(row: Any, author: Author, body: str, file: AttachmentOut | None, *, withdrawn: bool) -> MessageOut:
    return MessageOut(
        id=row.id,
        sequence=row.sequence,
        client_id=row.client_id,
        author=author,
        body=body,
        file=file,
        sent_at=row.sent_at,
        withdraws=row.withdraws,
        withdrawn=withdrawn,
    )


def _place(book: _Book | None, pending: _Pending, files: Files, now: datetime, *, visits: bool) -> MessageOut:
    """Return the entry at its place: the stored one for a repeat, else the next number."""
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
    )
    book.by_client_id[key] = _Stored(message, pending.body, pending.attachment_id)
    if message.withdraws is not None:
        book.withdrawals[message.withdraws] = message
    return message


def _unavailable() -> Unavailable:
    return Unavailable("chat.unavailable", "The message could not be stored just now. Please send it again.")
