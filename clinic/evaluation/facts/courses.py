"""The courses of counselling of a period with their PHQ-9 forms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from clinic.assessments.due import Course as OpenCourse
from clinic.assessments.due import Form, FormState, Occasion, course_of_start
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.tasks import PHQ9
from clinic.encounters.service import COURSE
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.evaluation.facts.columns import plain
from clinic.evaluation.facts.local_time import LocalTime
from clinic.evaluation.facts.model import Course, Score
from clinic.evaluation.facts.people import Key
from clinic.evaluation.facts.uses import Frame
from core.unit_of_work import UnitOfWork

_AT_END = frozenset({Occasion.COURSE_END})


@dataclass(frozen=True, slots=True)
class _Session:
    appointment_id: UUID
    is_held: bool


@dataclass(frozen=True, slots=True)
class _Answers:
    form: Form
    settled_at: datetime
    total: int | None
    version: str
    text_id: str
    text_status: str

    def score(self, local: LocalTime) -> Score | None:
        if self.total is None:
            return None
        day = local.day(int(self.settled_at.timestamp()))
        return Score(day, self.total, self.version, self.text_id, self.text_status)


async def read_courses(uow: UnitOfWork, frame: Frame) -> tuple[Course, ...]:
    """Return the courses that were open in the period or closed in it, in the order of their opening."""
    overlaps = and_(
        EpisodeOfCare.kind == COURSE,
        EpisodeOfCare.opened_at < frame.end,
        or_(EpisodeOfCare.closed_at.is_(None), EpisodeOfCare.closed_at >= frame.begin),
    )
    # A form may belong to an earlier course of the same person, so all their courses are read.
    theirs = EpisodeOfCare.person_id.in_(select(EpisodeOfCare.person_id).where(overlaps))
    sessions = await _sessions(uow, theirs)
    forms = await _forms(uow, overlaps)
    query = (
        select(
            EpisodeOfCare.id,
            plain(EpisodeOfCare.person_id),
            EpisodeOfCare.opened_at,
            EpisodeOfCare.closed_at,
            plain(EpisodeOfCare.outcome),
        )
        .where(EpisodeOfCare.kind == COURSE, theirs)
        .order_by(EpisodeOfCare.opened_at, EpisodeOfCare.id)
    )
    episodes = (await uow.session.execute(query)).all()
    of_person: dict[Key, list[OpenCourse]] = defaultdict(list)
    for key, person, opened_at, closed_at, _ in episodes:
        held = sessions.get(key, ())
        of_person[person].append(
            OpenCourse(
                key,
                opened_at,
                closed_at,
                met=any(session.is_held for session in held),
                appointment_ids=frozenset(session.appointment_id for session in held),
            )
        )
    starts, ends = _assign(forms, of_person)
    found: list[Course] = []
    for key, person, opened_at, closed_at, outcome in episodes:
        number = frame.people.numbers.get(person)
        if number is None or opened_at >= frame.end or (closed_at is not None and closed_at < frame.begin):
            continue
        start, end = _last(starts.get(key, ())), _last(ends.get(key, ()))
        since = start.settled_at if start is not None else opened_at
        later = [
            one
            for one in forms.get(person, ())
            if one.total is not None
            and one is not start
            and one.settled_at >= since
            and (closed_at is None or one.settled_at <= closed_at)
        ]
        last = _last(later)
        found.append(
            Course(
                person=number,
                opened=frame.local.day(int(opened_at.timestamp())),
                closed=None if closed_at is None else frame.local.day(int(closed_at.timestamp())),
                outcome=outcome,
                sessions=sum(session.is_held for session in sessions.get(key, ())),
                start=None if start is None else start.score(frame.local),
                end=None if end is None else end.score(frame.local),
                last=None if last is None else last.score(frame.local),
                start_skipped=start is None and bool(starts.get(key)),
                end_skipped=end is None and bool(ends.get(key)),
            )
        )
    return tuple(found)


def _assign(
    forms: Mapping[Key, Sequence[_Answers]], courses: Mapping[Key, Sequence[OpenCourse]]
) -> tuple[Mapping[UUID, Sequence[_Answers]], Mapping[UUID, Sequence[_Answers]]]:
    """Return the forms of the beginnings and of the ends, by the course they belong to."""
    starts: dict[UUID, list[_Answers]] = defaultdict(list)
    ends: dict[UUID, list[_Answers]] = defaultdict(list)
    for person, answered in forms.items():
        for one in answered:
            if one.form.occasion is Occasion.COURSE_START:
                episode_id = course_of_start(one.form, courses.get(person, ()))
                if episode_id is not None:
                    starts[episode_id].append(one)
            elif one.form.occasion in _AT_END and one.form.episode_id is not None:
                ends[one.form.episode_id].append(one)
    return starts, ends


def _last(forms: Iterable[_Answers]) -> _Answers | None:
    """Return the completed one that was settled last; the forms are in the order of their settling."""
    completed = [one for one in forms if one.total is not None]
    return completed[-1] if completed else None


async def _sessions(uow: UnitOfWork, condition: ColumnElement[bool]) -> Mapping[UUID, Sequence[_Session]]:
    query = (
        select(Encounter.episode_id, Encounter.appointment_id, plain(Encounter.state))
        .join(EpisodeOfCare, EpisodeOfCare.id == Encounter.episode_id)
        # An urgent encounter has no appointment, and is no session of a course.
        .where(EpisodeOfCare.kind == COURSE, Encounter.appointment_id.is_not(None), condition)
    )
    sessions: dict[UUID, list[_Session]] = defaultdict(list)
    for episode_id, appointment_id, state in await uow.session.execute(query):
        sessions[episode_id].append(_Session(appointment_id, state == EncounterState.FINISHED.value))
    return sessions


async def _forms(uow: UnitOfWork, overlaps: ColumnElement[bool]) -> Mapping[Key, Sequence[_Answers]]:
    """Return the settled PHQ-9 forms of those with a course in the period, in the order of their settling."""
    table = QuestionnaireResponse
    query: Any = (
        select(
            plain(table.person_id),
            table.id,
            table.occasion,
            table.state,
            table.appointment_id,
            table.episode_id,
            table.started_at,
            table.settled_at,
            table.total,
            table.version,
            table.text_id,
            plain(table.text_status),
        )
        .where(
            table.questionnaire == PHQ9,
            table.state.in_((FormState.COMPLETED, FormState.SKIPPED)),
            table.settled_at.is_not(None),
            table.person_id.in_(select(EpisodeOfCare.person_id).where(overlaps)),
        )
        .order_by(table.settled_at, table.id)
    )
    forms: dict[Key, list[_Answers]] = defaultdict(list)
    for person, *form, total, version, text_id, text_status in await uow.session.execute(query):
        made = Form(*form)
        counted = total if made.state is FormState.COMPLETED else None
        forms[person].append(_Answers(made, form[-1], counted, version, text_id, text_status))
    return forms
