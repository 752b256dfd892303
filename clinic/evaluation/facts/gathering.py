"""Gathering the facts of a period from the stored rows, in a fixed number of queries."""

from datetime import date, datetime

from clinic.evaluation.facts.calls import read_calls
from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.courses import read_courses
from clinic.evaluation.facts.forms import read_offers, read_screens, read_surveys
from clinic.evaluation.facts.local_time import LocalTime
from clinic.evaluation.facts.model import CallStay, Facts
from clinic.evaluation.facts.people import NOBODY, Offices, read_offices, read_people
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.facts.uses import Frame, read_appointments, read_uses
from core.errors import Invalid
from core.unit_of_work import UnitOfWork

_LONGEST_DAYS = 3660
_EARLIEST = date(2000, 1, 1)


def period(uow: UnitOfWork, first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """Return the instants between which the local days lie, both included, in the service's zone.

    Raises Invalid("evaluation.period_invalid") when the period ends before it begins, begins before 2000 or is over ten
    years long, and Invalid("evaluation.period_in_future") when it has not begun.
    """
    if first_day < _EARLIEST or not 0 <= (last_day - first_day).days <= _LONGEST_DAYS:
        raise Invalid("evaluation.period_invalid", "Please choose a first day that is not after the last day.")
    if first_day > uow.zone.today(uow.now):
        raise Invalid("evaluation.period_in_future", "This period has not begun yet.")
    begin, _ = uow.zone.day(first_day)
    _, end = uow.zone.day(last_day)
    return begin, end


async def gather(uow: UnitOfWork, first_day: date, last_day: date) -> Facts:
    """Return the facts of the local days from `first_day` to `last_day`, both included, as known now.

    Raises as `period` does.
    """
    begin, end = period(uow, first_day, last_day)
    with collector_at_rest():
        return await _gather(uow, begin, end, first_day, last_day)


async def _gather(uow: UnitOfWork, begin: datetime, end: datetime, first_day: date, last_day: date) -> Facts:
    local = LocalTime(uow.zone, first_day, last_day)
    people = await read_people(uow, end, local)
    offices = await read_offices(uow)
    frame = Frame(begin, end, local, people, offices)
    appointments, booked = await read_appointments(uow, frame)
    return Facts(
        zone=uow.zone.name,
        first_day=first_day,
        last_day=last_day,
        as_known_at=uow.now,
        services=offices.names,
        registrations=people.registrations,
        uses=await read_uses(uow, frame, booked),
        appointments=appointments,
        # Notices to many cannot be sent yet; reminders and answers to a person are none.
        notices=None,
        courses=await read_courses(uow, frame),
        screens=await read_screens(uow, frame),
        surveys=await read_surveys(uow, frame),
        offers=await read_offers(uow, frame),
        calls=await read_calls(uow, frame),
    )


async def gather_calls(uow: UnitOfWork, first_day: date, last_day: date) -> Rows[CallStay]:
    """Return the stays in calls of these local days alone, in the order of the day. Raises as `period` does."""
    begin, end = period(uow, first_day, last_day)
    frame = Frame(begin, end, LocalTime(uow.zone, first_day, last_day), NOBODY, Offices({}, {}, ()))
    return await read_calls(uow, frame)
