"""Who read or wrote a person's record, from the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from core.audit.events import Action, Entity, Purpose
from core.audit.tables import AuditEvent
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.service import own_person_id

# A letter is told as what it is made of: that there is one may be withheld from its person for a child's safety.
_TOLD_AS = {Entity.LETTER: Entity.NOTE}


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody did something with the caller's record; `name` is None when their account is no more."""

    id: UUID
    at: datetime
    account_id: UUID | None
    name: str | None
    role: Role
    action: Action
    entity: Entity
    purpose: Purpose


async def list_access(
    uow: UnitOfWork, principal: Principal, *, limit: int, before: UUID | None = None
) -> Sequence[Access]:
    """Return what others did with the caller's own record, the newest first; raises Forbidden("people.clients_only").

    That a legal hold stands is not told: telling it could harm whom it protects, such as a child.

    `before` is the id of the last entry already known; an unknown one has none after it.
    """
    person_id = own_person_id(principal)
    query = (
        select(AuditEvent, Account.display_name)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .where(AuditEvent.person_id == person_id, AuditEvent.account_id != principal.account_id, AuditEvent.succeeded)
        .where(AuditEvent.entity != Entity.LEGAL_HOLD)
    )
    if before is not None:
        # The ids of gathered entries do not follow the time.
        known = select(AuditEvent.recorded_at).where(AuditEvent.id == before, AuditEvent.person_id == person_id)
        at = known.scalar_subquery()
        query = query.where(
            or_(AuditEvent.recorded_at < at, and_(AuditEvent.recorded_at == at, AuditEvent.id < before))
        )
    query = query.order_by(AuditEvent.recorded_at.desc(), AuditEvent.id.desc()).limit(limit)
    return [
        Access(
            id=event.id,
            at=event.recorded_at,
            account_id=event.account_id,
            name=name,
            role=Role(str(event.role)),
            action=Action(event.action),
            entity=_TOLD_AS.get(Entity(event.entity), Entity(event.entity)),
            purpose=Purpose(event.purpose),
        )
        for event, name in await uow.session.execute(query)
    ]
