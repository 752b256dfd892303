"""How the stays in calls went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.calls.quality import Ending, Rung, Transport
from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.codes import code_column


class CallReport(Base):
    """One side's summary of one stay in a call, see Quality; kept as long as its encounter.

    A page counts its stays by `entry`; `connection_id` is the page's in this consultation. `started_at` is reckoned
    back from the first report.
    """

    __tablename__ = "call_reports"
    __table_args__ = (
        UniqueConstraint("encounter_id", "connection_id", "entry", name="uq_call_reports_encounter_id"),
        Index("ix_call_reports_started_at", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"))
    connection_id: Mapped[UUID]
    entry: Mapped[int] = mapped_column(Integer)
    role: Mapped[Role] = mapped_column(code_column(Role))
    started_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    seconds: Mapped[int] = mapped_column(Integer)
    setup_ms: Mapped[int | None] = mapped_column(Integer)
    loss_percent: Mapped[float | None] = mapped_column(Float)
    jitter_ms: Mapped[int | None] = mapped_column(Integer)
    round_trip_ms: Mapped[int | None] = mapped_column(Integer)
    in_kbps: Mapped[int | None] = mapped_column(Integer)
    out_kbps: Mapped[int | None] = mapped_column(Integer)
    relayed: Mapped[bool | None]
    transport: Mapped[Transport | None] = mapped_column(code_column(Transport))
    reconnects: Mapped[int] = mapped_column(Integer)
    rung: Mapped[Rung] = mapped_column(code_column(Rung))
    ended: Mapped[Ending | None] = mapped_column(code_column(Ending))
