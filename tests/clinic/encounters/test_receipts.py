"""How far each has got in the messages: it grows only, and never beyond what there is."""

import asyncio
from uuid import UUID, uuid4

import pytest

from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.receipts import list_receipts, list_unread, mark
from clinic.encounters.views import Author
from core.errors import NotFound
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent, make_practitioner

Room = tuple[Principal, Principal, UUID]


@pytest.fixture
async def room(units: Units) -> Room:
    """Return a consultation with ten messages."""
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
    writer = ChatWriter(units)
    writer.start()
    author = Author(account_id=parent.account_id, display_name="name", role=parent.role)
    await asyncio.gather(*(writer.append(encounter.id, author, uuid4(), str(number)) for number in range(10)))
    await writer.stop()
    return parent, midwife, encounter.id


async def marked(units: Units, room: Room, delivered: int, read: int) -> tuple[int, int, bool]:
    _, midwife, encounter_id = room
    async with units.write() as uow:
        receipt, is_news = await mark(uow, midwife, encounter_id, delivered=delivered, read=read)
    assert receipt.account_id == midwife.account_id
    return receipt.delivered, receipt.read, is_news


async def test_a_receipt_grows_only_and_says_whether_it_is_news(units: Units, room: Room) -> None:
    assert await marked(units, room, 4, 2) == (4, 2, True)
    assert await marked(units, room, 4, 2) == (4, 2, False)
    assert await marked(units, room, 3, 1) == (4, 2, False)
    assert await marked(units, room, 3, 3) == (4, 3, True)
    assert await marked(units, room, 9, 0) == (9, 3, True)
    async with units.read() as uow:
        assert [(one.delivered, one.read) for one in await list_receipts(uow, room[2])] == [(9, 3)]


async def test_a_receipt_is_never_beyond_the_newest_message_and_what_was_read_was_delivered(
    units: Units, room: Room
) -> None:
    assert await marked(units, room, 2**31 - 1, 2) == (10, 2, True)
    assert await marked(units, room, 0, 99) == (10, 10, True)


async def test_many_devices_marking_at_once_end_at_the_furthest(units: Units, room: Room) -> None:
    await asyncio.gather(*(marked(units, room, number, number // 2) for number in (3, 10, 1, 8, 5)))
    assert await marked(units, room, 0, 0) == (10, 5, False)


async def unread(units: Units, who: Principal) -> list[UUID]:
    async with units.read() as uow:
        return await list_unread(uow, who)


async def test_what_others_wrote_is_unread_until_it_is_read_or_withdrawn(units: Units, room: Room) -> None:
    parent, midwife, encounter_id = room
    async with units.write() as uow:
        stranger = await make_practitioner(uow)
    assert [await unread(units, who) for who in (midwife, parent, stranger)] == [[encounter_id], [], []]
    await marked(units, room, 10, 9)
    assert await unread(units, midwife) == [encounter_id]
    author = Author(account_id=parent.account_id, display_name="name", role=parent.role)
    writer = ChatWriter(units)
    writer.start()
    await writer.withdraw(encounter_id, author, uuid4(), 10)
    assert await unread(units, midwife) == []
    await writer.append(encounter_id, author, uuid4(), "また書きました")
    assert await unread(units, midwife) == [encounter_id]
    await marked(units, room, 12, 12)
    assert await unread(units, midwife) == []
    await writer.stop()


async def test_nobody_marks_in_a_consultation_that_is_not_theirs(units: Units, room: Room) -> None:
    parent, _, encounter_id = room
    async with units.write() as uow:
        partner = await make_parent(uow, household=parent)
        with pytest.raises(NotFound):
            await mark(uow, partner, encounter_id, delivered=1, read=1)
        assert await list_receipts(uow, encounter_id) == []
