"""Questionnaires over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictInt, StringConstraints

from clinic.assessments import definitions, glance, reading, responses, tasks, translations, trends
from clinic.assessments.definition import LONGEST_ANSWER
from clinic.assessments.due import Occasion
from clinic.assessments.views import (
    GlanceOut,
    QuestionnaireOut,
    ResponseOut,
    ResponsesOut,
    TaskOut,
    TasksOut,
    TrendsOut,
)
from core.http import Call, RateLimit, get, post, put
from core.model import Model
from core.policy import SIGNED_IN, allow
from core.principal import CLIENTS, CLINICIANS

Number = Annotated[StrictInt, Field(ge=-(2**31), le=2**31 - 1)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=32)]


class QuestionnairePath(Model):
    """Which questionnaire."""

    code: Code


class VersionQuery(Model):
    """Which version; by default the newest."""

    version: Annotated[str, StringConstraints(max_length=16)] | None = None


class ResponsePath(Model):
    """Which response."""

    response_id: UUID


class AnswerPath(Model):
    """Which question of which response."""

    response_id: UUID
    link_id: Code


class PersonPath(Model):
    """Which person."""

    person_id: UUID


class ResponseIn(Model):
    """What is begun: the task's questionnaire and occasion, and the language it is read in."""

    questionnaire: Code
    language: Literal["ja", "en"]
    occasion: Occasion
    appointment_id: UUID | None = None
    episode_id: UUID | None = None


class AnswerIn(Model):
    """The number that the chosen answer counts, or was entered; a text; the numbers of several answers.

    None takes back the answer to a question that is not answered by one choice.
    """

    value: (
        Number | Annotated[str, Field(max_length=LONGEST_ANSWER)] | Annotated[list[Number], Field(max_length=50)] | None
    )


_RESPONSE_ERRORS = ("assessments.not_found", "assessments.settled", "assessments.retired", "consent.required")


@get(
    "/api/questionnaires/{code}",
    policy=SIGNED_IN,
    errors=("assessments.questionnaire_not_found", "assessments.version_unknown"),
)
async def show_questionnaire(call: Call, path: QuestionnairePath, query: VersionQuery) -> QuestionnaireOut:
    """Show a questionnaire with its questions and texts."""
    questionnaire = await definitions.find(call.uow, path.code, query.version)
    return QuestionnaireOut.of(questionnaire, list(await translations.shown(call.uow, questionnaire)))


@get("/api/questionnaire-tasks", policy=allow(*CLIENTS))
async def list_tasks(call: Call) -> TasksOut:
    """List what I am asked to answer now."""
    person_id = call.principal.person_id
    due = [] if person_id is None else await tasks.list_due(call.uow, person_id)
    return TasksOut(
        tasks=[
            TaskOut(
                questionnaire=one.questionnaire,
                occasion=one.occasion,
                appointment_id=one.appointment_id,
                episode_id=one.episode_id,
                response_id=one.response_id,
            )
            for one in due
        ]
    )


@post(
    "/api/questionnaire-responses",
    policy=allow(*CLIENTS),
    status=201,
    errors=(
        "assessments.questionnaire_not_found",
        "assessments.occasion_not_found",
        "assessments.not_due",
        "assessments.retired",
        "assessments.text_not_loaded",
        "consent.required",
    ),
    limit=RateLimit("questionnaire", 30, 60),
)
async def start(call: Call, body: ResponseIn) -> ResponseOut:
    """Begin a questionnaire, or go on with the one I began."""
    return await responses.start(
        call.uow,
        call.principal,
        questionnaire=body.questionnaire,
        language=body.language,
        occasion=body.occasion,
        appointment_id=body.appointment_id,
        episode_id=body.episode_id,
    )


@get(
    "/api/questionnaire-responses/{response_id}",
    policy=allow(*CLIENTS, *CLINICIANS),
    errors=("assessments.not_found",),
)
async def show(call: Call, path: ResponsePath) -> ResponseOut:
    """Show a response of mine, or of a person whose counselling I give."""
    return await reading.show(call.uow, call.principal, path.response_id)


@put(
    "/api/questionnaire-responses/{response_id}/answers/{link_id}",
    policy=allow(*CLIENTS),
    errors=(*_RESPONSE_ERRORS, "assessments.item_not_found", "assessments.answer_out_of_range"),
)
async def answer(call: Call, path: AnswerPath, body: AnswerIn) -> ResponseOut:
    """Answer one question, or answer it anew."""
    given = tuple(body.value) if isinstance(body.value, list) else body.value
    return await responses.answer(call.uow, call.principal, path.response_id, path.link_id, given)


@post(
    "/api/questionnaire-responses/{response_id}/complete",
    policy=allow(*CLIENTS),
    errors=(*_RESPONSE_ERRORS, "assessments.incomplete"),
)
async def complete(call: Call, path: ResponsePath) -> ResponseOut:
    """Hand the questionnaire in."""
    return await responses.complete(call.uow, call.principal, path.response_id)


@post(
    "/api/questionnaire-responses/{response_id}/skip",
    policy=allow(*CLIENTS),
    errors=("assessments.not_found", "assessments.settled"),
)
async def skip(call: Call, path: ResponsePath) -> ResponseOut:
    """Leave the questionnaire; that is all right."""
    return await responses.skip(call.uow, call.principal, path.response_id)


@get(
    "/api/persons/{person_id}/questionnaire-responses",
    policy=allow(*CLINICIANS),
    errors=("assessments.person_not_found",),
)
async def list_of_person(call: Call, path: PersonPath) -> ResponsesOut:
    """List the responses of a person whose counselling I give."""
    return ResponsesOut(responses=list(await reading.list_of_person(call.uow, call.principal, path.person_id)))


@get("/api/persons/{person_id}/family-glance", policy=allow(*CLINICIANS), errors=("records.person_not_found",))
async def family_glance(call: Call, path: PersonPath) -> GlanceOut:
    """Show the family of a person I have a consultation with, at a glance."""
    return await glance.family_glance(call.uow, call.principal, path.person_id)


@get("/api/persons/{person_id}/score-trends", policy=allow(*CLINICIANS), errors=("records.person_not_found",))
async def score_trends(call: Call, path: PersonPath) -> TrendsOut:
    """Show the scores and risk tiers of a person I have a consultation with, over time."""
    return await trends.score_trends(call.uow, call.principal, path.person_id)


routes = (
    show_questionnaire,
    list_tasks,
    start,
    show,
    answer,
    complete,
    skip,
    list_of_person,
    family_glance,
    score_trends,
)
