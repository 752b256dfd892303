"""Giving files to messages, within the transaction of the chat writer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clinic.encounters.attachments.refusals import already_sent, attachment_not_found
from clinic.encounters.attachments.tables import Attachment
from clinic.encounters.attachments.views import AttachmentOut

_attachments = cast("Table", Attachment.__table__)


@dataclass(slots=True)
class _File:
    view: AttachmentOut
    owner: tuple[UUID, UUID]
    message_id: UUID | None
    is_new: bool = False


class Files:
    """The files that the messages of a batch are to carry, locked until its end."""

    def __init__(self, files: dict[UUID, _File]) -> None:
        self._files = files

    @classmethod
    async def lock(cls, connection: AsyncConnection, wanted: Collection[UUID]) -> "Files":
        """Lock the files with these ids, in the order of the ids."""
        if not wanted:
            return cls({})
        found = await connection.execute(
            select(_attachments).where(_attachments.c.id.in_(wanted)).order_by(_attachments.c.id).with_for_update()
        )
        return cls(
            {
                row.id: _File(AttachmentOut.of(row), (row.encounter_id, row.author_account_id), row.message_id)
                for row in found
            }
        )

    def give(self, attachment_id: UUID, message_id: UUID, encounter_id: UUID, author_id: UUID) -> AttachmentOut:
        """Return the author's own unsent file and remember in which message it goes.

        Raises NotFound("attachments.not_found"), Conflict("attachments.sent").
        """
        file = self._files.get(attachment_id)
        if file is None or file.owner != (encounter_id, author_id):
            raise attachment_not_found()
        if file.message_id is not None:
            raise already_sent()
        file.message_id, file.is_new = message_id, True
        return file.view

    async def store(self, connection: AsyncConnection) -> None:
        """Write down which file went with which message; the messages must be stored already."""
        given = [{"file": key, "message": file.message_id} for key, file in self._files.items() if file.is_new]
        if given:
            await connection.execute(
                update(_attachments)
                .where(_attachments.c.id == bindparam("file"))
                .values(message_id=bindparam("message")),
                given,
            )


async def files_of(connection: AsyncConnection, message_ids: Collection[UUID]) -> dict[UUID, AttachmentOut]:
    """Return the files of messages by the messages' ids."""
    if not message_ids:
        return {}
    found = await connection.execute(select(_attachments).where(_attachments.c.message_id.in_(message_ids)))
    return {row.message_id: AttachmentOut.of(row) for row in found}
