"""Runs of the solver over HTTP, for the coordinator."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.rota.bounds import MonthPath, first_of
from booking.rota.month_tables import RotaRun
from booking.rota.runs import service
from booking.rota.runs.states import RunKind, RunState, RunWanted
from booking.rota.settings_api import Revision
from core.http import Call, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role


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


class RunOut(Model):
    """A run as it stands."""

    id: UUID
    kind: RunKind
    state: RunState
    seconds: int
    seed: int
    deterministic: bool
    elapsed: float
    best: int | None
    bound: int | None
    history: list[PointOut]
    conflicts: list[str]
    suggestions: list[str]
    base_revision: int
    applied: bool

    @classmethod
    def of(cls, run: RotaRun) -> "RunOut":
        """Return a stored run as it goes out."""
        return cls(
            id=run.id,
            kind=run.kind,
            state=run.state,
            seconds=run.seconds,
            seed=run.seed,
            deterministic=run.deterministic,
            elapsed=run.elapsed,
            best=run.best,
            bound=run.bound,
            history=[PointOut(**point) for point in run.history],
            conflicts=[],
            suggestions=[],
            base_revision=run.base_revision,
            applied=run.applied,
        )


class ApplyIn(Model):
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
    return RunOut.of(run)


@get("/api/rota/runs/{run_id}", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def get_run(call: Call, path: RunPath) -> RunOut:
    """Show how a run stands."""
    return RunOut.of(await service.get(call.uow, path.run_id))


@post("/api/rota/runs/{run_id}/stop", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def stop_run(call: Call, path: RunPath) -> RunOut:
    """Stop a run and keep the best."""
    return RunOut.of(await service.want(call.uow, path.run_id, RunWanted.STOP))


@post("/api/rota/runs/{run_id}/cancel", policy=allow(Role.COORDINATOR), errors=_NOT_FOUND)
async def cancel_run(call: Call, path: RunPath) -> RunOut:
    """End a run without a rota."""
    return RunOut.of(await service.want(call.uow, path.run_id, RunWanted.CANCEL))


@post(
    "/api/rota/runs/{run_id}/apply",
    policy=allow(Role.COORDINATOR),
    errors=(*_NOT_FOUND, "rota.changed_meanwhile", "rota.run_without_rota"),
)
async def apply_run(call: Call, path: RunPath, body: ApplyIn) -> RunOut:
    """Take a run's rota over into the draft."""
    return RunOut.of(await service.apply(call.uow, path.run_id, body.revision, force=body.force))


routes = (start_run, get_run, stop_run, cancel_run, apply_run)
