"""Practitioners: the clinicians who give consultations or supervise them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column
from people.practitioners.kinds import Gender


class Practitioner(Base):
    """A clinician; name and role are those of the account.

    `specialties` (such as "paediatrics") and `languages` (such as "ja") are sorted lists of codes; the titles are what
    a parent reads beside the name.
    """

    __tablename__ = "practitioners"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    specialties: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    gender: Mapped[Gender | None] = mapped_column(code_column(Gender))
    title_ja: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class Supervision(Base):
    """Who supervises a practitioner: the psychiatrist `supervisor_id`, nobody where it is null or there is no row.

    `version` counts the changes; `changed_by` is an account, null for the command line.
    """

    __tablename__ = "supervisions"
    __table_args__ = (CheckConstraint("supervisor_id <> practitioner_id", name="not_oneself"),)

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), primary_key=True)
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"), index=True)
    version: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
