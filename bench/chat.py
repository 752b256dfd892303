"""Storing chat messages: from the writer's door to its answer after the commit."""

import asyncio
from datetime import timedelta
from uuid import UUID

from bench.figures import Figures
from clinic.encounters import service
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from core.ids import new_id
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner

MESSAGES = 2000
AT_ONCE = 64
BODY = "赤ちゃんが夜に何度も起きます。どうしたらよいでしょうか。"


async def at_once(units: Units) -> Figures:
    """Many consultations' messages at once."""
    return await _write(units, AT_ONCE, MESSAGES // AT_ONCE)


async def one_by_one(units: Units) -> Figures:
    """One person writing alone."""
    return await _write(units, 1, MESSAGES // 8)


async def _write(units: Units, writers: int, each: int) -> Figures:
    rooms = [await _room(units, number) for number in range(writers)]
    writer, figures = ChatWriter(units), Figures()
    writer.start()

    async def talk(encounter_id: UUID, author: Author) -> None:
        for _ in range(each):
            await figures.piece(lambda: writer.append(encounter_id, author, new_id(), BODY))

    await figures.over(asyncio.gather(*(talk(*room) for room in rooms)))
    await writer.stop()
    return figures


async def _room(units: Units, number: int) -> tuple[UUID, Author]:
    async with units.write() as uow:
        parent = await make_parent(uow, f"利用者{number}")
        midwife = await make_practitioner(uow)
        appointment = await make_appointment(uow, parent, midwife, uow.now + timedelta(minutes=5))
        encounter = await service.arrive(uow, parent, appointment.id, None)
        return encounter.id, Author(account_id=parent.account_id, display_name=f"利用者{number}", role=parent.role)
