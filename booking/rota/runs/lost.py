"""Runs that nobody works off any more: their job is done, dead or missing, or its worker died."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from booking.rota.month_tables import RotaRun
from booking.rota.runs.states import UNDER_WAY, RotaRunState, RunWanted
from core.live import hint
from core.outbox.tables import OutboxJob
from core.principal import Role
from core.unit_of_work import UnitOfWork

RUN = "rota.run"
"""The job that works a run off."""


def key_of(run_id: UUID) -> str:
    """Return the key of a run's job."""
    return f"{RUN}:{run_id}"


async def end_lost(uow: UnitOfWork, first: date | None = None) -> Sequence[UUID]:
    """End the runs, of a month or of all, that no job works off any more; returns which."""
    query = select(RotaRun.id).where(RotaRun.state.in_(UNDER_WAY))
    if first is not None:
        query = query.where(RotaRun.first == first)
    ids = (await uow.session.scalars(query)).all()
    states = await states_of(uow, ids)
    lost = {run_id: state for run_id, state in states.items() if state not in UNDER_WAY}
    for run_id, state in lost.items():
        await uow.session.execute(
            update(RotaRun)
            .where(RotaRun.id == run_id, RotaRun.state.in_(UNDER_WAY))
            .values(state=state, ended_at=uow.now)
        )
    if lost:
        uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return list(lost)


async def states_of(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, RotaRunState]:
    """Return the states of runs as they really are: one that is stored as under way may have been lost."""
    # A run is ended before its job is: looked at in this order, what has just ended is not taken for lost.
    jobs = {
        job.key: job
        for job in await uow.session.scalars(
            select(OutboxJob)
            .where(OutboxJob.key.in_([key_of(each) for each in ids]))
            .execution_options(populate_existing=True)
        )
    }
    runs = await uow.session.execute(select(RotaRun.id, RotaRun.state, RotaRun.wanted).where(RotaRun.id.in_(ids)))
    return {run_id: _real(uow, state, wanted, jobs.get(key_of(run_id))) for run_id, state, wanted in runs}


def _real(uow: UnitOfWork, state: RotaRunState, wanted: RunWanted, job: OutboxJob | None) -> RotaRunState:
    if state not in UNDER_WAY:
        return state
    is_open = job is not None and job.done_at is None and job.dead_at is None
    is_worked_on = is_open and job is not None and job.leased_until is not None and job.leased_until > uow.now
    if wanted is RunWanted.CANCEL and not is_worked_on:
        return RotaRunState.CANCELLED
    return state if is_open else RotaRunState.FAILED
