"""Facts of a fiscal year, made up at random, as a gathering would give them."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from clinic.evaluation.facts.model import (
    AgeBand,
    BookedAppointment,
    CallStay,
    Course,
    DayKind,
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
from clinic.evaluation.reports.inputs import Inputs, Label, Result

YEAR = (date(2026, 4, 1), date(2027, 3, 31))
QUARTERS = (
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 12, 31)),
    (date(2027, 1, 1), date(2027, 3, 31)),
)
DISTRICTS = (Label("kita", "北", "Kita"), Label("minami", "南", "Minami"))
TEXT = ("1", "ja-own", "unvalidated")


def make_inputs(seed: int = 1, people: int = 60, uses: int = 150, courses: int = 30) -> Inputs:
    """Inputs of the whole year; every number is drawn."""
    random = Random(seed)

    def day() -> date:
        return YEAR[0] + timedelta(days=random.randrange(365))

    registered = [
        Registration(
            number, at, random.choice(list(Stage)), random.choice([None, *AgeBand]), random.choice(["kita", None])
        )
        for number, at in enumerate(sorted(day() for _ in range(people)))
    ]
    facts = Facts(
        zone="Asia/Tokyo",
        first_day=YEAR[0],
        last_day=YEAR[1],
        as_known_at=datetime(2027, 4, 2, 3, 4, 5, 678901, tzinfo=UTC),
        services=(ServiceName("midwife", "助産師相談", "Midwife"), ServiceName("counselling", "=1+1", "Counselling")),
        registrations=Rows.of(Registration, registered),
        uses=Rows.of(Use, sorted((_use(random, day(), people) for _ in range(uses)), key=lambda use: use.day)),
        appointments=Rows.of(BookedAppointment, ()),
        notices=None,
        courses=tuple(sorted((_course(random, day(), people) for _ in range(courses)), key=lambda one: one.opened)),
        screens=Rows.of(Screen, ()),
        surveys=tuple(sorted((_survey(random, day(), people) for _ in range(40)), key=lambda one: one.day)),
        offers=(),
        calls=Rows.of(CallStay, ()),
    )
    results = [
        Result(each, ("mood", "sleep")[: random.randrange(3)], random.choice(["information", "urgent", None]))
        for each in sorted(day() for _ in range(uses // 2))
    ]
    return Inputs(facts, Rows.of(Result, results), DISTRICTS, "test", (Label("phq9", "意味", "Meaning"),))


def _use(random: Random, day: date, people: int) -> Use:
    urgent = random.random() < 0.1
    return Use(
        person=random.randrange(people),
        day=day,
        hour=random.randrange(24),
        day_kind=random.choice(list(DayKind)),
        kind=UseKind.URGENT if urgent else UseKind.APPOINTMENT,
        admitted=True,
        finished=True,
        service=None if urgent else random.choice(["midwife", "counselling"]),
        profession=random.choice(["midwife", "doctor", "counsellor"]),
        modality=random.choice(["text", "voice", "video"]),
        wait_seconds=10,
        reply_seconds=None,
        stage=random.choice(list(Stage)),
        age=random.choice([None, *AgeBand]),
        district=random.choice(["kita", "minami", None]),
    )


def _course(random: Random, closed: date, people: int) -> Course:
    opened = closed - timedelta(days=30)
    end = random.choice([None, 4, 9, 10, 14])
    return Course(
        person=random.randrange(people),
        opened=opened,
        closed=closed,
        outcome="completed",
        sessions=3,
        start=Score(opened, random.choice([8, 12, 18]), *TEXT),
        end=None if end is None else Score(closed, end, *TEXT),
        last=None,
        start_skipped=False,
        end_skipped=False,
    )


def _survey(random: Random, day: date, people: int) -> Survey:
    return Survey(random.randrange(people), day, False, random.randrange(4, 21), 4, random.randrange(1, 6), *TEXT)
