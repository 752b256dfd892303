"""When somebody is reminded of a questionnaire; pure."""

from datetime import datetime, timedelta

from booking.reminders.due import awake
from clinic.assessments.asking.deciding import Asked
from clinic.assessments.asking.rules import Rule
from clinic.assessments.due import Occasion
from core.clock import ServiceZone

LATE = timedelta(hours=24)
"""A reminder that could not come for so long does not come any more."""


def reminder_due(rule: Rule, asked: Asked, now: datetime, zone: ServiceZone) -> int | None:
    """Return which of the rule's reminders (from 1) of what is asked is due at `now`, or None.

    At night (see booking/reminders) none is: it comes in the morning. Of two that are due the later one comes. One that
    counts back from the consultation to before the form was asked does not come. Once the first session has begun
    nobody is reminded of the form before it.
    """
    has_begun = asked.occasion is Occasion.COURSE_START and asked.appointment_id is None
    if has_begun or awake(now, zone) != now:
        return None
    due = [number for number, at in _times(rule, asked) if at <= now < at + LATE]
    return max(due, default=None)


def _times(rule: Rule, asked: Asked) -> list[tuple[int, datetime]]:
    times: list[tuple[int, datetime]] = []
    for number, reminder in enumerate(rule.reminders, start=1):
        if reminder.hours_after is not None:
            times.append((number, asked.since + timedelta(hours=reminder.hours_after)))
        elif reminder.hours_before is not None and asked.starts_at is not None:
            at = asked.starts_at - timedelta(hours=reminder.hours_before)
            if at > asked.since:
                times.append((number, at))
    return times
