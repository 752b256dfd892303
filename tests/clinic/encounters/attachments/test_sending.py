"""A file in the chat log: in one message, once, its author's own."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from clinic.encounters.attachments.service import forget_unsent
from clinic.encounters.attachments.tables import Attachment
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from core.errors import DomainError
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.attachments.make import make_attachment
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
        parent, midwife, encounter = await make_consultation(uow)
    return parent, midwife, encounter.id


def author(principal: Principal) -> Author:
    return Author(account_id=principal.account_id, display_name="name", role=principal.role)


async def refused(writer: ChatWriter, *sent: object) -> str:
    with pytest.raises(DomainError) as error:
        await writer.append(*sent)
    return error.value.code


async def test_a_repeated_message_with_a_file_is_the_first_one(units: Units, writer: ChatWriter, room: Room) -> None:
    parent, _, encounter_id = room
    file, client_id = await make_attachment(units, parent, encounter_id), uuid4()
    first = await writer.append(encounter_id, author(parent), client_id, "見てください", file)
    assert await writer.append(encounter_id, author(parent), client_id, "見てください", file) == first
    assert first.file is not None
    assert (first.file.id, first.sequence) == (file, 1)
    for body, other in (("見てください", None), ("見てください", uuid4()), ("別の言葉", file)):
        code = await refused(writer, encounter_id, author(parent), client_id, body, other)
        assert code == "chat.client_id_reused"


async def test_a_file_stands_in_one_message_only(units: Units, writer: ChatWriter, room: Room) -> None:
    parent, _, encounter_id = room
    file = await make_attachment(units, parent, encounter_id)
    await writer.append(encounter_id, author(parent), uuid4(), "", file)
    assert await refused(writer, encounter_id, author(parent), uuid4(), "", file) == "attachments.sent"
    after = await writer.append(encounter_id, author(parent), uuid4(), "次の話")
    assert (after.sequence, after.file) == (2, None)


async def test_nobody_sends_anothers_file_nor_one_of_another_consultation(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, midwife, encounter_id = room
    async with units.write() as uow:
        _, _, other = await make_consultation(uow)
    file = await make_attachment(units, parent, encounter_id)
    for sender, where, what in (
        (midwife, encounter_id, file),
        (parent, other.id, file),
        (parent, encounter_id, uuid4()),
    ):
        assert await refused(writer, where, author(sender), uuid4(), "", what) == "attachments.not_found"
    assert await refused(writer, encounter_id, author(parent), uuid4(), " ") == "chat.body_length"
    async with units.read() as uow:
        assert (await uow.session.scalars(select(Attachment.message_id))).all() == [None]


async def test_a_file_that_was_forgotten_is_told_and_one_that_was_sent_is_not_forgotten(
    units: Units, writer: ChatWriter, room: Room
) -> None:
    parent, _, encounter_id = room
    gone, sent = [await make_attachment(units, parent, encounter_id) for _ in range(2)]
    await writer.append(encounter_id, author(parent), uuid4(), "", sent)
    async with units.write() as uow:
        assert await forget_unsent(uow, gone)
        assert not await forget_unsent(uow, sent)
    assert await refused(writer, encounter_id, author(parent), uuid4(), "", gone) == "attachments.not_found"
