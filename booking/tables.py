"""Names booking's tables."""

from booking.appointments.tables import Appointment, Claim, Hold
from booking.rota.tables import Duty, ShiftType
from booking.schedules.tables import Absence, Closing, ScheduleBlock, ScheduleException, ScheduleExceptionBlock
from booking.services.tables import Service

__all__ = [
    "Absence",
    "Appointment",
    "Claim",
    "Closing",
    "Duty",
    "Hold",
    "ScheduleBlock",
    "ScheduleException",
    "ScheduleExceptionBlock",
    "Service",
    "ShiftType",
]
