"""Runs of the solver over HTTP, for the coordinator."""

import datetime as dt
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.rota.bounds import MonthPath, first_of
from booking.rota.explaining import Relaxation, RelaxationKind
from booking.rota.explaining.stored import findings_from_json, suggestions_from_json
from booking.rota.month_models import FindingOut
from booking.rota.month_tables import RotaRun
from booking.rota.problem import RuleCode
from booking.rota.runs import service
from booking.rota.runs.states import RotaRunState, RunKind, RunWanted
from booking.rota.runs.taking import missing_in, taking_of
from booking.rota.settings_api import Revision
from core.http import Call, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role
from core.unit_of_work import UnitOfWork


class RunIn(Model):
    """What is asked for; `seconds` is the time limit."""

    kind: RunKind
    seconds: Annotated[int, Field(ge=1, le=600)]
    seed: Annotated[int, Field(ge=0, le=999_999_999)]
    deterministic: bool = False


class PointOut(Model):
    """The best cost and the bound after so many seconds."""

    elapsed: float
    best: int | None
    bound: int | None


class RelaxationOut(Model):
    """One thing to let go of; only what its kind names is given. See explaining.Relaxation."""

    kind: RelaxationKind
    code: RuleCode | None
    param: str | None
    was: int | None
    to: int | None
    practitioner_id: UUID | None
    date: dt.date | None
    shift_type_id: UUID | None
    role: Role | None

    @classmethod
    def of(cls, how: Relaxation, first: dt.date) -> "RelaxationOut":
        """Return a relaxation of a month that begins on `first`."""
        return cls(
            kind=how.kind,
            code=how.code,
            param=how.param,
            was=how.was,
            to=how.to,
            practitioner_id=None if how.staff_id is None else UUID(how.staff_id),
            date=None if how.day is None else first + timedelta(days=how.day),
            shift_type_id=None if how.shift_id is None else UUID(how.shift_id),
            role=None if how.role is None else Role(how.role),
        )


class SuggestionOut(Model):
    """Things to let go of together; a rota was proven to exist without them."""

    relaxations: list[RelaxationOut]


class MissingOut(Model):
    """People missing on a shift, and their minutes all together."""

    date: dt.date
    shift_type_id: UUID
    role: Role
    missing: int
    minutes: int


class RunOut(Model):
    """A run as it stands.

    Of one that has a rota: `changes` is how many cells of the draft it would change now, `missing` where it lacks
    people. Of one that has none: `conflicts` cannot hold together, `suggestions` are ways out.
    """

    id: UUID
    kind: RunKind
    state: RotaRunState
    seconds: int
    seed: int
    deterministic: bool
    elapsed: float
    best: int | None
    bound: int | None
    history: list[PointOut]
    conflicts: list[FindingOut]
    suggestions: list[SuggestionOut]
    changes: int | None
    missing: list[MissingOut]
    base_revision: int
    applied: bool


async def _out(uow: UnitOfWork, run: RotaRun, state: RotaRunState) -> RunOut:
    has_rota = state is RotaRunState.DONE and run.rota is not None
    first, today = run.first, uow.zone.today(uow.now)
    # Days go by between a run and a look at it: what concerns them can no more be done.
    suggestions = [
        [RelaxationOut.of(how, first) for how in each.relaxations] for each in suggestions_from_json(run.suggestions)
    ]
    return RunOut(
        id=run.id,
        kind=run.kind,
        state=state,
        seconds=run.seconds,
        seed=run.seed,
        deterministic=run.deterministic,
        elapsed=run.elapsed,
        best=run.best,
        bound=run.bound,
        history=[PointOut(**point) for point in run.history],
        conflicts=[FindingOut.of(each, first) for each in findings_from_json(run.conflicts)],
        suggestions=[
            SuggestionOut(relaxations=each)
            for each in suggestions
            if all(how.date is None or how.date >= today for how in each)
        ],
        changes=(await taking_of(uow, run)).changes if has_rota and not run.applied else None,
        missing=[
            MissingOut(
                date=first + timedelta(days=each.day),
                shift_type_id=UUID(each.shift_id),
                role=Role(each.role),
                missing=each.missing,
                minutes=each.minutes,
            )
            for each in (missing_in(run) if has_rota else ())
        ],
        base_revision=run.base_revision,
        applied=run.applied,
    )


class ApplyRunIn(Model):
    """The draft that is seen; with `force` also where it is not the one that the run began with."""

    revision: Revision
    force: bool = False


class RunPath(Model):
    """Which run."""

    run_id: UUID


_NOT_FOUND = ("rota.run_not_found",)


@post(
    "/api/rota/months/{month}/runs",
    policy=allow(Role.COORDINATOR),
    status=201,
    errors=("rota.run_under_way", "rota.month_over", "rota.nobody"),
)
async def start_run(call: Call, path: MonthPath, body: RunIn) -> RunOut:
    """Let a rota be worked out; one at a time for a month."""
    run = await service.start(
        call.uow,
        call.principal,
        first_of(path.month),
        body.kind,
        body.seconds,
        body.seed,
        deterministic=body.deterministic,
    )
    return await _out(call.uow, run, run.state)


@get("/api/rota/runs/{run_id}", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def get_run(call: Call, path: RunPath) -> RunOut:
    """Show how a run stands."""
    return await _out(call.uow, *await service.look(call.uow, path.run_id))


@post("/api/rota/runs/{run_id}/stop", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def stop_run(call: Call, path: RunPath) -> RunOut:
    """Stop a run and keep the best."""
    run = await service.want(call.uow, path.run_id, RunWanted.STOP)
    return await _out(call.uow, run, run.state)


@post("/api/rota/runs/{run_id}/cancel", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def cancel_run(call: Call, path: RunPath) -> RunOut:
    """End a run without a rota."""
    run = await service.want(call.uow, path.run_id, RunWanted.CANCEL)
    return await _out(call.uow, run, run.state)


@post(
    "/api/rota/runs/{run_id}/apply",
    policy=allow(Role.COORDINATOR),
    errors=(*_NOT_FOUND, "rota.changed_meanwhile", "rota.run_without_rota"),
)
async def apply_run(call: Call, path: RunPath, body: ApplyRunIn) -> RunOut:
    """Take a run's rota over into the draft."""
    run = await service.apply(call.uow, path.run_id, body.revision, force=body.force)
    return await _out(call.uow, run, run.state)


routes = (start_run, get_run, stop_run, cancel_run, apply_run)
