"""Raising, showing and acknowledging flags."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, exists, false, or_, select, true, update

from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from clinic.safety.views import Acknowledger, FlagContact, FlagOut, FlagPerson, FlagTelephone
from core.crypto import SealBroken
from core.errors import NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.persons import service as persons
from people.persons.tables import Person
from people.practitioners import service as practitioners

FLAG_RAISED = "safety.flag_raised"
"""The job that tells those concerned; its payload is {"flag_id": ...}."""

WATCHING = (Role.COUNSELLOR, Role.PSYCHIATRIST)
"""The roles that see every open flag, beside the practitioner concerned."""

_MOST = 500

T = TypeVar("T")

_log = structlog.get_logger(__name__)


async def raise_flag(
    uow: UnitOfWork, *, person_id: UUID, kind: FlagKind, source_id: UUID, practitioner_id: UUID | None, answer: int
) -> None:
    """Raise a flag in this transaction, with the job that tells those concerned.

    While the source's flag is open there is no second one; it keeps the heaviest answer. An answer heavier than the one
    that was acknowledged raises it anew; a lighter one changes nothing.
    """
    latest = await uow.session.scalar(
        select(Flag)
        .where(Flag.source_id == source_id, Flag.kind == kind)
        .order_by(Flag.round.desc())
        .limit(1)
        .with_for_update()
    )
    if latest is not None:
        if answer <= _answer(uow, latest):
            return
        if latest.acknowledged_at is None:
            latest.answer_sealed = _seal_answer(uow, latest.id, answer)
            return
    flag_id = new_id()
    row = {
        "id": flag_id,
        "person_id": person_id,
        "kind": kind,
        "source_id": source_id,
        "round": 1 if latest is None else latest.round + 1,
        "practitioner_id": practitioner_id,
        "answer_sealed": _seal_answer(uow, flag_id, answer),
        "raised_at": uow.now,
    }
    await uow.session.execute(insert_unless_there(uow, Flag, [row]))
    uow.enqueue(FLAG_RAISED, {"flag_id": str(flag_id)}, key=f"{FLAG_RAISED}:{flag_id}")
    await _hint(uow, practitioner_id)


async def flagged(uow: UnitOfWork, source_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return those of the sources that ever raised a flag, open or not."""
    if not source_ids:
        return frozenset()
    return frozenset(await uow.session.scalars(select(Flag.source_id).where(Flag.source_id.in_(source_ids))))


def answers_for(principal: Principal, source_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Return the condition under which a source has a flag that the caller must answer, or took on."""
    return exists().where(
        Flag.source_id == source_id,
        _sees(principal),
        or_(Flag.acknowledged_at.is_(None), Flag.acknowledged_by == principal.account_id),
    )


async def list_open(uow: UnitOfWork, principal: Principal) -> Sequence[FlagOut]:
    """Return the open flags that the caller must see, the oldest first; nobody else has any."""
    query = _query().where(Flag.acknowledged_at.is_(None), _sees(principal)).order_by(Flag.raised_at, Flag.id)
    return await _views(uow, query.limit(_MOST))


async def acknowledge(uow: UnitOfWork, principal: Principal, flag_id: UUID, comment: str | None) -> FlagOut:
    """Note who took a flag on, and when; the first who does so stays. Raises NotFound for a flag of others."""
    changes = {
        "acknowledged_at": uow.now,
        "acknowledged_by": principal.account_id,
        "comment_sealed": uow.vault.seal(comment, f"flag_comment:{flag_id}") if comment else None,
    }
    taken = await uow.session.scalar(
        update(Flag)
        .where(Flag.id == flag_id, Flag.acknowledged_at.is_(None), _sees(principal))
        .values(changes)
        .returning(Flag.id)
    )
    found = await _views(uow, _query().where(Flag.id == flag_id, _sees(principal)))
    if not found:
        raise NotFound("safety.flag_not_found", "This alert is not among those you see.")
    if taken is not None:
        await _hint(uow, found[0].practitioner_id)
    return found[0]


async def concerned_accounts(uow: UnitOfWork, flag: Flag) -> Sequence[UUID]:
    """Return the accounts that must be told of a flag: the practitioner concerned and every one that watches."""
    watching = await accounts.account_ids_with_role(uow, *WATCHING)
    if flag.practitioner_id is None:
        return watching
    concerned = await practitioners.get(uow, flag.practitioner_id)
    return sorted({*watching, concerned.account_id} if concerned.active else watching)


def _sees(principal: Principal) -> ColumnElement[bool]:
    if principal.role in WATCHING:
        return true()
    if principal.practitioner_id is None:
        return false()
    return Flag.practitioner_id == principal.practitioner_id


def _query() -> Select[Flag, Person, str]:
    return (
        select(Flag, Person, Account.display_name)
        .join(Person, Person.id == Flag.person_id)
        .join(Account, Account.id == Person.account_id)
        .execution_options(populate_existing=True)
    )


async def _views(uow: UnitOfWork, query: Select[Flag, Person, str]) -> Sequence[FlagOut]:
    rows = (await uow.session.execute(query)).all()
    by = {row.Flag.acknowledged_by for row in rows if row.Flag.acknowledged_by is not None}
    names = await accounts.names(uow, by) if by else {}
    return [_view(uow, row, {account: name.display_name for account, name in names.items()}) for row in rows]


def _view(uow: UnitOfWork, row: Row[Flag, Person, str], names: dict[UUID, str]) -> FlagOut:
    flag, person, name = row
    by = flag.acknowledged_by
    telephone = _opened(flag, lambda: persons.telephone_of(uow, person))
    contact = _opened(flag, lambda: persons.emergency_contact_of(uow, person))
    comment = flag.comment_sealed
    return FlagOut(
        id=flag.id,
        kind=flag.kind,
        person=FlagPerson(
            id=person.id,
            display_name=name,
            telephone=None if telephone is None else FlagTelephone(**asdict(telephone)),
            emergency_contact=None if contact is None else FlagContact(**asdict(contact)),
        ),
        answer=_answer(uow, flag),
        source_id=flag.source_id,
        practitioner_id=flag.practitioner_id,
        raised_at=flag.raised_at,
        acknowledged_at=flag.acknowledged_at,
        acknowledged_by=None if by is None else Acknowledger(account_id=by, display_name=names[by]),
        comment=None if comment is None else _opened(flag, lambda: uow.vault.open(comment, f"flag_comment:{flag.id}")),
    )


def _answer(uow: UnitOfWork, flag: Flag) -> int:
    # What cannot be opened was at least 1, or there would be no flag.
    return _opened(flag, lambda: int(uow.vault.open(flag.answer_sealed, f"flag_answer:{flag.id}"))) or 1


def _opened(flag: Flag, read: Callable[[], T]) -> T | None:
    """Return what `read` opens, or None when its key is lost: the alert itself must be seen all the same."""
    try:
        return read()
    except SealBroken:
        _log.error("flag_detail_sealed", flag_id=str(flag.id))
        return None


def _seal_answer(uow: UnitOfWork, flag_id: UUID, answer: int) -> bytes:
    return uow.vault.seal(str(answer), f"flag_answer:{flag_id}")


async def _hint(uow: UnitOfWork, practitioner_id: UUID | None) -> None:
    # The coordinator sees how many are open and no more.
    rooms = [f"role:{role.value}" for role in (*WATCHING, Role.COORDINATOR)]
    if practitioner_id is not None:
        rooms += [
            f"account:{account}" for account in (await practitioners.account_ids(uow, [practitioner_id])).values()
        ]
    for room in rooms:
        uow.publish(hint(room, "flags"))
