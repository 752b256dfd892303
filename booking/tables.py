"""Names booking's tables."""

from booking.appointments.tables import Appointment, Claim, Hold
from booking.calendar.tables import CalendarFeed
from booking.followups.tables import FollowUp
from booking.reminders.tables import ReminderChoice
from booking.rota.month_tables import (
    RotaCell,
    RotaCover,
    RotaCoverOverride,
    RotaMonth,
    RotaRule,
    RotaRun,
    RotaSetting,
    RotaStaff,
    RotaVersion,
    RotaWish,
)
from booking.rota.swaps.tables import RotaSwap
from booking.rota.tables import Duty, ShiftType
from booking.schedules.tables import (
    Absence,
    Closing,
    ScheduleBlock,
    ScheduleException,
    ScheduleExceptionBlock,
    ScheduleRevision,
)
from booking.services.tables import Service
from booking.waitlist.tables import WaitlistEntry

__all__ = [
    "Absence",
    "Appointment",
    "CalendarFeed",
    "Claim",
    "Closing",
    "Duty",
    "FollowUp",
    "Hold",
    "ReminderChoice",
    "RotaCell",
    "RotaCover",
    "RotaCoverOverride",
    "RotaMonth",
    "RotaRule",
    "RotaRun",
    "RotaSetting",
    "RotaStaff",
    "RotaSwap",
    "RotaVersion",
    "RotaWish",
    "ScheduleBlock",
    "ScheduleException",
    "ScheduleExceptionBlock",
    "ScheduleRevision",
    "Service",
    "ShiftType",
    "WaitlistEntry",
]
