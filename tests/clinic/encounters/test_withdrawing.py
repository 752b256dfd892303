"""An author takes a message back: nobody reads it any more, and the record keeps it."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from clinic.encounters import continuing, service
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.messages import list_earlier, list_messages, message_context
from clinic.encounters.reading import show
from clinic.encounters.tables import Message
from clinic.encounters.views import Author, MessageOut
from core.errors import Conflict, NotFound
from core.outbox.tables import OutboxJob
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation

Room = tuple[Principal, Principal, UUID]


@pytest.fixture
async def writer(units: Units) -> AsyncIterator[ChatWriter]:
    writer = ChatWriter(units)
    writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
async def room(units: Units) -> Room:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow, admitted=True)
    return parent, midwife, encounter.id


def author(principal: Principal) -> Author:
    return Author(account_id=principal.account_id, display_name="name", role=principal.role)


async def stored(units: Units, principal: Principal, encounter_id: UUID, since: int = 0) -> list[MessageOut]:
    async with units.read() as uow:
        found, _ = await list_messages(uow, principal, encounter_id, since=since, limit=200)
        return found


async def unanswered(units: Units, principal: Principal, encounter_id: UUID) -> bool:
    async with units.read() as uow:
        return (await show(uow, principal, encounter_id)).unanswered


async def test_a_withdrawn_message_is_read_by_nobody_and_stays_sealed_in_the_record(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, midwife, encounter_id = room
    sent = await writer.append(encounter_id, author(parent), uuid4(), "まちがえて送りました")
    await writer.append(encounter_id, author(midwife), uuid4(), "はい")
    entry = await writer.withdraw(encounter_id, author(parent), uuid4(), sent.sequence)
    assert (entry.sequence, entry.withdraws, entry.body, entry.withdrawn) == (3, 1, "", False)
    for reader in (parent, midwife):
        found = await stored(units, reader, encounter_id)
        assert [(one.sequence, one.body, one.withdraws, one.withdrawn) for one in found] == [
            (1, "", None, True),
            (2, "はい", None, False),
            (3, "", 1, False),
        ]
    async with units.read() as uow:
        # A page without the withdrawal in it knows of it all the same.
        (first,), _ = await list_messages(uow, midwife, encounter_id, since=0, limit=1)
        assert (first.body, first.withdrawn) == ("", True)
        (first,), _ = await list_earlier(uow, midwife, encounter_id, before=2, limit=1)
        assert (first.body, first.withdrawn) == ("", True)
        row = (await uow.session.scalars(select(Message).where(Message.id == sent.id))).one()
        assert uow.vault.open(row.body_sealed, message_context(row.id)) == "まちがえて送りました"


async def test_a_message_is_withdrawn_once_however_often_and_from_wherever_it_is_asked(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, _, encounter_id = room
    client_id, text_id = uuid4(), uuid4()
    sent = await writer.append(encounter_id, author(parent), text_id, "hello")
    asked = [client_id, client_id, uuid4(), uuid4()]
    entries = await asyncio.gather(
        *(writer.withdraw(encounter_id, author(parent), one, sent.sequence) for one in asked)
    )
    entries.append(await writer.withdraw(encounter_id, author(parent), uuid4(), sent.sequence))
    assert len({one.id for one in entries}) == 1
    assert len(await stored(units, parent, encounter_id)) == 2
    # The resend of what was withdrawn meanwhile gives no text back.
    again = await writer.append(encounter_id, author(parent), text_id, "hello")
    assert (again.id, again.body, again.withdrawn) == (sent.id, "", True)
    with pytest.raises(Conflict, match=r"chat.client_id_reused"):
        await writer.append(encounter_id, author(parent), client_id, "hello")
    with pytest.raises(Conflict, match=r"chat.client_id_reused"):
        await writer.withdraw(encounter_id, author(parent), text_id, sent.sequence)


async def test_what_is_repeated_together_with_its_withdrawal_gives_no_text_back(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, _, encounter_id = room
    text_id = uuid4()
    sent = await writer.append(encounter_id, author(parent), text_id, "hello")

    async def repeat() -> MessageOut:
        return await writer.append(encounter_id, author(parent), text_id, "hello")

    # Gathered, they are one batch.
    before, entry, after = await asyncio.gather(
        repeat(), writer.withdraw(encounter_id, author(parent), uuid4(), sent.sequence), repeat()
    )
    assert entry.withdraws == sent.sequence
    for again in (before, after):
        assert (again.id, again.body, again.withdrawn) == (sent.id, "", True)


async def test_only_an_own_message_of_this_consultation_can_be_withdrawn(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, midwife, encounter_id = room
    async with units.write() as uow:
        other_parent, _, other = await make_consultation(uow)
    await writer.append(encounter_id, author(midwife), uuid4(), "hers")
    own = await writer.append(encounter_id, author(parent), uuid4(), "own")
    entry = await writer.withdraw(encounter_id, author(parent), uuid4(), own.sequence)
    for who, where, sequence in (
        (parent, encounter_id, 1),
        (parent, encounter_id, entry.sequence),
        (parent, encounter_id, 99),
        (other_parent, other.id, own.sequence),
        (parent, uuid4(), own.sequence),
    ):
        with pytest.raises(NotFound):
            await writer.withdraw(where, author(who), uuid4(), sequence)
    assert [one.body for one in await stored(units, parent, encounter_id)] == ["hers", "", ""]


async def test_after_the_end_nothing_is_withdrawn_unless_it_goes_on_in_writing(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, midwife, encounter_id = room
    sent = await writer.append(encounter_id, author(parent), uuid4(), "hello")
    async with units.write() as uow:
        await service.finish(uow, midwife, encounter_id)
    with pytest.raises(Conflict, match=r"encounters.finished"):
        await writer.withdraw(encounter_id, author(parent), uuid4(), sent.sequence)
    async with units.write() as uow:
        await continuing.open_writing(uow, midwife, encounter_id)
        before = set(await uow.session.scalars(select(OutboxJob.id)))
    await writer.withdraw(encounter_id, author(parent), uuid4(), sent.sequence)
    async with units.read() as uow:
        jobs = (await uow.session.scalars(select(OutboxJob).where(OutboxJob.id.not_in(before)))).all()
    # The other is not told of something to read where there is nothing.
    assert [job.name for job in jobs if "written" in job.name] == []


async def test_who_waits_for_an_answer_is_told_by_the_messages_that_stand(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, midwife, encounter_id = room
    question = await writer.append(encounter_id, author(parent), uuid4(), "a question")
    answer = await writer.append(encounter_id, author(midwife), uuid4(), "an answer")
    assert not await unanswered(units, midwife, encounter_id)
    await writer.withdraw(encounter_id, author(midwife), uuid4(), answer.sequence)
    assert await unanswered(units, midwife, encounter_id)
    await writer.withdraw(encounter_id, author(parent), uuid4(), question.sequence)
    assert not await unanswered(units, midwife, encounter_id)
