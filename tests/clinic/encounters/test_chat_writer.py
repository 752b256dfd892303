"""The chat writer: nothing lost, nothing doubled, no gap in the numbers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from clinic.encounters import service
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.messages import list_messages
from clinic.encounters.tables import Message
from clinic.encounters.views import Author, MessageOut
from core.database import Database
from core.errors import Conflict, Invalid, NotFound, Unavailable
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_parent


@asynccontextmanager
async def writing(units: Units) -> AsyncIterator[ChatWriter]:
    writer = ChatWriter(units)
    writer.start()
    yield writer
    await writer.stop()


@pytest.fixture
async def writer(units: Units) -> AsyncIterator[ChatWriter]:
    async with writing(units) as started:
        yield started


@pytest.fixture
async def room(units: Units) -> tuple[Principal, Principal, UUID]:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
    return parent, midwife, encounter.id


def author(principal: Principal) -> Author:
    return Author(account_id=principal.account_id, display_name="name", role=principal.role)


async def stored(units: Units, principal: Principal, encounter_id: UUID) -> list[MessageOut]:
    async with units.read() as uow:
        found, last = await list_messages(uow, principal, encounter_id, since=0, limit=10_000)
    assert [message.sequence for message in found] == list(range(1, last + 1)), "the numbers have a gap"
    return found


async def test_a_message_is_stored_when_it_is_answered_and_unreadable_in_the_database(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    sent = await writer.append(encounter_id, author(parent), uuid4(), "  昨夜は眠れませんでした  ")
    assert (sent.sequence, sent.body) == (1, "昨夜は眠れませんでした")
    (found,) = await stored(units, midwife, encounter_id)
    assert (found.id, found.body, found.author.account_id, found.author.display_name) == (
        sent.id,
        sent.body,
        parent.account_id,
        "はな",
    )
    async with units.read() as uow:
        raw = (await uow.session.execute(text("SELECT body_sealed FROM messages"))).scalar_one()
    assert "眠れ".encode() not in bytes(raw)


async def test_many_writers_at_once_leave_no_gap_and_no_double(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    async with units.write() as uow:
        other_parent, _, other = await make_consultation(uow)
    sent = await asyncio.gather(
        *(
            writer.append(encounter_id, author(parent if number % 2 else midwife), uuid4(), f"{number}")
            for number in range(150)
        ),
        *(writer.append(other.id, author(other_parent), uuid4(), f"other {number}") for number in range(50)),
    )
    found = await stored(units, parent, encounter_id)
    assert {(one.id, one.sequence, one.body) for one in found} == {
        (one.id, one.sequence, one.body) for one in sent[:150]
    }
    assert len(await stored(units, other_parent, other.id)) == 50


async def test_two_nodes_writing_into_one_consultation_share_its_numbers(
    units: Units, database: Database, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    second_database = Database(database.engine.url.render_as_string(hide_password=False), pool_size=2)
    second_node = Units(second_database, units.clock, units.zone, units.vault, units.live)
    async with writing(units) as here, writing(second_node) as there:
        await asyncio.gather(
            *(here.append(encounter_id, author(parent), uuid4(), f"here {number}") for number in range(60)),
            *(there.append(encounter_id, author(midwife), uuid4(), f"there {number}") for number in range(60)),
        )
    await second_database.close()
    assert len(await stored(units, parent, encounter_id)) == 120


async def test_the_messages_of_one_author_keep_their_order(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    for number in range(10):
        await writer.append(encounter_id, author(parent), uuid4(), str(number))
    assert [one.body for one in await stored(units, parent, encounter_id)] == [str(number) for number in range(10)]


async def test_a_resend_answers_with_the_stored_message(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    client_id = uuid4()
    first = await writer.append(encounter_id, author(parent), client_id, "hello")
    again = await asyncio.gather(
        *(writer.append(encounter_id, author(parent), client_id, " hello ") for _ in range(20))
    )
    assert set(again) == {first}
    assert len(await stored(units, parent, encounter_id)) == 1


async def test_twice_the_same_message_in_one_batch_is_stored_once(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    client_id = uuid4()
    both = await asyncio.gather(*(writer.append(encounter_id, author(parent), client_id, "hello") for _ in range(2)))
    assert both[0] == both[1]
    assert len(await stored(units, parent, encounter_id)) == 1


async def test_a_client_id_used_again_for_another_text_is_refused(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    client_id = uuid4()
    await writer.append(encounter_id, author(parent), client_id, "hello")
    with pytest.raises(Conflict, match=r"chat.client_id_reused"):
        await writer.append(encounter_id, author(parent), client_id, "something else")
    await writer.append(encounter_id, author(midwife), client_id, "another author may use it")
    assert len(await stored(units, parent, encounter_id)) == 2


async def test_a_row_that_the_database_refuses_harms_only_itself(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    nobody = Author(account_id=uuid4(), display_name="nobody", role=parent.role)
    results = await asyncio.gather(
        writer.append(encounter_id, author(parent), uuid4(), "before"),
        writer.append(encounter_id, nobody, uuid4(), "by an account that is not there"),
        writer.append(encounter_id, author(parent), uuid4(), "after"),
        return_exceptions=True,
    )
    assert isinstance(results[1], Unavailable)
    assert [one.body for one in await stored(units, parent, encounter_id)] == ["before", "after"]


async def test_a_message_whose_answer_was_lost_is_found_again_by_its_resend(
    units: Units, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    client_id = uuid4()
    crashed = ChatWriter(units)
    committed = asyncio.Event()
    store = crashed._store

    async def store_and_die(batch: Any) -> Any:
        await store(batch)
        committed.set()
        raise SystemError("the process died between the commit and the answer")

    crashed._store = store_and_die  # type: ignore[method-assign]
    crashed.start()
    with pytest.raises(Unavailable):
        await crashed.append(encounter_id, author(parent), client_id, "hello")
    assert committed.is_set()
    (kept,) = await stored(units, parent, encounter_id)
    async with writing(units) as anew:
        assert (await anew.append(encounter_id, author(parent), client_id, "hello")).id == kept.id
    await crashed.stop()
    assert len(await stored(units, parent, encounter_id)) == 1


async def test_whoever_stops_waiting_does_not_lose_the_message_of_the_others(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    impatient = asyncio.create_task(writer.append(encounter_id, author(parent), uuid4(), "impatient"))
    patient = asyncio.create_task(writer.append(encounter_id, author(parent), uuid4(), "patient"))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert [one.body for one in await stored(units, parent, encounter_id)] == ["impatient", "patient"]


async def test_after_the_end_nothing_is_written_but_a_resend_is_still_answered(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    client_id = uuid4()
    first = await writer.append(encounter_id, author(parent), client_id, "hello")
    async with units.write() as uow:
        await service.admit(uow, midwife, encounter_id)
        await service.finish(uow, midwife, encounter_id)
    with pytest.raises(Conflict, match=r"encounters.finished"):
        await writer.append(encounter_id, author(parent), uuid4(), "too late")
    assert (await writer.append(encounter_id, author(parent), client_id, "hello")).id == first.id


async def test_a_message_has_one_to_four_thousand_characters(
    writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    for body in ("", "   \n ", "x" * 4001):
        with pytest.raises(Invalid, match=r"chat.body_length"):
            await writer.append(encounter_id, author(parent), uuid4(), body)


async def test_four_thousand_characters_of_any_kind_are_kept_as_they_are(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, encounter_id = room
    body = ("👶\x01\n<script>" * 500)[:4000]
    await writer.append(encounter_id, author(parent), uuid4(), body)
    (found,) = await stored(units, parent, encounter_id)
    assert found.body == body.strip()


async def test_no_message_goes_into_a_consultation_that_is_not_there(
    writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, _, _ = room
    with pytest.raises(NotFound):
        await writer.append(uuid4(), author(parent), uuid4(), "hello")


async def test_what_waits_at_the_stop_is_still_stored(units: Units, room: tuple[Principal, Principal, UUID]) -> None:
    parent, _, encounter_id = room
    writer = ChatWriter(units)
    writer.start()
    waiting = [asyncio.create_task(writer.append(encounter_id, author(parent), uuid4(), str(n))) for n in range(5)]
    await asyncio.sleep(0)
    await writer.stop()
    await asyncio.gather(*waiting)
    with pytest.raises(Unavailable):
        await writer.append(encounter_id, author(parent), uuid4(), "after the stop")
    async with units.read() as uow:
        assert len((await uow.session.scalars(select(Message.id))).all()) == 5


async def test_messages_are_read_in_pages_by_those_who_take_part_only(
    units: Units, writer: ChatWriter, room: tuple[Principal, Principal, UUID]
) -> None:
    parent, midwife, encounter_id = room
    for number in range(5):
        await writer.append(encounter_id, author(parent), uuid4(), str(number))
    async with units.write() as uow:
        partner = await make_parent(uow, household=parent)
    async with units.read() as uow:
        page, last = await list_messages(uow, midwife, encounter_id, since=2, limit=2)
        assert ([one.sequence for one in page], last) == ([3, 4], 5)
        assert await list_messages(uow, midwife, encounter_id, since=99, limit=2) == ([], 5)
        with pytest.raises(NotFound):
            await list_messages(uow, partner, encounter_id, since=0, limit=2)
