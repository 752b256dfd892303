"""The facts of a period: everything that the measures, the reports and the exports are reckoned from. Pure.

They are de-identified. A person is a small number that holds within one gathering only, in the order of
`Facts.registrations`; there are no ids, no names and no texts of people. Days are local days of the service's zone,
hours the local hour (0 to 23), spans whole seconds unless their name says otherwise.

What there are a hundred thousand of is kept as columns, see `rows`, and read one by one as named tuples.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from clinic.evaluation.facts.rows import Rows


class Stage(StrEnum):
    """What ties a person to the service on a day."""

    PREGNANT = "pregnant"
    CHILD = "child"
    """A child is born and none is expected."""
    OTHER = "other"
    """Neither: a partner, a grandparent or another; also who told nothing, or whose data were erased."""


class AgeBand(StrEnum):
    """The age in months of the youngest child that is born, see `age_band`."""

    M0_2 = "0-2"
    M3_5 = "3-5"
    M6_11 = "6-11"
    M12_23 = "12-23"
    M24_35 = "24-35"
    M36_71 = "36-71"
    M72 = "72-"


_BY_MONTHS = (
    *[AgeBand.M0_2] * 3,
    *[AgeBand.M3_5] * 3,
    *[AgeBand.M6_11] * 6,
    *[AgeBand.M12_23] * 12,
    *[AgeBand.M24_35] * 12,
    *[AgeBand.M36_71] * 36,
    AgeBand.M72,
)


def age_band(months: int) -> AgeBand:
    """Return the band of an age in months; raises ValueError for one below 0."""
    if months < 0:
        raise ValueError("an age below 0")
    return _BY_MONTHS[min(months, 72)]


class DayKind(StrEnum):
    """The kind of a local day; a public holiday counts as a Sunday, whatever day it falls on."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY_OR_HOLIDAY = "sunday_or_holiday"


class UseKind(StrEnum):
    """How a use of the service came about."""

    APPOINTMENT = "appointment"
    """A consultation that was booked, and to which the person was admitted."""
    URGENT = "urgent"
    """A call for whoever is on duty; `admitted` says whether the door was opened."""
    FOLLOW_UP = "follow_up"
    """A consultation that went on in writing after its end, with at least one message of the person's then."""


@dataclass(frozen=True, slots=True)
class ServiceName:
    """A service of the catalogue, by its code."""

    code: str
    name_ja: str
    name_en: str


class Registration(NamedTuple):
    """A person who registered up to the last day of the period, also before it.

    `stage` and `age` are those on the day of registration, by what is known today; `age` is None without a child that
    was born. `district` is the code of the city's district, None where none was told.
    """

    person: int
    day: date
    stage: Stage
    age: AgeBand | None
    district: str | None


class Use(NamedTuple):
    """A use of the service within the period.

    `day` and `hour` are those of the admission; of an urgent call those of the call, of a follow-up those of the first
    message that the person wrote after the end. `admitted` is false only for an urgent call whose door was never
    opened. `service` is the code of the booked service, None for an urgent call. `profession` is the role of the
    practitioner, `modality` what was booked ("text", "voice", "video"), and "text" for an urgent call and a follow-up.
    `wait_seconds` runs from the arrival to the first admission; from the booked beginning where the person came before
    it. `reply_seconds` runs, where it is held by text, from the person's first message to the first message of staff
    after it, before the end; of a follow-up after the end. None: there was no such thing.
    `stage`, `age` and `district` are as in Registration, on the day of the use.
    """

    person: int
    day: date
    hour: int
    day_kind: DayKind
    kind: UseKind
    admitted: bool
    finished: bool
    service: str | None
    profession: str
    modality: str
    wait_seconds: int | None
    reply_seconds: int | None
    stage: Stage
    age: AgeBand | None
    district: str | None

    @property
    def urgent(self) -> bool:
        """Return whether it was a call for whoever is on duty."""
        return self.kind is UseKind.URGENT


