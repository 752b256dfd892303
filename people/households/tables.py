"""Those who were invited into a household."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column
from people.persons.ties import OtherTie


class HouseholdMember(Base):
    """Somebody invited into a household by `invited_by`, its person; `person_id` is theirs once they have joined.

    They keep the household of their own. Being a member shows them the months of birth of the household's children and
    what its person shares with them on purpose, from `joined_at` to `ended_at`, and nothing else. `name` is what the
    inviter calls them; `token_hash` is the SHA-256 of the invitation's token, which is good once until `expires_at`.
    """

    __tablename__ = "household_members"
    __table_args__ = (
        Index("ix_household_members_household_id", "household_id"),
        Index(
            "uq_household_members_standing",
            "person_id",
            "household_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[OtherTie] = mapped_column(code_column(OtherTie))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    joined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
