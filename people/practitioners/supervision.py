"""Who supervises whom: each counsellor has one psychiatrist of their own, or none yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner
from people.practitioners.tables import Practitioner as PractitionerRow
from people.practitioners.tables import Supervision

SUPERVISED = frozenset({Role.COUNSELLOR})
"""Whose notes need a co-signature."""

SUPERVISORS = frozenset({Role.PSYCHIATRIST})
"""Who gives it."""

_Supervisor = aliased(PractitionerRow)
_SupervisorAccount = aliased(Account)


@dataclass(frozen=True, slots=True)
class Supervised:
    """A practitioner who is supervised, and by whom; `supervisor` may be blocked. `version` is 0 before any was set."""

    practitioner: Practitioner
    supervisor: Practitioner | None
    version: int


async def list_supervised(uow: UnitOfWork) -> Sequence[Supervised]:
    """Return the active practitioners who are to be supervised, by name."""
    found = await practitioners.list_active(uow, roles=SUPERVISED)
    rows = {
        row.practitioner_id: row
        for row in await uow.session.scalars(
            select(Supervision).where(Supervision.practitioner_id.in_([each.id for each in found]))
        )
    }
    named = {row.supervisor_id for row in rows.values() if row.supervisor_id is not None}
    supervisors = await practitioners.get_many(uow, named)
    return [_supervised(each, rows.get(each.id), supervisors) for each in found]


async def list_supervisors(uow: UnitOfWork) -> Sequence[Practitioner]:
    """Return the active practitioners who can supervise, by name."""
    return await practitioners.list_active(uow, roles=SUPERVISORS)


async def set_supervisor(
    uow: UnitOfWork, by: Principal | None, practitioner_id: UUID, supervisor_id: UUID | None, version: int
) -> Supervised:
    """Say who supervises a practitioner from now on (None: nobody), on top of `version`, and return it.

    `by` is who says so, None for the command line. What waits for a co-signature goes to the new one. Raises
    NotFound("people.practitioner_not_found"), Conflict("people.supervisor_changed") when somebody else changed it
    meanwhile, and Invalid: "people.not_supervised" for a profession that has no supervisor, "people.supervisor_self",
    "people.supervisor_not_psychiatrist", "people.supervisor_blocked".
    """
    practitioner = await practitioners.get(uow, practitioner_id)
    if practitioner.role not in SUPERVISED:
        raise Invalid("people.not_supervised", "Nobody supervises this profession here.")
    supervisors = {} if supervisor_id is None else await practitioners.get_many(uow, [supervisor_id])
    if supervisor_id is not None:
        _check(practitioner, supervisors.get(supervisor_id), supervisor_id)
    row = await uow.session.scalar(
        select(Supervision).where(Supervision.practitioner_id == practitioner_id).with_for_update()
    )
    if version != (0 if row is None else row.version):
        raise _changed()
    values = {
        "supervisor_id": supervisor_id,
        "version": version + 1,
        "changed_at": uow.now,
        "changed_by": None if by is None else by.account_id,
    }
    if row is None:
        # Two may set the first one at once; the database keeps one, and the other is told of it.
        inserted = insert_unless_there(uow, Supervision, [{"practitioner_id": practitioner_id, **values}])
        row = await uow.session.scalar(inserted.returning(Supervision))
        if row is None:
            raise _changed()
    else:
        for name, value in values.items():
            setattr(row, name, value)
    await uow.session.flush()
    uow.audit(by, Action.UPDATE, Entity.ACCOUNT, practitioner.account_id)
    uow.publish(hint(f"role:{Role.PSYCHIATRIST}", "cosignings"))
    return _supervised(practitioner, row, supervisors)


async def supervisors_of(uow: UnitOfWork, practitioner_ids: Collection[UUID]) -> Mapping[UUID, Practitioner]:
    """Return the supervisor of each practitioner who has one that is not blocked."""
    query = select(Supervision.practitioner_id, Supervision.supervisor_id).where(
        Supervision.practitioner_id.in_(set(practitioner_ids)), Supervision.supervisor_id.is_not(None)
    )
    named = {row.practitioner_id: row.supervisor_id for row in await uow.session.execute(query)}
    found = await practitioners.get_many(uow, named.values())
    return {each: found[supervisor] for each, supervisor in named.items() if found[supervisor].active}


async def count_unsupervised(uow: UnitOfWork) -> int:
    """Count the active practitioners who are to be supervised and have nobody, or one who is blocked."""
    query = (
        select(func.count())
        .select_from(PractitionerRow)
        .join(Account, Account.id == PractitionerRow.account_id)
        .where(
            Account.role.in_(SUPERVISED),
            Account.blocked_at.is_(None),
            supervisor_id_of(PractitionerRow.id).is_(None),
        )
    )
    return await uow.session.scalar(query) or 0


def supervisor_id_of(practitioner_id: InstrumentedAttribute[UUID]) -> ScalarSelect[UUID]:
    """Return who supervises the practitioner of a row of another query, null for nobody and for one who is blocked."""
    query: Select[UUID] = (
        select(_Supervisor.id)
        .join(Supervision, Supervision.supervisor_id == _Supervisor.id)
        .join(_SupervisorAccount, _SupervisorAccount.id == _Supervisor.account_id)
        .where(Supervision.practitioner_id == practitioner_id, _SupervisorAccount.blocked_at.is_(None))
    )
    return query.correlate(practitioner_id.parent).scalar_subquery()


def _check(practitioner: Practitioner, supervisor: Practitioner | None, supervisor_id: UUID) -> None:
    if supervisor_id == practitioner.id:
        raise Invalid("people.supervisor_self", "Nobody supervises themselves.")
    if supervisor is None or supervisor.role not in SUPERVISORS:
        raise Invalid("people.supervisor_not_psychiatrist", "Please choose a psychiatrist.")
    if not supervisor.active:
        raise Invalid("people.supervisor_blocked", "This psychiatrist's account is blocked. Please choose another.")


def _supervised(
    practitioner: Practitioner, row: Supervision | None, supervisors: Mapping[UUID, Practitioner]
) -> Supervised:
    if row is None:
        return Supervised(practitioner, None, 0)
    supervisor = None if row.supervisor_id is None else supervisors[row.supervisor_id]
    return Supervised(practitioner, supervisor, row.version)


def _changed() -> Conflict:
    return Conflict("people.supervisor_changed", "Somebody else has just changed this. Please look at it again.")
