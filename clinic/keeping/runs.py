"""Deletion runs: proposed, reviewed by a second person where there is one, discarded or approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from clinic.keeping import policy as policies
from clinic.keeping.planning import Plan, plan
from clinic.keeping.states import DeletionRunState, Verdict, may_approve
from clinic.keeping.tables import DeletionRun
from core.audit.events import Action, Entity
from core.errors import Conflict, Forbidden, NotFound
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.service import account_ids_with_role
from people.accounts.tables import Account
from people.notices.service import notify

RUN_JOB = "keeping.run"
"""Does an approved run; its payload is {"run_id": ...}."""

PROPOSED_NOTICE = "keeping.run_proposed"
_LIST_LIMIT = 50

_ProposedBy = aliased(Account)
_ApprovedBy = aliased(Account)


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its plan, what was done of it by step, and the names of who proposed and approved it."""

    id: UUID
    state: DeletionRunState
    day: date
    policy_version: int
    plan: Plan
    results: dict[str, int]
    proposed_at: datetime
    proposed_by: str
    approved_at: datetime | None
    approved_by: str | None
    alone: bool
    ended_at: datetime | None
    may_approve: bool


async def propose(uow: UnitOfWork, principal: Principal) -> UUID:
    """Propose a run for today and return its id; a proposal that stood before is discarded by it.

    The other administrators are told. Raises Conflict("keeping.nothing_due").
    """
    policy = (await policies.read(uow)).policy
    today = uow.zone.today(uow.now)
    counted = await plan(uow, policy, today)
    if counted.is_empty:
        raise Conflict("keeping.nothing_due", "Nothing is over its time.")
    await uow.session.execute(
        update(DeletionRun)
        .where(DeletionRun.state == DeletionRunState.PROPOSED)
        .values(state=DeletionRunState.DISCARDED, ended_at=uow.now)
        .execution_options(synchronize_session=False)
    )
    run_id = new_id()
    uow.session.add(
        DeletionRun(
            id=run_id,
            state=DeletionRunState.PROPOSED,
            day=today,
            policy_version=policy.version,
            plan=counted.as_json(),
            results={},
            position=0,
            proposed_at=uow.now,
            proposed_by=principal.account_id,
            alone=False,
        )
    )
    await uow.session.flush()
    uow.audit(principal, Action.CREATE, Entity.RETENTION, run_id)
    others = await _other_administrators(uow, principal.account_id)
    await notify(uow, others, PROPOSED_NOTICE, f"{PROPOSED_NOTICE}:{run_id}", {})
    return run_id


async def approve(uow: UnitOfWork, principal: Principal, run_id: UUID) -> None:
    """Approve a run, so that it is done.

    Raises NotFound("keeping.run_not_found"), Conflict("keeping.run_settled") when it is no proposal any more,
    Conflict("keeping.run_stale") when its plan is too old, Forbidden("keeping.second_person") when who proposed it is
    not the only administrator.
    """
    run = await _proposed(uow, run_id)
    others = await _other_administrators(uow, run.proposed_by)
    verdict = may_approve(
        run.state, run.proposed_at, run.proposed_by, principal.account_id, uow.now, others=len(others)
    )
    if verdict is Verdict.SETTLED:
        raise _settled()
    if verdict is Verdict.STALE:
        raise Conflict("keeping.run_stale", "This plan is too old. Please make a new one.")
    if verdict is Verdict.SECOND_PERSON:
        raise Forbidden("keeping.second_person", "Another administrator has to look at this and approve it.")
    run.state, run.approved_at, run.approved_by = DeletionRunState.APPROVED, uow.now, principal.account_id
    run.alone = principal.account_id == run.proposed_by
    uow.audit(principal, Action.EXECUTE, Entity.RETENTION, run_id)
    uow.enqueue(RUN_JOB, {"run_id": str(run_id)}, key=f"{RUN_JOB}:{run_id}")


async def discard(uow: UnitOfWork, principal: Principal, run_id: UUID) -> None:
    """Discard a proposal; raises as approve does for what is none."""
    run = await _proposed(uow, run_id)
    if run.state is not DeletionRunState.PROPOSED:
        raise _settled()
    run.state, run.ended_at = DeletionRunState.DISCARDED, uow.now
    uow.audit(principal, Action.DELETE, Entity.RETENTION, run_id)


async def list_runs(uow: UnitOfWork, principal: Principal) -> Sequence[Run]:
    """Return the last 50 runs, the newest first."""
    query = (
        select(DeletionRun, _ProposedBy.display_name, _ApprovedBy.display_name)
        .join(_ProposedBy, _ProposedBy.id == DeletionRun.proposed_by)
        .outerjoin(_ApprovedBy, _ApprovedBy.id == DeletionRun.approved_by)
        .order_by(DeletionRun.proposed_at.desc(), DeletionRun.id.desc())
        .limit(_LIST_LIMIT)
    )
    administrators = set(await account_ids_with_role(uow, Role.ADMINISTRATOR))
    found = []
    for run, proposed_by, approved_by in await uow.session.execute(query):
        others = len(administrators - {run.proposed_by})
        verdict = may_approve(run.state, run.proposed_at, run.proposed_by, principal.account_id, uow.now, others=others)
        found.append(
            Run(
                id=run.id,
                state=run.state,
                day=run.day,
                policy_version=run.policy_version,
                plan=Plan.of_json(run.plan),
                results=dict(run.results),
                proposed_at=run.proposed_at,
                proposed_by=proposed_by,
                approved_at=run.approved_at,
                approved_by=approved_by,
                alone=run.alone,
                ended_at=run.ended_at,
                may_approve=verdict is Verdict.YES,
            )
        )
    return found


async def list_approved(uow: UnitOfWork) -> Sequence[UUID]:
    """Return the ids of the runs that are under way."""
    query = (
        select(DeletionRun.id).where(DeletionRun.state == DeletionRunState.APPROVED).order_by(DeletionRun.approved_at)
    )
    return (await uow.session.scalars(query)).all()


async def _proposed(uow: UnitOfWork, run_id: UUID) -> DeletionRun:
    run: DeletionRun | None = await uow.session.scalar(
        select(DeletionRun).where(DeletionRun.id == run_id).with_for_update()
    )
    if run is None:
        raise NotFound("keeping.run_not_found", "There is no such run.")
    return run


async def _other_administrators(uow: UnitOfWork, account_id: UUID) -> Sequence[UUID]:
    return [one for one in await account_ids_with_role(uow, Role.ADMINISTRATOR) if one != account_id]


def _settled() -> Conflict:
    return Conflict("keeping.run_settled", "This was decided already.")
