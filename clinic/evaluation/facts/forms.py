"""The scales, the surveys and the offers of counselling in a period."""

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from clinic.assessments.due import FormState
from clinic.assessments.scoring.survey import IMAGE, ITEMS_COUNT, ITEMS_SUM
from clinic.assessments.tables import QuestionnaireResponse, QuestionnaireScore
from clinic.evaluation.facts.columns import columns_of, plain, seconds
from clinic.evaluation.facts.model import Offer, Screen, Survey
from clinic.evaluation.facts.people import Key
from clinic.evaluation.facts.rows import Coded, Column, Numbers, Rows
from clinic.evaluation.facts.uses import Frame
from core.unit_of_work import UnitOfWork
from people.risk.kinds import RiskLevel
from people.risk.tables import RiskTier

SCALES = ("phq-2", "phq-9", "gad-7", "epds")
SATISFACTION = "satisfaction"
"""The code of the survey of the two outcomes that the city asks for."""


async def read_screens(uow: UnitOfWork, frame: Frame) -> Rows[Screen]:
    """Return the scales that were completed or skipped in the period, in that order."""
    table = QuestionnaireResponse
    query = (
        select(
            plain(table.person_id),
            seconds(table.settled_at),
            table.questionnaire,
            plain(table.occasion),
            plain(table.state),
            table.total,
            table.version,
            table.text_id,
            plain(table.text_status),
        )
        .where(
            table.questionnaire.in_(SCALES),
            table.state.in_((FormState.COMPLETED, FormState.SKIPPED)),
            frame.within(table.settled_at),
        )
        .order_by(table.settled_at, table.id)
    )
    found: list[Rows[Screen]] = []
    async for persons, settled, questionnaires, occasions, states, totals, *texts in columns_of(uow, query):
        numbers = frame.people.numbered(persons)
        skipped = [state == FormState.SKIPPED.value for state in states]
        counted = [None if is_skipped else total for is_skipped, total in zip(skipped, totals, strict=True)]
        columns: tuple[Column, ...] = (
            Numbers(numbers),
            frame.local.days(settled),
            Coded.of(questionnaires),
            Coded.of(occasions),
            Coded.of(skipped),
            Numbers.of(counted),
            *map(Coded.of, texts),
        )
        found.append(Rows(Screen, dict(zip(Screen._fields, columns, strict=True))).take(numbers >= 0))
    return Rows.joined(Screen, found)


async def read_surveys(uow: UnitOfWork, frame: Frame) -> tuple[Survey, ...]:
    """Return the satisfaction surveys that were completed or skipped in the period, in that order."""
    table = QuestionnaireResponse
    scores = {code: aliased(QuestionnaireScore) for code in (ITEMS_SUM, ITEMS_COUNT, IMAGE)}
    query = select(
        plain(table.person_id),
        seconds(table.settled_at),
        plain(table.state),
        *(score.value.label(code) for code, score in scores.items()),
        table.version,
        table.text_id,
        plain(table.text_status),
    )
    for code, score in scores.items():
        query = query.outerjoin(score, and_(score.response_id == table.id, score.code == code))
    query = query.where(
        table.questionnaire == SATISFACTION,
        table.state.in_((FormState.COMPLETED, FormState.SKIPPED)),
        frame.within(table.settled_at),
    ).order_by(table.settled_at, table.id)
    found: list[Survey] = []
    async for persons, settled, *others in columns_of(uow, query):
        numbers, days = map(frame.people.numbers.get, persons), frame.local.days(settled).objects()
        for number, day, state, items_sum, items_count, image, *text in zip(numbers, days, *others, strict=True):
            if number is not None:
                is_skipped = state == FormState.SKIPPED.value
                found.append(Survey(number, day, is_skipped, items_sum or 0, items_count or 0, image, *text))
    return tuple(found)


async def read_offers(uow: UnitOfWork, frame: Frame) -> tuple[Offer, ...]:
    """Return the days in the period on which somebody's tier of risk became high, in order."""
    table = RiskTier
    of_those = select(table.person_id).where(table.tier == RiskLevel.HIGH, frame.within(table.decided_at))
    query = (
        select(plain(table.person_id), plain(table.tier), seconds(table.decided_at))
        .where(table.person_id.in_(of_those), table.decided_at < frame.end)
        .order_by(table.decided_at, table.id)
    )
    begin = int(frame.begin.timestamp())
    tiers: dict[Key, str] = {}
    found: list[Offer] = []
    for person, tier, at in await uow.session.execute(query):
        number = frame.people.numbers.get(person)
        became_high = tier == RiskLevel.HIGH.value and tiers.get(person) != tier
        if number is not None and became_high and at >= begin:
            found.append(Offer(number, frame.local.day(at)))
        tiers[person] = tier
    return tuple(found)
