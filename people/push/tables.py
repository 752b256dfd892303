"""The browsers that may be woken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class PushDevice(Base):
    """A browser in which somebody allowed to be woken: the address that its push service gave it.

    An address belongs to the account that registered it last, in the session `session_id` (None for what was registered
    before sessions were noted), and goes when that one signs out. `reached_at`: when the push service last took a push.
    """

    __tablename__ = "push_devices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(index=True)
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    registered_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
