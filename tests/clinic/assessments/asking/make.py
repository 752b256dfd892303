"""One person's situation, as the rules see it, at a fixed moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from clinic.assessments.asking.deciding import Meeting, Situation, what_is_asked
from clinic.assessments.asking.rules import default_rules
from clinic.assessments.due import SETTLED, Course, Form, FormState, Occasion
from core.principal import Role

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL = frozenset({"phq-2", "phq-9", "gad-7", "epds", "satisfaction"})
RULES = default_rules()


def meeting(starts=DAY, service="counselling", *, stands=True, booked=-20 * DAY, finished=None):
    profession = {"counselling": Role.COUNSELLOR, "midwife": Role.MIDWIFE}.get(service, Role.DOCTOR)
    at = NOW + starts
    done = None if finished is None else NOW + finished
    return Meeting(uuid4(), service, profession, NOW + booked, at, at + HOUR, stands, done)


def form(
    questionnaire="phq-9",
    occasion=Occasion.COURSE_START,
    state=FormState.COMPLETED,
    at=-DAY,
    *,
    appointment=None,
    total=None,
):
    settled = NOW + at if state in SETTLED else None
    return Form(uuid4(), occasion, state, appointment, None, NOW + at, settled, questionnaire, total)


def course(opened=-30 * DAY, closed=None, *, met=True):
    return Course(uuid4(), NOW + opened, None if closed is None else NOW + closed, met)


def situation(meetings=(), courses=(), forms=(), **more):
    return replace(
        Situation(meetings=tuple(meetings), courses=tuple(courses), forms=tuple(forms), available=ALL), **more
    )


def asked(meetings=(), courses=(), forms=(), *, at=NOW, rules=RULES, **more):
    """Return what is asked, as pairs of questionnaire and occasion."""
    found = what_is_asked(rules, situation(meetings, courses, forms, **more), at)
    return [(each.questionnaire, each.occasion.value) for each in found]
