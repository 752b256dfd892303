"""What an administrator does about keeping, over HTTP: the years, legal holds, deletion runs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from clinic.keeping import holds, policy, runs
from clinic.keeping.planning import Plan
from clinic.keeping.retention import LEAST_YEARS, MOST_YEARS, RecordKind
from clinic.keeping.states import DeletionRunState
from core.http import Call, get, post, put
from core.model import Instant, Model
from core.policy import allow
from core.principal import Role
from core.unreadable import Unreadable
from people.text_fields import one_line

_ADMINISTRATOR = allow(Role.ADMINISTRATOR)

Years = Annotated[int, Field(ge=LEAST_YEARS, le=MOST_YEARS)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Who = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254), AfterValidator(one_line)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class KindYears(Model):
    """For how many years after its end a kind is kept."""

    kind: RecordKind
    years: Years


class RetentionOut(Model):
    """The years of each kind; `changed_at` and `changed_by` are null for the defaults, which are version 0."""

    version: int
    years: list[KindYears]
    changed_at: Instant | None
    changed_by: str | None


class RetentionIn(Model):
    """The years of every kind, and the version they were written on."""

    version: Version
    years: Annotated[list[KindYears], Field(max_length=len(RecordKind))]


class LegalHoldOut(Model):
    """A legal hold that stands; `unreadable` says why the reason is empty."""

    id: UUID
    account_id: UUID
    name: str
    reason: str
    unreadable: Unreadable | None
    set_at: Instant
    set_by: str


class LegalHoldsOut(Model):
    """The legal holds that stand, the newest first."""

    holds: list[LegalHoldOut]


class LegalHoldIn(Model):
    """On whom, by their e-mail address or the id of their account or person, and why."""

    who: Who
    reason: Reason


class LegalHoldPath(Model):
    """Which hold."""

    legal_hold_id: UUID


class LiftIn(Model):
    """Why it is lifted."""

    reason: Reason


class DeletionPlanRow(Model):
    """What one step erases: how much, of how many people, ended up to which day."""

    step: str
    kind: RecordKind
    until: date | None
    records: int
    people: int


class DeletionPlanOut(Model):
    """What a run erases, without names; `held` and `in_danger` are people of whom nothing is erased now."""

    rows: list[DeletionPlanRow]
    held: int
    in_danger: int
    requests_waiting: int

    @classmethod
    def of(cls, plan: Plan) -> "DeletionPlanOut":
        """Return a plan as it goes out."""
        return cls(
            rows=[
                DeletionPlanRow(step=row.step, kind=row.kind, until=row.until, records=row.records, people=row.people)
                for row in plan.rows
            ],
            held=plan.held,
            in_danger=plan.in_danger,
            requests_waiting=plan.requests_waiting,
        )


class DeletionRunOut(Model):
    """A deletion run; `results` counts what was erased by step. `alone`: nobody else was there to approve it."""

    id: UUID
    state: DeletionRunState
    day: date
    policy_version: int
    plan: DeletionPlanOut
    results: dict[str, int]
    proposed_at: Instant
    proposed_by: str
    approved_at: Instant | None
    approved_by: str | None
    alone: bool
    ended_at: Instant | None
    may_approve: bool

    @classmethod
    def of(cls, run: runs.Run) -> "DeletionRunOut":
        """Return a run as it goes out."""
        return cls(
            id=run.id,
            state=run.state,
            day=run.day,
            policy_version=run.policy_version,
            plan=DeletionPlanOut.of(run.plan),
            results=run.results,
            proposed_at=run.proposed_at,
            proposed_by=run.proposed_by,
            approved_at=run.approved_at,
            approved_by=run.approved_by,
            alone=run.alone,
            ended_at=run.ended_at,
            may_approve=run.may_approve,
        )


class DeletionRunsOut(Model):
    """The last runs, the newest first."""

    runs: list[DeletionRunOut]


class RunPath(Model):
    """Which run."""

    run_id: UUID


@get("/api/retention", policy=_ADMINISTRATOR)
async def show_policy(call: Call) -> RetentionOut:
    """Show how long each kind is kept."""
    return _policy_out(await policy.read(call.uow))


@put("/api/retention", policy=_ADMINISTRATOR, errors=("keeping.policy_incomplete", "keeping.policy_changed"))
async def change_policy(call: Call, body: RetentionIn) -> RetentionOut:
    """Change how long each kind is kept."""
    years = {each.kind: each.years for each in body.years}
    await policy.change(call.uow, call.principal, body.version, years)
    return _policy_out(await policy.read(call.uow))


@get("/api/legal-holds", policy=_ADMINISTRATOR)
async def list_holds(call: Call) -> LegalHoldsOut:
    """List the legal holds that stand."""
    return await _holds_out(call)


@post(
    "/api/legal-holds",
    policy=_ADMINISTRATOR,
    status=201,
    errors=("keeping.person_not_found", "keeping.held_already"),
)
async def set_hold(call: Call, body: LegalHoldIn) -> LegalHoldsOut:
    """Set a legal hold: nothing of the person is erased until it is lifted."""
    await holds.set_on(call.uow, call.principal, body.who, body.reason)
    return await _holds_out(call)


@post("/api/legal-holds/{legal_hold_id}/lift", policy=_ADMINISTRATOR, errors=("keeping.hold_not_found",))
async def lift_hold(call: Call, path: LegalHoldPath, body: LiftIn) -> LegalHoldsOut:
    """Lift a legal hold."""
    await holds.lift(call.uow, call.principal, path.legal_hold_id, body.reason)
    await call.uow.session.flush()
    return await _holds_out(call)


@get("/api/deletion-runs", policy=_ADMINISTRATOR)
async def list_runs(call: Call) -> DeletionRunsOut:
    """List the last deletion runs."""
    return await _runs_out(call)


@post("/api/deletion-runs", policy=_ADMINISTRATOR, status=201, errors=("keeping.nothing_due",))
async def propose_run(call: Call) -> DeletionRunsOut:
    """Count what is over its time and propose to erase it."""
    await runs.propose(call.uow, call.principal)
    return await _runs_out(call)


_DECIDING = ("keeping.run_not_found", "keeping.run_settled")


@post(
    "/api/deletion-runs/{run_id}/approve",
    policy=_ADMINISTRATOR,
    errors=(*_DECIDING, "keeping.run_stale", "keeping.second_person"),
)
async def approve_run(call: Call, path: RunPath) -> DeletionRunsOut:
    """Approve a deletion run, so that it is done."""
    await runs.approve(call.uow, call.principal, path.run_id)
    await call.uow.session.flush()
    return await _runs_out(call)


@post("/api/deletion-runs/{run_id}/discard", policy=_ADMINISTRATOR, errors=_DECIDING)
async def discard_run(call: Call, path: RunPath) -> DeletionRunsOut:
    """Discard a proposed deletion run."""
    await runs.discard(call.uow, call.principal, path.run_id)
    await call.uow.session.flush()
    return await _runs_out(call)


def _policy_out(stored: policy.Stored) -> RetentionOut:
    return RetentionOut(
        version=stored.policy.version,
        years=[KindYears(kind=kind, years=years) for kind, years in stored.policy.years.items()],
        changed_at=stored.changed_at,
        changed_by=stored.changed_by,
    )


async def _holds_out(call: Call) -> LegalHoldsOut:
    found = await holds.list_standing(call.uow, call.principal)
    return LegalHoldsOut(
        holds=[
            LegalHoldOut(
                id=each.id,
                account_id=each.account_id,
                name=each.name,
                reason=each.reason,
                unreadable=each.unreadable,
                set_at=each.set_at,
                set_by=each.set_by,
            )
            for each in found
        ]
    )


async def _runs_out(call: Call) -> DeletionRunsOut:
    return DeletionRunsOut(runs=[DeletionRunOut.of(each) for each in await runs.list_runs(call.uow, call.principal)])


routes = (
    show_policy,
    change_policy,
    list_holds,
    set_hold,
    lift_hold,
    list_runs,
    propose_run,
    approve_run,
    discard_run,
)
