"""Text blocks for notes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.codes import code_column


class NoteTemplate(Base):
    """A text block that a profession puts into its notes; it is about nobody, so it is not sealed.

    `version` counts its changes from 1. `changed_by` is an account.
    """

    __tablename__ = "note_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    role: Mapped[Role] = mapped_column(code_column(Role), index=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime]
