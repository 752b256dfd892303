"""Doing an approved run: batch after batch, each a transaction of its own, so that it can be killed and goes on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from clinic.keeping import closing
from clinic.keeping import policy as policies
from clinic.keeping.planning import NAMES, REQUESTS, UNUSED, instant_before
from clinic.keeping.retention import Policy, RecordKind
from clinic.keeping.states import DeletionRunState
from clinic.keeping.steps import STEPS, Step
from clinic.keeping.tables import DeletionRun, ErasedRecord
from core.audit.events import Action, Entity
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.inserts import insert_unless_there

BATCH = 50
"""So many rows in one transaction: others write between two of them."""

_ENTITIES: Mapping[RecordKind, Entity] = {
    RecordKind.MESSAGES: Entity.MESSAGES,
    RecordKind.NOTES: Entity.NOTE,
    RecordKind.ANSWERS: Entity.QUESTIONNAIRE_RESPONSE,
    RecordKind.APPOINTMENTS: Entity.APPOINTMENT,
    RecordKind.SAFETY: Entity.FLAG,
    RecordKind.TECHNICAL: Entity.APPOINTMENT,
    RecordKind.NOTICES: Entity.ACCOUNT,
    RecordKind.ACCOUNTS: Entity.PERSON,
}
_ACCOUNT_STEPS = (REQUESTS, UNUSED, NAMES)


async def perform(units: Units, run_id: UUID, *, batch: int = BATCH) -> None:
    """Do an approved run to its end; of one that is no longer under way nothing is done.

    What keeps somebody is asked again in every batch: a hold that was set meanwhile holds.
    """
    while True:
        async with units.write() as uow:
            if not await _one_batch(uow, run_id, batch):
                return


async def _one_batch(uow: UnitOfWork, run_id: UUID, batch: int) -> bool:
    """Erase one batch and tell whether to go on."""
    # The lock lets two who do the same run follow one another.
    run = await uow.session.scalar(select(DeletionRun).where(DeletionRun.id == run_id).with_for_update())
    if run is None or run.state is not DeletionRunState.APPROVED:
        return False
    policy = await policies.of_version(uow, run.policy_version)
    while run.position < len(STEPS) + len(_ACCOUNT_STEPS):
        if run.position < len(STEPS):
            step = STEPS[run.position]
            name, done = step.name, await _do_step(uow, run, policy, step, batch)
        else:
            name = _ACCOUNT_STEPS[run.position - len(STEPS)]
            done = await _do_accounts(uow, run, policy, name, batch)
        if done:
            run.results = {**run.results, name: run.results.get(name, 0) + done}
            return True
        run.position += 1
    run.state, run.ended_at = DeletionRunState.DONE, uow.now
    uow.audit(_by(run), Action.UPDATE, Entity.RETENTION, run.id)
    return False


async def _do_step(uow: UnitOfWork, run: DeletionRun, policy: Policy, step: Step, batch: int) -> int:
    due = step.due(instant_before(uow, policy, step.kind, run.day), uow.now)
    found = await _take(uow, due, batch)
    ids = [source_id for source_id, _ in found]
    if not ids:
        return 0
    await step.cut(uow, ids)
    if step.marks:
        rows = [{"step": step.name, "source_id": each, "run_id": run.id, "erased_at": uow.now} for each in ids]
        await uow.session.execute(insert_unless_there(uow, ErasedRecord, rows))
    for source_id, person_id in found:
        uow.audit(_by(run), Action.DELETE, _ENTITIES[step.kind], source_id, person_id=person_id)
    return len(ids)


async def _do_accounts(uow: UnitOfWork, run: DeletionRun, policy: Policy, name: str, batch: int) -> int:
    if name == REQUESTS:
        due = closing.asked(uow.now)
    elif name == UNUSED:
        due = closing.unused(instant_before(uow, policy, RecordKind.ACCOUNTS, run.day), uow.now)
    else:
        due = closing.nameless(uow.now)
    found = await _take(uow, due, batch)
    if name == NAMES and found:
        await closing.take_names(uow, found)
    elif name != NAMES:
        for person_id, account_id in found:
            await closing.close(uow, person_id, account_id)
    for person_id, _ in found:
        uow.audit(_by(run), Action.DELETE, Entity.PERSON, person_id, person_id=person_id)
    return len(found)


async def _take(uow: UnitOfWork, due: Select[*tuple[Any, ...]], batch: int) -> Sequence[tuple[UUID, UUID]]:
    rows = await uow.session.execute(due.order_by(due.selected_columns[0]).limit(batch))
    return [(row[0], row[1]) for row in rows]


def _by(run: DeletionRun) -> Principal | None:
    """Return who approved it: in their name it is done."""
    if run.approved_by is None:
        return None
    return Principal(run.approved_by, Role.ADMINISTRATOR, UUID(int=0))
