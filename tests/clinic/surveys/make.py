"""A survey with a question of every kind, and people who answer it."""

from typing import Any

from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.surveys import service
from clinic.surveys.form import SurveyForm
from clinic.surveys.views import SurveyOut
from core.principal import Principal
from core.unit_of_work import Units
from tests.people.make import make_parent


def words(ja: str, en: str = "") -> dict[str, str]:
    return {"ja": ja, "en": en}


POINTS = [words("とても満足"), words("満足"), words("ふつう"), words("不満"), words("とても不満")]
CHOICE = {
    "link_id": "q1",
    "kind": "choice",
    "words": words("いちばん使いたい時間は"),
    "options": [words("朝"), words("昼"), words("夜")],
}
CHOICES = {
    "link_id": "q2",
    "kind": "choices",
    "words": words("知りたいことは"),
    "options": [words("離乳食"), words("ねかしつけ"), words("予防接種")],
}
SCALE = {"link_id": "q3", "kind": "scale", "words": words("予約のしやすさは"), "options": POINTS}
TEXT = {"link_id": "q4", "kind": "text", "words": words("よかったこと")}
NUMBER = {"link_id": "q5", "kind": "number", "words": words("ここまで何分かかりましたか"), "lowest": 0, "highest": 120}
FORM: dict[str, Any] = {
    "title": words("使いやすさのアンケート"),
    "questions": [CHOICE, CHOICES, SCALE, TEXT, NUMBER],
    "asking": {"occasion": "registration", "open_days_after": 30, "reminder_hours": [24]},
}
ANSWERS: dict[str, Any] = {"q1": 1, "q2": (0, 2), "q3": 4, "q4": "すぐ返事があった", "q5": 20}


def form(**changed: Any) -> SurveyForm:
    return SurveyForm.model_validate({**FORM, **changed})


async def make_survey(units: Units, coordinator: Principal, **changed: Any) -> SurveyOut:
    """Make a draft."""
    async with units.write() as uow:
        return await service.create(uow, coordinator, form(**changed))


async def make_published(units: Units, coordinator: Principal, **changed: Any) -> SurveyOut:
    """Make a survey that is asked."""
    survey = await make_survey(units, coordinator, **changed)
    async with units.write() as uow:
        return await service.publish(uow, coordinator, survey.id, survey.revision)


async def fill_in(
    units: Units,
    code: str,
    answers: dict[str, Any] | None = None,
    *,
    parent: Principal | None = None,
    occasion: Occasion = Occasion.REGISTRATION,
) -> Principal:
    """Let somebody answer a survey, somebody new unless `parent` is given."""
    async with units.write() as uow:
        principal = parent or await make_parent(uow)
        begun = await responses.start(
            uow,
            principal,
            questionnaire=code,
            language="ja",
            occasion=occasion,
            appointment_id=None,
            episode_id=None,
        )
        for link_id, given in (ANSWERS if answers is None else answers).items():
            await responses.answer(uow, principal, begun.id, link_id, given)
    async with units.write() as uow:
        await responses.complete(uow, principal, begun.id)
    return principal
