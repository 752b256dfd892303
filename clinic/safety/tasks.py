"""What assessments promised: shown until it is done, and told when it is late."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import Select, select

from clinic.safety.tables import SafetyTask
from core.audit.events import Action, Entity
from core.crypto import SealBroken
from core.errors import NotFound
from core.json import JSON
from core.live import hint
from core.model import Instant, Model
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.accounts.tables import Account
from people.notices import service as notices
from people.persons.tables import Person

DUE_JOB = "safety.task_due"
"""Looks whether what was promised is done; its payload is {"task_id": ..., "turn": 0 or 1}."""

DUE_NOTICE = "safety.task_due"
LATE_NOTICE = "safety.task_late"

LATE_AFTER = timedelta(hours=1)
"""So long after its time everybody who watches is told. Our own number: 「運営者の確認が必要です」."""

WATCHING = (Role.COUNSELLOR, Role.PSYCHIATRIST)
_MOST = 200


class SafetyTaskPerson(Model):
    """Whom it is about."""

    id: UUID
    display_name: str


class SafetyTaskOut(Model):
    """What was promised: until when, and by whom; `step` is None where its key is lost."""

    id: UUID
    person: SafetyTaskPerson
    assignee: str
    is_mine: bool
    step: str | None
    due_at: Instant


class SafetyTasksOut(Model):
    """Open tasks, the one that is due first before the others."""

    tasks: list[SafetyTaskOut]


class ResultIn(Model):
    """What came of it."""

    result: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


def step_context(task_id: UUID) -> str:
    """Return the context in which what was agreed is sealed."""
    return f"safety_task:{task_id}"


def leave_deadline(uow: UnitOfWork, task: SafetyTask) -> None:
    """Leave the jobs that look at a new task at its time, and an hour later."""
    for turn, run_at in enumerate((task.due_at, task.due_at + LATE_AFTER)):
        key = f"{DUE_JOB}:{task.id}:{turn}"
        uow.enqueue(DUE_JOB, {"task_id": str(task.id), "turn": turn}, key=key, run_at=run_at)


async def look_at_task(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell who promised it that its time has come; later everybody who watches, and the coordinators."""
    task = await uow.session.get_one(SafetyTask, UUID(str(payload["task_id"])))
    if task.done_at is not None:
        return
    data = {"task_id": str(task.id)}
    if payload["turn"] == 0:
        await notices.notify(uow, [task.account_id], DUE_NOTICE, f"{DUE_NOTICE}:{task.id}", data)
    else:
        told = await accounts.account_ids_with_role(uow, *WATCHING, Role.COORDINATOR)
        await notices.notify(uow, {*told, task.account_id}, LATE_NOTICE, f"{LATE_NOTICE}:{task.id}", data)
    _hint(uow, task)


async def list_tasks(uow: UnitOfWork, principal: Principal) -> Sequence[SafetyTaskOut]:
    """Return the open tasks: the caller's own, and to who watches everybody's."""
    query = _query(principal).where(SafetyTask.done_at.is_(None)).order_by(SafetyTask.due_at, SafetyTask.id)
    rows = (await uow.session.execute(query.limit(_MOST))).all()
    for task, _ in rows:
        uow.audit(principal, Action.READ, Entity.FLAG, task.id, person_id=task.person_id)
    names = await accounts.names(uow, {task.account_id for task, _ in rows})
    return [
        SafetyTaskOut(
            id=task.id,
            person=SafetyTaskPerson(id=task.person_id, display_name=name),
            assignee=names[task.account_id].display_name,
            is_mine=task.account_id == principal.account_id,
            step=_opened(uow, task),
            due_at=task.due_at,
        )
        for task, name in rows
    ]


async def finish(uow: UnitOfWork, principal: Principal, task_id: UUID, result: str) -> None:
    """Note what came of a task; the first who does so stays. Raises NotFound("safety.task_not_found")."""
    query = _query(principal).where(SafetyTask.id == task_id).with_for_update(of=SafetyTask)
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("safety.task_not_found", "This task is not among those you see.")
    task = row[0]
    if task.done_at is None:
        task.done_at, task.done_by = uow.now, principal.account_id
        uow.audit(principal, Action.UPDATE, Entity.FLAG, task.id, person_id=task.person_id)
        task.result_sealed = uow.vault.seal(result, f"safety_task_result:{task.id}")
        _hint(uow, task)


def _query(principal: Principal) -> Select[SafetyTask, str]:
    query = (
        select(SafetyTask, Account.display_name)
        .join(Person, Person.id == SafetyTask.person_id)
        .join(Account, Account.id == Person.account_id)
    )
    if principal.role in WATCHING:
        return query
    return query.where(SafetyTask.account_id == principal.account_id)


def _opened(uow: UnitOfWork, task: SafetyTask) -> str | None:
    try:
        return uow.vault.open(task.step_sealed, step_context(task.id))
    except SealBroken:
        return None


def _hint(uow: UnitOfWork, task: SafetyTask) -> None:
    for room in (*(f"role:{role.value}" for role in WATCHING), f"account:{task.account_id}"):
        uow.publish(hint(room, "flags"))
