"""The last device check of each appointment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from clinic.device_checks.findings import Browser, Device, Hearing, Network, Trouble
from core.database import Base
from people.codes import code_column


class DeviceCheck(Base):
    """What the person's last check found: codes alone, no name of a device and no address.

    `trouble` is what stands in the way, None when all is well; it is settled when somebody has spoken with the person
    about it.
    """

    __tablename__ = "device_checks"
    __table_args__ = (CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),)

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    microphone: Mapped[Device] = mapped_column(code_column(Device))
    camera: Mapped[Device] = mapped_column(code_column(Device))
    network: Mapped[Network] = mapped_column(code_column(Network))
    hearing: Mapped[Hearing] = mapped_column(code_column(Hearing))
    browser: Mapped[Browser] = mapped_column(code_column(Browser))
    trouble: Mapped[Trouble | None] = mapped_column(code_column(Trouble))
    checked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
