"""What PHQ-9 is due for the beginning and the end of a course of counselling, pure.

The other occasions are decided in asking/deciding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

PHQ9 = "phq-9"


class Occasion(StrEnum):
    """Why a questionnaire is asked."""

    COURSE_START = "course_start"
    """Before the first session of a course of counselling."""
    SESSION = "session"
    """Before each further session of it."""
    COURSE_END = "course_end"
    """When the course is closed; asked again two weeks later if it is missing, as the same form."""
    CONSULTATION = "consultation"
    """Before a consultation of another kind."""
    AFTER_CONSULTATION = "after_consultation"
    REGISTRATION = "registration"
    """Once, from the registration on."""
    AFTER_COURSE = "after_course"
    """When a course of counselling was closed: a survey, beside the course's own form."""
    IMPORTED = "imported"
    """It was answered elsewhere, and taken in."""


class FormState(StrEnum):
    """Where a questionnaire response stands."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    ABANDONED = "abandoned"


SETTLED = frozenset({FormState.COMPLETED, FormState.SKIPPED})
"""The states that answer the question of an occasion; an abandoned form is asked anew."""


FRESH = timedelta(days=14)
"""How long answers speak of the present: the two weeks that PHQ-9 itself asks about.

A form begun longer ago is not gone on with, and a start form outlives its cancelled appointment by no more.
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A counselling appointment; `stands` is false for a cancelled one and one that nobody came to."""

    appointment_id: UUID
    ends_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A course of counselling (EpisodeOfCare) with the appointments its sessions were held for.

    `met` says whether one of the sessions was held to its end.
    """

    episode_id: UUID
    opened_at: datetime
    closed_at: datetime | None
    met: bool
    appointment_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Form:
    """A person's response; `settled_at` is when it was completed or skipped, `total` that of a completed scale."""

    response_id: UUID
    occasion: Occasion
    state: FormState
    appointment_id: UUID | None
    episode_id: UUID | None
    started_at: datetime
    settled_at: datetime | None
    questionnaire: str = PHQ9
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A PHQ-9 to be asked now; `response_id` is the response to go on with, if one was begun."""

    occasion: Occasion
    appointment_id: UUID | None
    episode_id: UUID | None
    response_id: UUID | None


def course_of_start(form: Form, courses: Sequence[Course]) -> UUID | None:
    """Return the course whose beginning a start form describes, or None while there is no such course.

    It is the one the form names; else the one of which the form's appointment became a session; else, when the person
    came by another appointment, the first that was open when the form was settled or opened while it was fresh.
    """
    if form.episode_id is not None:
        return form.episode_id
    for course in courses:
        if form.appointment_id is not None and form.appointment_id in course.appointment_ids:
            return course.episode_id
    at = form.settled_at or form.started_at
    for course in sorted(courses, key=lambda course: course.opened_at):
        if (course.closed_at is None or course.closed_at > at) and course.opened_at - at <= FRESH:
            return course.episode_id
    return None


def what_is_due(
    visits: Iterable[Visit], courses: Sequence[Course], forms: Sequence[Form], now: datetime
) -> tuple[Due, ...]:
    """Return what to ask one person at `now`: at most one form of each occasion, the closing one first."""
    closing = _closing(courses, forms, now)
    opening = _opening(visits, courses, forms, now)
    return tuple(due for due in (closing, opening) if due is not None)


def is_fresh(form: Form, now: datetime) -> bool:
    """Return whether the answers of a form still speak of the present."""
    return now - (form.settled_at or form.started_at) <= FRESH


def _closing(courses: Sequence[Course], forms: Sequence[Form], now: datetime) -> Due | None:
    if not courses:
        return None
    latest = max(courses, key=lambda course: course.opened_at)
    if latest.closed_at is None:
        return None
    ends = [form for form in forms if form.occasion is Occasion.COURSE_END and form.episode_id == latest.episode_id]
    if any(form.state in SETTLED for form in ends):
        return None
    return Due(Occasion.COURSE_END, None, latest.episode_id, _begun(ends, now))


def _opening(visits: Iterable[Visit], courses: Sequence[Course], forms: Sequence[Form], now: datetime) -> Due | None:
    active = max(
        (course for course in courses if course.closed_at is None),
        key=lambda course: course.opened_at,
        default=None,
    )
    last_closed = max((course.closed_at for course in courses if course.closed_at is not None), default=None)
    starts = [form for form in forms if form.occasion is Occasion.COURSE_START and _is_of_now(form, last_closed)]
    settled = [form for form in starts if form.state in SETTLED]
    begun = _begun(starts, now)

    if active is not None:
        answered = any(course_of_start(form, courses) == active.episode_id for form in settled)
        if answered or (active.met and begun is None):
            return None
        return Due(Occasion.COURSE_START, None, active.episode_id, begun)

    coming = sorted((visit for visit in visits if visit.stands and visit.ends_at > now), key=lambda each: each.ends_at)
    expected = {visit.appointment_id for visit in coming}
    if not coming or any(is_fresh(form, now) or form.appointment_id in expected for form in settled):
        return None
    return Due(Occasion.COURSE_START, coming[0].appointment_id, None, begun)


def _is_of_now(form: Form, last_closed: datetime | None) -> bool:
    return last_closed is None or (form.settled_at or form.started_at) >= last_closed


def _begun(forms: Iterable[Form], now: datetime) -> UUID | None:
    latest = max(
        (form for form in forms if form.state is FormState.IN_PROGRESS and is_fresh(form, now)),
        key=lambda form: form.started_at,
        default=None,
    )
    return latest.response_id if latest is not None else None
