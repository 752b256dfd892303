"""Persons (clients of the service), their households and the households' children."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column
from people.persons.ties import OtherTie


class Household(Base):
    """A person's household and its children; others join it by invitation, see people/households.

    It shares its children's data and nothing of a person's own record.
    """

    __tablename__ = "households"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime]


class Person(Base):
    """A client: pregnant, a parent, or involved otherwise.

    `telephone_sealed` opens as the number in the context "telephone:<person id>", `emergency_contact_sealed` as a JSON
    object of name, telephone and relation in "emergency_contact:<person id>".
    """

    __tablename__ = "persons"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    pregnant_due: Mapped[date | None]
    other_tie: Mapped[OtherTie | None] = mapped_column(code_column(OtherTie))
    district: Mapped[str | None] = mapped_column(String(64))
    telephone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    may_ring: Mapped[bool]
    may_leave_message: Mapped[bool]
    emergency_contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Child(Base):
    """A child of a household, known by month and year of birth only: `birth_month` is the first day of that month."""

    __tablename__ = "children"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    birth_month: Mapped[date]
    created_at: Mapped[datetime]
