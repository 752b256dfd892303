"""Files of consultations and their sealed contents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.encounters.attachments.kinds import AttachmentKind, Rendition
from core.database import Base
from people.codes import code_column


class Attachment(Base):
    """A file that was made anew and can be sent, or was: then `message_id` names its message.

    `client_id` is its author's own id for it: an upload that is repeated finds the row. `size` is that of the full
    content in bytes; `width` and `height` (pixels) are a picture's, `pages` a document's. Its name is not kept.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        UniqueConstraint("encounter_id", "author_account_id", "client_id", name="uq_attachments_client_id"),
        UniqueConstraint("message_id", name="uq_attachments_message_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"))
    author_account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    client_id: Mapped[UUID]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    kind: Mapped[AttachmentKind] = mapped_column(code_column(AttachmentKind))
    media_type: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime]


class AttachmentContent(Base):
    """The bytes of a rendition of a file; `content_sealed` opens in the context "attachment:<id>:<rendition>"."""

    __tablename__ = "attachment_contents"

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    rendition: Mapped[Rendition] = mapped_column(code_column(Rendition), primary_key=True)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
