"""What others see of a file."""

from typing import Any
from uuid import UUID

from clinic.encounters.attachments.kinds import AttachmentKind
from core.model import Model


class AttachmentOut(Model):
    """A picture (with its size in pixels) or a document (with its pages); `size` is in bytes."""

    id: UUID
    kind: AttachmentKind
    media_type: str
    size: int
    width: int | None
    height: int | None
    pages: int | None

    @classmethod
    def of(cls, row: Any) -> "AttachmentOut":
        """Return a stored file, or a row with its columns, as it goes out."""
        return cls(
            id=row.id,
            kind=row.kind,
            media_type=row.media_type,
            size=row.size,
            width=row.width,
            height=row.height,
            pages=row.pages,
        )
