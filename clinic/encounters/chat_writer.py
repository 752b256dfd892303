"""The chat writer: stores messages in batches, one commit for many, and answers each after the commit.

It is one of the two named exceptions to "committed at the edge". Who writes alone is stored at once; while many write,
gathering for ten milliseconds, which nobody notices in a chat, lets them share the cost of a commit. Nobody is told
that a message is stored before it is.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from clinic.encounters.access import encounter_not_found, guests_among
from clinic.encounters.attachments.sending import Files, files_of
from clinic.encounters.attachments.views import AttachmentOut
from clinic.encounters.chat_batch import GUESTS, Book, Outcome, Pending, Stored, place, row_of
from clinic.encounters.chat_plain import PlainWay
from clinic.encounters.chat_plain_sqlite import OneTurn
from clinic.encounters.chat_statements import ChatStatements, NewMessage, statements_for
from clinic.encounters.messages import message_context
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Message
from clinic.encounters.views import Author, MessageOut
from core.database import is_away
from core.errors import DomainError, Invalid, Unavailable
from core.unit_of_work import UnitOfWork, Units
from core.unreadable import open_or_say

WRITTEN_JOB = "encounters.written"
"""Tells the other of a message after the end of a consultation; its payload is {"message_id": ...}."""

MAX_BODY = 4000
_GATHER_SECONDS = 0.01
_MAX_BATCH = 200
_MAX_WAITING = 10_000
# Less than a client waits for its answer: so it hears that it shall send again, and keeps its line.
_STORE_SECONDS = 5.0

_messages = cast("Table", Message.__table__)
_log = structlog.get_logger(__name__)


class ChatWriter:
    """Appends messages to consultations: numbers without gaps, and one row for a message however often it is sent.

    Who may write where is for the caller to decide before; that the encounter is still open, and a guest still inside,
    is decided here, in the transaction.
    """

    def __init__(self, units: Units) -> None:
        self._units = units
        self._statements = statements_for(units.database.dialect)
        is_postgresql = units.database.dialect == "postgresql"
        self._plain: PlainWay | OneTurn = PlainWay(units) if is_postgresql else OneTurn(units)
        self._waiting: list[Pending] = []
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
        await self._plain.close()

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
        pending = Pending(encounter_id, author, client_id, body, withdraws, attachment_id, done)
        self._waiting.append(pending)
        self._arrived.set()
        return await pending.done

    async def _run(self) -> None:
        batch: list[Pending] = []
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

    async def _settle(self, batch: Sequence[Pending]) -> None:
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

    async def _store(self, batch: Sequence[Pending]) -> list[Outcome]:
        if self._units.database.dialect == "sqlite":
            return await self._commit(batch)
        try:
            async with asyncio.timeout(_STORE_SECONDS):
                return await self._commit(batch)
        except TimeoutError:
            # It may be stored all the same; who sends it again learns so.
            self._units.database.distrust()
            raise

    async def _commit(self, batch: Sequence[Pending]) -> list[Outcome]:
        outcomes = await self._plain.store(batch)
        if outcomes is not None:
            return outcomes
        async with self._units.write() as uow:
            connection = await uow.session.connection()
            return await _append_all(uow, connection, self._statements, batch)


async def _append_all(
    uow: UnitOfWork, connection: AsyncConnection, statements: ChatStatements, batch: Sequence[Pending]
) -> list[Outcome]:
    locked = await statements.lock(connection, list({pending.encounter_id for pending in batch}))
    books = {row.id: Book(row.state, row.last_sequence, row.writing_until) for row in locked}
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
            if pending.author.role in GUESTS:
                if (pending.encounter_id, pending.author.account_id) not in inside:
                    raise encounter_not_found()
                visits = inside[pending.encounter_id, pending.author.account_id]
            message = place(books.get(pending.encounter_id), pending, files, uow.now, visits=visits)
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
            rows.append(row_of(pending, message, uow.vault))
    if rows:
        await statements.store(connection, rows, uow.now, grown)
        await files.store(connection)
    return [_as_it_stands(books, pending, outcome) for pending, outcome in zip(batch, outcomes, strict=True)]


def _as_it_stands(books: dict[UUID, Book], pending: Pending, outcome: Outcome) -> Outcome:
    """Return the answer to one of a batch after all of it: a repeat says nothing that another of them withdrew."""
    if isinstance(outcome, DomainError) or outcome.sequence not in books[pending.encounter_id].withdrawals:
        return outcome
    return outcome.model_copy(update={"body": "", "file": None, "withdrawn": True})


async def _guests_inside(connection: AsyncConnection, batch: Sequence[Pending]) -> dict[tuple[UUID, UUID], bool]:
    """Return, by encounter and account, the writing guests who are still inside: their socket may not know yet.

    With each: whether they only visit, or it is their own consultation.
    """
    asked = {(one.encounter_id, one.author.account_id) for one in batch if one.author.role in GUESTS}
    if not asked:
        return {}
    found = await connection.execute(guests_among(asked))
    return {(row.encounter_id, row.account_id): row.visits for row in found}


async def _find_repeats(
    uow: UnitOfWork,
    connection: AsyncConnection,
    statements: ChatStatements,
    books: dict[UUID, Book],
    batch: Sequence[Pending],
) -> None:
    authors = {pending.author.account_id: pending.author for pending in batch}
    keys = {(one.encounter_id, one.author.account_id, one.client_id): one.body for one in batch}
    repeats = await statements.find(connection, list(keys))
    files = await files_of(connection, [row.id for row in repeats])
    for row in repeats:
        # One that cannot be opened may not fail the others of the batch; its resend is taken to be the same.
        body, unreadable = open_or_say(uow.vault, row.body_sealed, message_context(row.id))
        file = files.get(row.id)
        shown = ("", None) if row.withdrawn else (body, file)
        entry = _entry(row, authors[row.author_account_id], *shown, withdrawn=row.withdrawn)
        if unreadable is not None:
            entry = entry.model_copy(update={"unreadable": unreadable})
            body = keys[row.encounter_id, row.author_account_id, row.client_id]
        stored = Stored(entry, body, None if file is None else file.id)
        books[row.encounter_id].by_client_id[row.author_account_id, row.client_id] = stored


async def _find_withdrawn(connection: AsyncConnection, books: dict[UUID, Book], withdrawals: Sequence[Pending]) -> None:
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
        unreadable=None,
    )


def _unavailable() -> Unavailable:
    return Unavailable("chat.unavailable", "The message could not be stored just now. Please send it again.")