class BookedAppointment(NamedTuple):
    """An appointment whose beginning lies in the period, as it stands: `day`, `hour` and `day_kind` are of that time.

    `state` is "booked", "cancelled", "no_show" or "fulfilled"; `cancelled_late`: after the service's notice.
    `booked` is the day on which it was booked.
    """

    person: int
    booked: date
    day: date
    hour: int
    day_kind: DayKind
    state: str
    cancelled_late: bool
    service: str
    profession: str
    modality: str

    @property
    def lead_days(self) -> int:
        """Return the days between the booking and the appointment."""
        return (self.day - self.booked).days


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was sent to many within the period: its kind, the day, and how many people it went to.

    A reminder of an appointment, or any other message about a person's own affairs, is no notice.
    """

    kind: str
    day: date
    recipients: int


@dataclass(frozen=True, slots=True)
class Score:
    """The total of a completed form, the day of its completion, and the wording that the person read.

    `text_status` is "original", "unvalidated" or "licensed", as clinic.assessments.questionnaire.TextStatus.
    """

    day: date
    total: int
    version: str
    text_id: str
    text_status: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course of counselling that was open on a day of the period, or closed on one.

    `sessions` counts the booked sessions that were held to their end. `start` and `end` are the PHQ-9 forms asked at
    its beginning and its end, None where none was completed; of several the last counts. `last` is the last PHQ-9
    completed after `start`, on whatever occasion, before the course was closed (or up to now), if there is one.
    """

    person: int
    opened: date
    closed: date | None
    outcome: str | None
    sessions: int
    start: Score | None
    end: Score | None
    last: Score | None
    start_skipped: bool
    end_skipped: bool

    @property
    def days_between(self) -> int | None:
        """Return the days from the start's form to the end's, None unless both were completed."""
        return None if self.start is None or self.end is None else (self.end.day - self.start.day).days


class Screen(NamedTuple):
    """A scale ("phq-2", "phq-9", "gad-7", "epds") that was completed or skipped in the period.

    `occasion` is why it was asked, as clinic.assessments.due.Occasion; `total` is None when it was skipped.
    """

    person: int
    day: date
    questionnaire: str
    occasion: str
    skipped: bool
    total: int | None
    version: str
    text_id: str
    text_status: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A satisfaction survey that was completed or skipped in the period.

    `items_sum` and `items_count` are of its 5-point items of contentment, those answered; `image` is the item on the
    city's image (5 much better, 4 better, 3 unchanged, 2, 1 worse), None where it was not answered.
    """

    person: int
    day: date
    skipped: bool
    items_sum: int
    items_count: int
    image: int | None
    version: str
    text_id: str
    text_status: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A day in the period on which a person's risk tier became high: from then on counselling is offered first."""

    person: int
    day: date


class CallStay(NamedTuple):
    """One side's stay in a call that began in the period, as its browser summed it up; None was not measured.

    `rung` is the lowest step of the quality ladder: "full", "lower", "voice" or "text".
    """

    day: date
    seconds: int
    setup_ms: int | None
    loss_percent: float | None
    relayed: bool | None
    reconnects: int
    rung: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of the local days from `first_day` to `last_day`, both included, as known at an instant (UTC).

    `registrations[n].person == n`. All are in the order of the day. `notices` is None as long as notices to many
    cannot be sent: that is not the same as none sent.
    """

    zone: str
    first_day: date
    last_day: date
    as_known_at: datetime
    services: tuple[ServiceName, ...]
    registrations: Rows[Registration]
    uses: Rows[Use]
    appointments: Rows[BookedAppointment]
    notices: tuple[Notice, ...] | None
    courses: tuple[Course, ...]
    screens: Rows[Screen]
    surveys: tuple[Survey, ...]
    offers: tuple[Offer, ...]
    calls: Rows[CallStay]
