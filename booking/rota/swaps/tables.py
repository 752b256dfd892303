"""The table of swaps."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from booking.rota.swaps.states import SwapState
from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.codes import code_column

_OPEN = text("state IN ('offered', 'taken')")


class RotaSwap(Base):
    """A duty of the published rota of the month `first` that `practitioner_id` offers to another.

    `offered_to` is None for anyone who serves in its role; `wanted_*` is the duty of `offered_to` asked for in return.
    No duty is referred to by its row: those are made anew with every version. `sequence` rises with each step.
    """

    __tablename__ = "rota_swaps"
    __table_args__ = (
        CheckConstraint(
            "(wanted_day IS NULL) = (wanted_shift_type_id IS NULL) AND (wanted_day IS NULL) = (wanted_role IS NULL)",
            name="wanted",
        ),
        CheckConstraint("wanted_day IS NULL OR offered_to IS NOT NULL", name="wanted_of_whom"),
        Index("ix_rota_swaps_starts_at", "starts_at"),
        # A duty is on offer once; two who press at once do not both offer it.
        Index(
            "uq_rota_swaps_practitioner_id_day_open",
            "practitioner_id",
            "day",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    first: Mapped[date]
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    day: Mapped[date]
    shift_type_id: Mapped[UUID] = mapped_column(ForeignKey("rota_shift_types.id"))
    role: Mapped[Role] = mapped_column(code_column(Role))
    starts_at: Mapped[datetime]
    until: Mapped[datetime]
    """When the duty begins, or the one wanted in return where that is earlier: until then it can be decided."""
    offered_to: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    wanted_day: Mapped[date | None]
    wanted_shift_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("rota_shift_types.id"))
    wanted_role: Mapped[Role | None] = mapped_column(code_column(Role))
    state: Mapped[SwapState] = mapped_column(code_column(SwapState))
    sequence: Mapped[int]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
