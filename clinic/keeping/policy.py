"""The stored policy of keeping: read, and changed as a whole by an administrator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic.keeping.retention import DEFAULT_POLICY, DEFAULT_YEARS, Policy, RecordKind
from clinic.keeping.tables import RetentionPolicy
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there


@dataclass(frozen=True, slots=True)
class Stored:
    """The policy in force; `changed_at` and `changed_by`, a name, are None for the defaults."""

    policy: Policy
    changed_at: datetime | None
    changed_by: str | None


async def read(uow: UnitOfWork) -> Stored:
    """Return the policy in force: the last that was stored, or the defaults."""
    query = (
        select(RetentionPolicy, Account.display_name)
        .join(Account, Account.id == RetentionPolicy.changed_by)
        .order_by(RetentionPolicy.version.desc())
        .limit(1)
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        return Stored(DEFAULT_POLICY, None, None)
    stored, name = row
    return Stored(_policy(stored), stored.changed_at, name)


async def of_version(uow: UnitOfWork, version: int) -> Policy:
    """Return the policy as it was in a version that a run names."""
    if version == 0:
        return DEFAULT_POLICY
    return _policy(await uow.session.get_one(RetentionPolicy, version))


async def change(uow: UnitOfWork, principal: Principal, version: int, years: Mapping[RecordKind, int]) -> None:
    """Store the years of every kind, written on the version given.

    Raises Invalid("keeping.policy_incomplete") unless each kind has its years, and Conflict("keeping.policy_changed")
    when another change came first.
    """
    if years.keys() != set(RecordKind):
        raise Invalid("keeping.policy_incomplete", "Please give the years of every kind.")
    changed = Conflict("keeping.policy_changed", "Somebody else changed this meanwhile. Please look at it again.")
    if (await read(uow)).policy.version != version:
        raise changed
    row = {
        "version": version + 1,
        "years": {kind.value: number for kind, number in years.items()},
        "changed_at": uow.now,
        "changed_by": principal.account_id,
    }
    statement = insert_unless_there(uow, RetentionPolicy, [row]).returning(RetentionPolicy.version)
    if await uow.session.scalar(statement) is None:
        raise changed
    uow.audit(principal, Action.UPDATE, Entity.RETENTION)


def _policy(stored: RetentionPolicy) -> Policy:
    # A kind that came later than the policy has its default.
    return Policy(stored.version, {kind: stored.years.get(kind.value, DEFAULT_YEARS) for kind in RecordKind})
