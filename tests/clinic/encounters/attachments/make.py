"""Files of consultations for the tests of this floor and those above."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from clinic.encounters.attachments import service
from clinic.encounters.attachments.kinds import Format
from clinic.encounters.attachments.remaking.pictures import remake_picture
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author, MessageOut
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import Units
from tests.clinic.encounters.attachments.make_files import photo


async def make_attachment(units: Units, principal: Principal, encounter_id: UUID) -> UUID:
    """Store a photo that its author has not sent yet."""
    attachment_id = new_id()
    remade = remake_picture(photo(), Format.JPEG)
    async with units.write() as uow:
        sealed = service._seal(units, attachment_id, remade)
        await service._store(uow, principal, encounter_id, uuid4(), attachment_id, remade, sealed)
    return attachment_id


async def send(units: Units, principal: Principal, encounter_id: UUID, attachment_id: UUID) -> MessageOut:
    """Send a message that is nothing but a file."""
    author = Author(account_id=principal.account_id, display_name="はな", role=principal.role)
    async with writing(units) as writer:
        return await writer.append(encounter_id, author, uuid4(), "", attachment_id)


@asynccontextmanager
async def writing(units: Units) -> AsyncIterator[ChatWriter]:
    """Run a chat writer for a while."""
    writer = ChatWriter(units)
    writer.start()
    try:
        yield writer
    finally:
        await writer.stop()
