"""Locks on the time of a person and of practitioners, so that those who want it come one after the other.

The constraints of the database refuse an overlap in any case; with the locks the refusal is seen before it is tried.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text

from core.unit_of_work import UnitOfWork

# One statement, which takes the locks in the order of the array.
_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


async def lock_time(uow: UnitOfWork, *, person_id: UUID | None = None, practitioner_ids: Iterable[UUID] = ()) -> None:
    """Wait for, and keep until the transaction's end, the time of a person and of practitioners.

    Always the person first and then the practitioners in order, once a transaction: so no two wait for each other.
    On SQLite there is one writer and nothing to do.
    """
    if uow.dialect == "sqlite":
        return
    person = [] if person_id is None else [person_id]
    keys = [_key(each) for each in [*person, *sorted(set(practitioner_ids))]]
    await uow.session.execute(_LOCK, {"keys": keys})


def _key(owner: UUID) -> int:
    # The last eight bytes of a version 7 identifier are random.
    return int.from_bytes(owner.bytes[8:], "big", signed=True)
