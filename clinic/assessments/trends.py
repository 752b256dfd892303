"""A person's scores over time, for the clinician beside the consultation: bands, changes, sessions and risk tiers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clinic.assessments.changes import Change, changes
from clinic.assessments.due import Course, FormState
from clinic.assessments.scoring.outcome import SCALES
from clinic.assessments.scoring.scale import Scale
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.tasks import form_of, list_courses
from clinic.assessments.views import BandOut, ScaleTrendOut, TierOut, TrendScoreOut, TrendSessionOut, TrendsOut
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.records.need import require_need
from core.audit.events import Action, Entity
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners
from people.risk.service import tier_history
from people.risk.tables import RiskTier

_MOST_SCORES = 200
_MOST_SESSIONS = 200
_MOST_TIERS = 50


async def score_trends(uow: UnitOfWork, principal: Principal, person_id: UUID) -> TrendsOut:
    """Return the scores, held consultations and risk tiers of a person the caller has a consultation with.

    Raises NotFound("records.person_not_found") for any other. Of a very long history the newest part is given.
    """
    await require_need(uow, principal, person_id)
    uow.audit(principal, Action.READ, Entity.PERSON, person_id, person_id=person_id)
    scores = await _scores(uow, person_id)
    courses = [course for _, course in await list_courses(uow, EpisodeOfCare.person_id == person_id)]
    sessions = await _sessions(uow, person_id)
    tiers = await tier_history(uow, person_id, _MOST_TIERS)
    met = await practitioners.get_many(
        uow, {by for by, _ in sessions} | {one.practitioner_id for one in tiers if one.practitioner_id is not None}
    )
    totals = {one.id: one.total for one in scores}
    return TrendsOut(
        scales=[
            _trend(uow, scale, [one for one in scores if one.questionnaire == code], courses)
            for code, scale in SCALES.items()
            if any(one.questionnaire == code for one in scores)
        ],
        sessions=[TrendSessionOut(day=uow.zone.today(at), role=met[by].role) for by, at in sessions],
        tiers=[
            _tier(uow, one, totals, None if one.practitioner_id is None else met.get(one.practitioner_id))
            for one in tiers
        ],
    )


async def _scores(uow: UnitOfWork, person_id: UUID) -> Sequence[QuestionnaireResponse]:
    """Return the completed scales, the oldest first; surveys are no part of a record."""
    query = (
        select(QuestionnaireResponse)
        .where(
            QuestionnaireResponse.person_id == person_id,
            QuestionnaireResponse.questionnaire.in_(SCALES),
            QuestionnaireResponse.state == FormState.COMPLETED,
        )
        .order_by(QuestionnaireResponse.settled_at.desc(), QuestionnaireResponse.id.desc())
        .limit(_MOST_SCORES)
    )
    return (await uow.session.scalars(query)).all()[::-1]


def _trend(
    uow: UnitOfWork, scale: Scale, responses: Sequence[QuestionnaireResponse], courses: Sequence[Course]
) -> ScaleTrendOut:
    moved = changes(scale, map(form_of, responses), courses)
    return ScaleTrendOut(
        questionnaire=scale.code,
        highest=scale.highest,
        change=scale.change,
        bands=[BandOut(code=band.code, lowest=band.lowest, highest=band.highest) for band in scale.bands],
        scores=[_score(uow, response, moved[response.id]) for response in responses],
    )


def _score(uow: UnitOfWork, response: QuestionnaireResponse, change: Change) -> TrendScoreOut:
    if response.settled_at is None or response.total is None or response.band is None:
        raise RuntimeError("a completed response without its score")
    return TrendScoreOut(
        response_id=response.id,
        day=uow.zone.today(response.settled_at),
        occasion=response.occasion,
        total=response.total,
        band=response.band,
        wording=response.text_status,
        is_first=change.is_first,
        change=change.points,
        is_marked=change.is_marked,
    )


async def _sessions(uow: UnitOfWork, person_id: UUID) -> Sequence[tuple[UUID, datetime]]:
    """Return who held the newest consultations and since when, the oldest first; where no door was opened, none was."""
    query = (
        select(Encounter.practitioner_id, Encounter.admitted_at)
        .where(
            Encounter.person_id == person_id,
            Encounter.state == EncounterState.FINISHED,
            Encounter.admitted_at.is_not(None),
        )
        .order_by(Encounter.admitted_at.desc(), Encounter.id.desc())
        .limit(_MOST_SESSIONS)
    )
    rows = (await uow.session.execute(query)).all()
    return [(row.practitioner_id, row.admitted_at) for row in reversed(rows)]


def _tier(
    uow: UnitOfWork, entry: RiskTier, totals: Mapping[UUID, int | None], by: practitioners.Practitioner | None
) -> TierOut:
    return TierOut(
        tier=entry.tier,
        reason=entry.reason,
        day=uow.zone.today(entry.decided_at),
        total=totals.get(entry.source_id),
        name=None if by is None else by.display_name,
        role=None if by is None else by.role,
    )
