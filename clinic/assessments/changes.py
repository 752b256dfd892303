"""How far the totals of a scale have moved since the first one of their course. Pure.

Which change matters to a person is the scale's to say (`Scale.change`); whether it is good is nobody's here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from clinic.assessments.due import Course, Form, Occasion, course_of_start
from clinic.assessments.scoring.scale import Scale


@dataclass(frozen=True, slots=True)
class Change:
    """Where a total stands in its course: the first one, or so many points above (below: negative) the first one.

    `points` is None for the first and for a total outside of courses. `is_marked` says that it reaches the change that
    matters, upwards or downwards.
    """

    is_first: bool
    points: int | None
    is_marked: bool


def changes(scale: Scale, forms: Iterable[Form], courses: Sequence[Course]) -> Mapping[UUID, Change]:
    """Return the change of each completed response to `scale` by its id; `courses` are the person's."""
    firsts: dict[UUID, int] = {}
    found: dict[UUID, Change] = {}
    answered = [(form.settled_at, form.total, form) for form in forms if form.settled_at and form.total is not None]
    for _, total, form in sorted(answered, key=lambda each: (each[0], each[2].response_id)):
        course = course_of(form, courses)
        if course is None:
            found[form.response_id] = Change(is_first=False, points=None, is_marked=False)
        elif course not in firsts:
            firsts[course] = total
            found[form.response_id] = Change(is_first=True, points=None, is_marked=False)
        else:
            points = total - firsts[course]
            marked = scale.change is not None and abs(points) >= scale.change
            found[form.response_id] = Change(is_first=False, points=points, is_marked=marked)
    return found


def course_of(form: Form, courses: Sequence[Course]) -> UUID | None:
    """Return the course of a completed form: that of its beginning, the one it names, or the one running then."""
    if form.occasion is Occasion.COURSE_START:
        return course_of_start(form, courses)
    if form.episode_id is not None:
        return form.episode_id
    at = form.settled_at or form.started_at
    for course in sorted(courses, key=lambda course: course.opened_at, reverse=True):
        if course.opened_at <= at and (course.closed_at is None or at <= course.closed_at):
            return course.episode_id
    return None
