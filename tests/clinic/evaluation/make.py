"""Facts made by hand, for the measures."""

from datetime import UTC, date, datetime

from clinic.evaluation.facts.local_time import kind_of
from clinic.evaluation.facts.model import (
    BookedAppointment,
    CallStay,
    Course,
    Facts,
    Registration,
    Score,
    Screen,
    ServiceName,
    Stage,
    Survey,
    Use,
    UseKind,
)
from clinic.evaluation.facts.rows import Rows

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
TEXT = ("1", "ja", "unvalidated")
IN_COLUMNS = {
    "registrations": Registration,
    "uses": Use,
    "appointments": BookedAppointment,
    "screens": Screen,
    "calls": CallStay,
}
SERVICES = (
    ServiceName("midwife", "助産師相談", "Midwife"),
    ServiceName("counselling", "カウンセリング", "Counselling"),
)


def make_facts(**values) -> Facts:
    """Return the facts of the fiscal year 2026 as known after it; what is not given is empty, notices are not built."""
    standard = {
        "zone": "Asia/Tokyo",
        "first_day": FIRST,
        "last_day": LAST,
        "as_known_at": datetime(2027, 6, 1, tzinfo=UTC),
        "services": SERVICES,
        "registrations": (),
        "uses": (),
        "appointments": (),
        "notices": None,
        "courses": (),
        "screens": (),
        "surveys": (),
        "offers": (),
        "calls": (),
    }
    given = {name: tuple(each) if isinstance(each, list) else each for name, each in (standard | values).items()}
    return Facts(**(given | {name: Rows.of(kind, given[name]) for name, kind in IN_COLUMNS.items()}))


def registration(person: int, day: date = FIRST, stage: Stage = Stage.CHILD, age=None, district=None) -> Registration:
    return Registration(person, day, stage, age, district)


def use(person: int = 0, day: date = FIRST, **values) -> Use:
    """Return a counselling session at 10:00, admitted at once."""
    standard = {
        "hour": 10,
        "day_kind": kind_of(day),
        "kind": UseKind.APPOINTMENT,
        "admitted": True,
        "finished": True,
        "service": "counselling",
        "profession": "counsellor",
        "modality": "video",
        "wait_seconds": 0,
        "reply_seconds": None,
        "stage": Stage.CHILD,
        "age": None,
        "district": None,
    }
    return Use(person=person, day=day, **(standard | values))


def urgent(person: int = 0, day: date = FIRST, *, admitted: bool = True, **values) -> Use:
    return use(person, day, kind=UseKind.URGENT, service=None, admitted=admitted, modality="text", **values)


def appointment(state: str, day: date = FIRST, booked: date = FIRST, **values) -> BookedAppointment:
    standard = {
        "person": 0,
        "hour": 10,
        "day_kind": kind_of(day),
        "cancelled_late": False,
        "service": "midwife",
        "profession": "midwife",
        "modality": "video",
    }
    return BookedAppointment(day=day, booked=booked, state=state, **(standard | values))


def score(total: int, day: date = FIRST) -> Score:
    return Score(day, total, *TEXT)


def course(
    start, end, *, person: int = 0, opened: date = FIRST, closed=date(2026, 6, 1), last=None, **values
) -> Course:
    """Return a course with forms of these totals, or scores of their own days."""
    standard = {"outcome": "completed", "sessions": 3, "start_skipped": False, "end_skipped": False}
    made = [score(each) if isinstance(each, int) else each for each in (start, end, last)]
    return Course(person, opened, closed, start=made[0], end=made[1], last=made[2], **(standard | values))


def survey(person: int, *items: int, image=None, day: date = FIRST, skipped: bool = False) -> Survey:
    return Survey(person, day, skipped, sum(items), len(items), image, *TEXT)


def screen(person: int, day: date = FIRST, *, skipped: bool = False, total=12) -> Screen:
    return Screen(person, day, "phq-9", "course_start", skipped, None if skipped else total, *TEXT)
