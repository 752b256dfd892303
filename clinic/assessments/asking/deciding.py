"""What one person is asked at a moment, by the rules; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from clinic.assessments.asking.rules import Rule, Rules, Stage
from clinic.assessments.due import (
    SETTLED,
    Course,
    Due,
    Form,
    FormState,
    Occasion,
    Visit,
    is_fresh,
    what_is_due,
)
from core.principal import Role
from people.risk.kinds import RiskLevel

PREGNANT_AFTER_DUE = timedelta(days=28)
"""So long after the due date a pregnancy still counts, until the person tells of the birth. Our own number."""

_FIRST_YEAR = 12

YEARS_LOOKED_BACK = 3
"""Our own number; the bounds of the rules, a year each way, need two."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment of the person; `stands` is false for a cancelled one and one that nobody came to.

    `finished_at` is when its consultation ended, if it was held to its end.
    """

    appointment_id: UUID
    service: str
    profession: Role
    booked_at: datetime
    starts_at: datetime
    ends_at: datetime
    stands: bool
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rules look at of one person; `available` are the questionnaires whose words are here.

    Meetings, courses and forms are those since `looked_back_to`.
    """

    meetings: tuple[Meeting, ...] = ()
    courses: tuple[Course, ...] = ()
    forms: tuple[Form, ...] = ()
    stages: frozenset[Stage] = frozenset()
    tier: RiskLevel = RiskLevel.LOW
    alerted: bool = False
    available: frozenset[str] = frozenset()
    registered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire to be answered now, by which rule, and since when.

    `response_id` is the response to go on with, if one was begun; `starts_at` the beginning of the consultation that it
    is asked before.
    """

    rule: str
    questionnaire: str
    occasion: Occasion
    appointment_id: UUID | None
    episode_id: UUID | None
    response_id: UUID | None
    since: datetime
    starts_at: datetime | None = None


def stages_of(pregnant_due: date | None, birth_months: Iterable[date], today: date) -> frozenset[Stage]:
    """Return where a family is, from the due date and the children's months of birth (first days)."""
    found = set()
    if pregnant_due is not None and today <= pregnant_due + PREGNANT_AFTER_DUE:
        found.add(Stage.PREGNANT)
    for month in birth_months:
        age = (today.year - month.year) * 12 + today.month - month.month
        found.add(Stage.INFANT if age < _FIRST_YEAR else Stage.CHILD)
    return frozenset(found)


def looked_back_to(today: date) -> date:
    """Return the local day from which on the rules look at somebody's history.

    It moves once a year and not from day to day: who never answers is asked so often at most as counted from there.
    """
    return date(today.year - YEARS_LOOKED_BACK, 1, 1)


def what_is_asked(rules: Rules, situation: Situation, now: datetime) -> tuple[Asked, ...]:
    """Return what to ask a person at `now`, in the order of the rules: of a questionnaire at most one an occasion."""
    found: dict[tuple[str, Occasion], Asked] = {}
    for rule in rules.active:
        if rule.questionnaire in situation.available and _concerns(rule, situation):
            asked = _asked(rule, situation, now)
            if asked is not None:
                found.setdefault((asked.questionnaire, asked.occasion), asked)
    # One form answers for two occasions before which the same is asked: that of the course goes first.
    taken: set[str] = {each.questionnaire for each in found.values() if each.occasion is Occasion.COURSE_START}
    kept = []
    for each in found.values():
        if each.occasion in (Occasion.SESSION, Occasion.CONSULTATION):
            if each.questionnaire in taken:
                continue
            taken.add(each.questionnaire)
        kept.append(each)
    return tuple(kept)


def _concerns(rule: Rule, situation: Situation) -> bool:
    return (
        (not rule.stages or not situation.stages.isdisjoint(rule.stages))
        and (not rule.tiers or situation.tier in rule.tiers)
        and not (rule.not_while_alerted and situation.alerted)
    )


def _asked(rule: Rule, situation: Situation, now: datetime) -> Asked | None:
    match rule.occasion:
        case Occasion.COURSE_START | Occasion.COURSE_END:
            return _of_course(rule, situation, now)
        case Occasion.AFTER_CONSULTATION:
            return _afterwards(rule, situation, now)
        case Occasion.REGISTRATION:
            return _from_then_on(rule, situation, now, situation.registered_at, None)
        case Occasion.AFTER_COURSE:
            closed = {each.closed_at: each.episode_id for each in situation.courses if each.closed_at is not None}
            last = max(closed, default=None)
            return _from_then_on(rule, situation, now, last, None if last is None else closed[last])
        case _:
            return _beforehand(rule, situation, now) if rule.follows is None else _following(rule, situation, now)


def _of_course(rule: Rule, situation: Situation, now: datetime) -> Asked | None:
    meetings = {meeting.appointment_id: meeting for meeting in _meetings(rule, situation)}
    visits = [Visit(meeting.appointment_id, meeting.ends_at, meeting.stands) for meeting in meetings.values()]
    forms = [form for form in situation.forms if form.questionnaire == rule.questionnaire]
    for due in what_is_due(visits, situation.courses, forms, now):
        if due.occasion is rule.occasion:
            return _of_due(rule, due, meetings, situation.courses)
    return None


