"""Coordinators' own surveys over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.assessments.views import QuestionnaireOut
from clinic.evaluation.reports.releasing import THRESHOLD_KEY
from clinic.surveys import results, service, sheet
from clinic.surveys.form import SurveyForm
from clinic.surveys.views import ResultsOut, SurveyOut, SurveysOut
from core.http import Call, FileOut, RateLimit, delete, get, post, put
from core.model import Model
from core.policy import allow
from core.principal import Role

_KEEPERS = allow(Role.COORDINATOR)
_CSV = "text/csv"
_FORM_ERRORS = ("surveys.link_ids_repeat", "surveys.questions_too_many", "surveys.options_too_many")
_LARGEST_FORM = 512 * 1024
_LIMIT = RateLimit("survey-results", 60, 60)


class SurveyPath(Model):
    """Which survey."""

    survey_id: UUID


class SurveyVersionPath(Model):
    """Which version of which survey."""

    survey_id: UUID
    version: Annotated[int, Field(ge=1, le=1_000_000)]


class SurveyFormIn(Model):
    """A form, and the revision that it was made of."""

    form: SurveyForm
    revision: Annotated[int, Field(ge=1, le=2**31 - 1)]


class SurveyRevisionIn(Model):
    """The revision that the coordinator has seen."""

    revision: Annotated[int, Field(ge=1, le=2**31 - 1)]


@get("/api/surveys", policy=_KEEPERS)
async def list_surveys(call: Call) -> SurveysOut:
    """List the surveys."""
    return await service.list_surveys(call.uow)


@post(
    "/api/surveys",
    policy=_KEEPERS,
    status=201,
    errors=("surveys.too_many", *_FORM_ERRORS),
    limit=RateLimit("surveys", 30, 60),
    max_body=_LARGEST_FORM,
)
async def create(call: Call, body: SurveyForm) -> SurveyOut:
    """Begin a survey, empty or as a copy of another form."""
    return await service.create(call.uow, call.principal, body)


@get("/api/surveys/{survey_id}", policy=_KEEPERS, errors=("surveys.not_found",))
async def show(call: Call, path: SurveyPath) -> SurveyOut:
    """Show a survey as it stands in the editor."""
    return await service.show(call.uow, path.survey_id)


@put(
    "/api/surveys/{survey_id}",
    policy=_KEEPERS,
    errors=("surveys.not_found", "surveys.changed_meanwhile", "surveys.retired", *_FORM_ERRORS),
    limit=RateLimit("survey-drafts", 120, 60),
    max_body=_LARGEST_FORM,
)
async def save(call: Call, path: SurveyPath, body: SurveyFormIn) -> SurveyOut:
    """Keep what was entered; what was published does not change."""
    return await service.save(call.uow, call.principal, path.survey_id, body.form, body.revision)


@get(
    "/api/surveys/{survey_id}/preview",
    policy=_KEEPERS,
    errors=("surveys.not_found", "surveys.unfinished"),
)
async def preview(call: Call, path: SurveyPath) -> QuestionnaireOut:
    """Show the questionnaire that would be published, as those who are asked receive it."""
    found = await service.preview(call.uow, path.survey_id)
    return QuestionnaireOut.of(found, list(found.originals))


@post(
    "/api/surveys/{survey_id}/publish",
    policy=_KEEPERS,
    errors=(
        "surveys.not_found",
        "surveys.changed_meanwhile",
        "surveys.published_already",
        "surveys.unfinished",
        "surveys.retired",
        "surveys.asked_too_many",
    ),
)
async def publish(call: Call, path: SurveyPath, body: SurveyRevisionIn) -> SurveyOut:
    """Publish the survey as its next version, which is asked from now on."""
    return await service.publish(call.uow, call.principal, path.survey_id, body.revision)


@post("/api/surveys/{survey_id}/retire", policy=_KEEPERS, errors=("surveys.not_found", "surveys.never_published"))
async def retire(call: Call, path: SurveyPath) -> SurveyOut:
    """Ask the survey no more; its results stay."""
    return await service.retire(call.uow, path.survey_id)


@delete("/api/surveys/{survey_id}", policy=_KEEPERS, errors=("surveys.not_found", "surveys.published"))
async def discard(call: Call, path: SurveyPath) -> None:
    """Delete a draft."""
    await service.discard(call.uow, path.survey_id)


@get(
    "/api/surveys/{survey_id}/versions/{version}/results",
    policy=_KEEPERS,
    errors=("surveys.not_found", "surveys.version_unknown"),
    limit=_LIMIT,
)
async def show_results(call: Call, path: SurveyVersionPath) -> ResultsOut:
    """Show the counted answers to a version, small counts withheld."""
    return await results.read(call.uow, path.survey_id, path.version, call.get(THRESHOLD_KEY))


@get(
    "/api/surveys/{survey_id}/versions/{version}/results.csv",
    policy=_KEEPERS,
    errors=("surveys.not_found", "surveys.version_unknown"),
    files=(_CSV,),
    limit=_LIMIT,
)
async def export_results(call: Call, path: SurveyVersionPath) -> FileOut:
    """Export the counted answers to a version as CSV, small counts withheld."""
    found = await results.read(call.uow, path.survey_id, path.version, call.get(THRESHOLD_KEY))
    return FileOut(sheet.to_csv(found), _CSV, f"survey-results-{path.version}.csv")


routes = (
    list_surveys,
    create,
    show,
    save,
    preview,
    publish,
    retire,
    discard,
    show_results,
    export_results,
)
