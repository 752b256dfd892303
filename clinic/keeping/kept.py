"""What keeps a person's data whatever their age, and whether the course of a consultation is over: as conditions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_
from sqlalchemy.orm import aliased

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.keeping.tables import LegalHold
from clinic.safety.tables import Flag, SafetyTask

PersonColumn = SQLColumnExpression[UUID] | SQLColumnExpression[UUID | None]

# Aliases, so that they are not taken for rows of the query in which a condition stands.
_Hold = aliased(LegalHold)
_Flag = aliased(Flag)
_Task = aliased(SafetyTask)
_Encounter = aliased(Encounter)
_Appointment = aliased(Appointment)
_Episode = aliased(EpisodeOfCare)


def is_held(person_id: PersonColumn) -> ColumnElement[bool]:
    """Return the condition under which a legal hold stands on the person."""
    return exists().where(_Hold.person_id == person_id, _Hold.lifted_at.is_(None))


def is_in_danger(person_id: PersonColumn) -> ColumnElement[bool]:
    """Return the condition under which an alert of the person is open, or something was promised and is not done."""
    return or_(
        exists().where(_Flag.person_id == person_id, _Flag.closed_at.is_(None)),
        exists().where(_Task.person_id == person_id, _Task.done_at.is_(None)),
    )


def is_with_us(person_id: PersonColumn, now: datetime) -> ColumnElement[bool]:
    """Return the condition under which the person is in a consultation, or has one booked."""
    return or_(
        exists().where(_Encounter.person_id == person_id, _Encounter.state != EncounterState.FINISHED),
        exists().where(
            _Appointment.person_id == person_id, _Appointment.state == ClaimState.BOOKED, _Appointment.ends_at > now
        ),
    )


def is_kept(person_id: PersonColumn, now: datetime) -> ColumnElement[bool]:
    """Return the condition under which nothing of the person is erased now."""
    return or_(is_held(person_id), is_in_danger(person_id), is_with_us(person_id, now))


def in_open_course(person_id: PersonColumn) -> ColumnElement[bool]:
    """Return the condition under which a course of the person goes on."""
    return exists().where(_Episode.person_id == person_id, _Episode.closed_at.is_(None))


def course_over(before: datetime) -> ColumnElement[bool]:
    """Return the condition under which a row with its course, joined outer, belongs to none or to one ended before."""
    return or_(EpisodeOfCare.id.is_(None), EpisodeOfCare.closed_at < before)


def encounter_over(before: datetime) -> ColumnElement[bool]:
    """Return the condition under which a row of encounters, with its course, ended before an instant.

    What belongs to a course is counted from the course's end.
    """
    return and_(Encounter.finished_at < before, course_over(before))