def _of_due(rule: Rule, due: Due, meetings: dict[UUID, Meeting], courses: Sequence[Course]) -> Asked:
    meeting = None if due.appointment_id is None else meetings[due.appointment_id]
    if meeting is not None:
        since, starts_at = meeting.booked_at, meeting.starts_at
    else:
        course = next(course for course in courses if course.episode_id == due.episode_id)
        closed = course.closed_at if due.occasion is Occasion.COURSE_END else None
        since, starts_at = closed or course.opened_at, None
    return Asked(
        rule.code,
        rule.questionnaire,
        due.occasion,
        due.appointment_id,
        due.episode_id,
        due.response_id,
        since,
        starts_at,
    )


def _beforehand(rule: Rule, situation: Situation, now: datetime) -> Asked | None:
    episode_id = None
    if rule.occasion is Occasion.SESSION:
        running = [course for course in situation.courses if course.closed_at is None and course.met]
        if not running:
            return None
        episode_id = max(running, key=lambda course: course.opened_at).episode_id
    coming = [
        meeting
        for meeting in _meetings(rule, situation)
        if meeting.stands
        and meeting.finished_at is None
        and meeting.starts_at - rule.opens_before <= now
        and now < meeting.ends_at
    ]
    if not coming or _completed_lately(rule, situation, now):
        return None
    meeting = min(coming, key=lambda each: each.starts_at)
    if any(form.appointment_id == meeting.appointment_id and form.state in SETTLED for form in _own(rule, situation)):
        return None
    since = max(meeting.booked_at, meeting.starts_at - rule.opens_before)
    return Asked(
        rule.code,
        rule.questionnaire,
        rule.occasion,
        meeting.appointment_id,
        episode_id,
        _begun(rule, situation, now),
        since,
        meeting.starts_at,
    )


def _following(rule: Rule, situation: Situation, now: datetime) -> Asked | None:
    first = rule.follows
    if first is None:
        return None
    calling = [
        (form.settled_at, form)
        for form in situation.forms
        if form.questionnaire == first.questionnaire
        and form.occasion is rule.occasion
        and form.state is FormState.COMPLETED
        and form.settled_at is not None
        and is_fresh(form, now)
    ]
    if not calling:
        return None
    since, cause = max(calling, key=lambda each: each[0])
    if cause.total is None or cause.total < first.total_from or _completed_lately(rule, situation, now):
        return None
    for form in situation.forms:
        if form.questionnaire != rule.questionnaire or form.settled_at is None or form.settled_at < since:
            continue
        skipped_here = form.state is FormState.SKIPPED and form.occasion is rule.occasion
        if form.state is FormState.COMPLETED or skipped_here:
            return None
    begun = _begun(rule, situation, now)
    return Asked(rule.code, rule.questionnaire, rule.occasion, cause.appointment_id, cause.episode_id, begun, since)


def _afterwards(rule: Rule, situation: Situation, now: datetime) -> Asked | None:
    """Ask after the latest consultation of those that ask: one does, unless it was asked too short a time before."""
    held = sorted(
        (meeting.finished_at, str(meeting.appointment_id), meeting)
        for meeting in _meetings(rule, situation)
        if meeting.finished_at is not None and meeting.finished_at <= now
    )
    settled = sorted(
        form.settled_at
        for form in situation.forms
        if form.questionnaire == rule.questionnaire and form.state in SETTLED and form.settled_at is not None
    )
    asking: tuple[datetime, Meeting] | None = None
    for at, _, meeting in held:
        last = max((each for each in settled if each <= at), default=None)
        before = [each for each in (last, None if asking is None else asking[0]) if each is not None]
        if rule.apart is None or not before or at - max(before) >= rule.apart:
            asking = (at, meeting)
    if asking is None or now - asking[0] > rule.open_after or any(each >= asking[0] for each in settled):
        return None
    since, meeting = asking
    begun = _begun(rule, situation, now)
    return Asked(rule.code, rule.questionnaire, rule.occasion, meeting.appointment_id, None, begun, since)


def _from_then_on(
    rule: Rule, situation: Situation, now: datetime, since: datetime | None, episode_id: UUID | None
) -> Asked | None:
    """Ask once from a moment on, unless it was asked too short a time before."""
    if since is None or not since <= now <= since + rule.open_after:
        return None
    for form in situation.forms:
        if form.questionnaire == rule.questionnaire and form.state in SETTLED and form.settled_at is not None:
            lately = rule.apart is not None and since - form.settled_at < rule.apart
            if form.settled_at >= since or lately:
                return None
    return Asked(rule.code, rule.questionnaire, rule.occasion, None, episode_id, _begun(rule, situation, now), since)


def _meetings(rule: Rule, situation: Situation) -> Iterator[Meeting]:
    for meeting in situation.meetings:
        if (not rule.services or meeting.service in rule.services) and (
            not rule.professions or meeting.profession in rule.professions
        ):
            yield meeting


def _own(rule: Rule, situation: Situation) -> Iterator[Form]:
    for form in situation.forms:
        if form.questionnaire == rule.questionnaire and form.occasion is rule.occasion:
            yield form


def _completed_lately(rule: Rule, situation: Situation, now: datetime) -> bool:
    counted = {rule.questionnaire, *rule.counts_too}
    return rule.apart is not None and any(
        form.questionnaire in counted
        and form.state is FormState.COMPLETED
        and form.settled_at is not None
        and now - form.settled_at <= rule.apart
        for form in situation.forms
    )


def _begun(rule: Rule, situation: Situation, now: datetime) -> UUID | None:
    latest = max(
        (form for form in _own(rule, situation) if form.state is FormState.IN_PROGRESS and is_fresh(form, now)),
        key=lambda form: form.started_at,
        default=None,
    )
    return None if latest is None else latest.response_id
