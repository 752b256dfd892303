"""What a version of a coordinator's own survey was answered with."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from clinic.assessments import tallies
from clinic.assessments.definition import read_definition
from clinic.assessments.questionnaire import Item, Questionnaire
from clinic.assessments.tables import QuestionnaireDefinition
from clinic.surveys.counting import Counted, count, count_of
from clinic.surveys.service import find
from clinic.surveys.views import OptionResult, QuestionResult, ResultsOut
from core.errors import NotFound
from core.model import LocalText
from core.unit_of_work import UnitOfWork


async def read(uow: UnitOfWork, survey_id: UUID, version: int, threshold: int) -> ResultsOut:
    """Return the counted answers to a version, counts from 1 to `threshold` less one withheld.

    What anybody wrote is in no result. Raises NotFound("surveys.not_found") and NotFound("surveys.version_unknown").
    """
    survey = await find(uow, survey_id)
    of = QuestionnaireDefinition
    row = (
        await uow.session.execute(
            select(of.content, of.published_at).where(of.code == survey.code, of.version == str(version))
        )
    ).one_or_none()
    if row is None:
        raise NotFound("surveys.version_unknown", "This version of the survey did not come out.")
    questionnaire = read_definition(row.content)
    found = await tallies.read(uow, survey.code, str(version))
    items = list(questionnaire.items())
    # Which counts are hidden is worked out, and that takes its time.
    counted = await asyncio.to_thread(
        lambda: [count(item, found.answers.get(item.link_id, {}), threshold) for item in items]
    )
    return ResultsOut(
        survey_id=survey.id,
        title=LocalText(ja=questionnaire.titles["ja"], en=questionnaire.titles.get("en", "")),
        version=version,
        published_at=row.published_at,
        threshold=threshold,
        together=tallies.TOGETHER,
        completed=None if found.completed and not found.in_view else count_of(found.in_view, threshold),
        skipped=count_of(found.skipped, threshold),
        questions=[_result(questionnaire, item, each) for item, each in zip(items, counted, strict=True)],
    )


def _result(questionnaire: Questionnaire, item: Item, counted: Counted) -> QuestionResult:
    by_language = {texts.language: texts for texts in questionnaire.originals}
    english = by_language.get("en")
    japanese = by_language["ja"]
    return QuestionResult(
        link_id=item.link_id,
        kind=item.kind,
        words=LocalText(ja=japanese.texts[item.link_id], en=english.texts[item.link_id] if english else ""),
        answered=counted.answered,
        mean=counted.mean,
        options=[
            OptionResult(
                value=option.value,
                words=LocalText(
                    ja=japanese.options[option.coding.code], en=english.options[option.coding.code] if english else ""
                ),
                count=counted.options[option.value],
            )
            for option in item.options
        ],
    )
