"""Coordinators' own surveys as they are being written; what was published is a questionnaire's definition."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Survey(Base):
    """A survey in the form editor; it is about nobody, so it is not sealed.

    `form` is a SurveyForm, `revision` counts its changes from 1. `version` is that published last, from revision
    `published_revision` of the form. `changed_by` is an account.
    """

    __tablename__ = "surveys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(Integer)
    version: Mapped[int | None] = mapped_column(Integer)
    published_revision: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    retired_at: Mapped[datetime | None]
