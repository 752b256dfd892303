"""Flags, urgent calls and what assessments promised, over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from clinic.encounters.views import EncounterOut
from clinic.safety import assessing, flags, tasks, urgent
from clinic.safety.kinds import FlagKind
from clinic.safety.views import FlagOut, FlagsOut
from core.http import Call, RateLimit, get, post
from core.model import Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS


class FlagPath(Model):
    """Which flag."""

    flag_id: UUID


class PersonPath(Model):
    """Which person."""

    person_id: UUID


class TaskPath(Model):
    """Which task."""

    task_id: UUID


class EncounterPath(Model):
    """Which encounter."""

    encounter_id: UUID


class CallIn(Model):
    """`place`: where the person is now, so that help can find them, if they say so."""

    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None


class JudgementIn(Model):
    """What the clinician sees, and in their words why."""

    kind: Literal["self_harm", "child_harm", "home_violence", "acute_illness"]
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None


class AcknowledgementIn(Model):
    """What the one who takes the flag on writes down, if anything."""

    comment: Annotated[str, StringConstraints(max_length=2000)] | None = None


@get("/api/flags", policy=allow(*CLINICIANS))
async def list_open(call: Call) -> FlagsOut:
    """List the open flags that I must see."""
    return FlagsOut(flags=list(await flags.list_open(call.uow, call.principal)))


@post("/api/persons/{person_id}/flags", policy=allow(*CLINICIANS), status=201, errors=("records.person_not_found",))
async def raise_judged(call: Call, path: PersonPath, body: JudgementIn) -> FlagOut:
    """Raise an alert of a person by my own judgement."""
    return await flags.raise_judged(call.uow, call.principal, path.person_id, FlagKind(body.kind), body.comment)


@post("/api/flags/{flag_id}/acknowledge", policy=allow(*CLINICIANS), errors=("safety.flag_not_found",))
async def acknowledge(call: Call, path: FlagPath, body: AcknowledgementIn) -> FlagOut:
    """Take a flag on; when a colleague was faster, see who."""
    return await flags.acknowledge(call.uow, call.principal, path.flag_id, body.comment)


@post(
    "/api/flags/{flag_id}/assessment",
    policy=allow(*CLINICIANS),
    errors=("safety.flag_not_found", "safety.flag_closed", "safety.drill_not_assessed", "safety.next_at"),
)
async def assess(call: Call, path: FlagPath, body: assessing.RiskAssessmentIn) -> FlagOut:
    """Write down what I found and did about an alert: it is closed with that, and with nothing else."""
    return await assessing.assess(call.uow, call.principal, path.flag_id, body)


@post(
    "/api/urgent-encounters",
    policy=allow(*CLIENTS),
    status=201,
    errors=("consent.required", "encounters.own_only", "encounters.nobody"),
    limit=RateLimit("urgent", 20, 60),
)
async def call_on_duty(call: Call, body: CallIn) -> EncounterOut:
    """Call who is on duty, now."""
    return await urgent.call(call.uow, call.principal, body.place or None)


@post(
    "/api/urgent-encounters/{encounter_id}/answer",
    policy=allow(*CLINICIANS),
    errors=("encounters.not_found", "safety.flag_not_found", "encounters.finished", "encounters.taken"),
)
async def answer(call: Call, path: EncounterPath) -> EncounterOut:
    """Answer somebody who called: their consultation is mine, and its door is open."""
    return await urgent.answer(call.uow, call.principal, path.encounter_id)


@get("/api/safety-tasks", policy=allow(*CLINICIANS))
async def list_tasks(call: Call) -> tasks.SafetyTasksOut:
    """List what assessments promised and is not done yet."""
    return tasks.SafetyTasksOut(tasks=list(await tasks.list_tasks(call.uow, call.principal)))


@post("/api/safety-tasks/{task_id}/done", policy=allow(*CLINICIANS), errors=("safety.task_not_found",))
async def finish_task(call: Call, path: TaskPath, body: tasks.ResultIn) -> None:
    """Write down what came of it."""
    await tasks.finish(call.uow, call.principal, path.task_id, body.result)


routes = (
    list_open,
    raise_judged,
    acknowledge,
    assess,
    call_on_duty,
    answer,
    list_tasks,
    finish_task,
)
