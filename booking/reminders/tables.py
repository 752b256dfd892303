"""What each account chose to be reminded of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class ReminderChoice(Base):
    """An account's choice; without a row the defaults of its role hold. `in_app` and `by_mail` are codes of Lead."""

    __tablename__ = "reminder_choices"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    in_app: Mapped[Sequence[str]] = mapped_column(JSON)
    by_mail: Mapped[Sequence[str]] = mapped_column(JSON)
    news_by_mail: Mapped[bool]
    changed_at: Mapped[datetime]
