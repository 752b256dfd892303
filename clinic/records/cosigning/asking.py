"""Letting a signed version of a counselling note wait for its co-signature."""

from uuid import UUID

from sqlalchemy import func, select, update

from clinic.records.cosigning.states import CosigningState, due_at
from clinic.records.cosigning.tables import Cosigning
from core.ids import new_id
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.practitioners.supervision import SUPERVISED

COSIGNING_OVERDUE = "records.cosigning_overdue"
"""The job that looks whether a note still waits when it is due; its payload is {"cosigning_id": ...}."""


async def ask_for_cosigning(uow: UnitOfWork, author: Role, note_id: UUID, number: int) -> None:
    """Let version `number` of a counsellor's note wait in the place of the one before; of others' notes nothing."""
    if author not in SUPERVISED:
        return
    waiting = (Cosigning.note_id == note_id, Cosigning.state == CosigningState.WAITING)
    since = await uow.session.scalar(select(func.min(Cosigning.asked_at)).where(*waiting))
    await uow.session.execute(update(Cosigning).where(*waiting).values(state=CosigningState.REPLACED))
    asked = Cosigning(
        id=new_id(), note_id=note_id, number=number, state=CosigningState.WAITING, asked_at=since or uow.now
    )
    uow.session.add(asked)
    uow.enqueue(
        COSIGNING_OVERDUE,
        {"cosigning_id": str(asked.id)},
        key=f"{COSIGNING_OVERDUE}:{asked.id}",
        run_at=due_at(asked.asked_at),
    )
    uow.publish(hint(f"role:{Role.PSYCHIATRIST}", "cosignings"))
