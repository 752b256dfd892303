"""Practitioners: the clinicians who give consultations or supervise them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
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
