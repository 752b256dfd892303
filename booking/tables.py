"""Names booking's tables."""

from booking.appointments.tables import Appointment, Claim, Hold
from booking.schedules.tables import Closing, ScheduleBlock, ScheduleException, ScheduleExceptionBlock
from booking.services.tables import Service

__all__ = [
    "Appointment",
    "Claim",
    "Closing",
    "Hold",
    "ScheduleBlock",
    "ScheduleException",
    "ScheduleExceptionBlock",
    "Service",
]
