"""Raising, showing and acknowledging flags."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, exists, false, func, or_, select, true

from clinic.records.need import require_need
from clinic.safety.alerts.chain import Chain
from clinic.safety.alerts.chains import in_force
from clinic.safety.alerts.stepping import leave_step
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import AlertCall, Flag
from clinic.safety.views import Acknowledger, FlagContact, FlagOut, FlagPerson, FlagTelephone
from core.audit.events import Action, Entity
from core.crypto import SealBroken
from core.errors import Conflict, NotFound
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
    uow: UnitOfWork,
    *,
    person_id: UUID,
    kind: FlagKind,
    source_id: UUID,
    practitioner_id: UUID | None,
    answer: int | None = None,
) -> None:
    """Raise a flag in this transaction, with the jobs that tell those concerned and begin the alert chain.

    While the source's flag is open there is no second one; it keeps the heaviest answer. An answer heavier than the one
    that was acknowledged raises it anew; a lighter one changes nothing. Of what is written in a chat the answer is the
    message's number, and one flag stands for all of it until it is assessed; so it is with what has no answer to weigh.
    """
    latest = await uow.session.scalar(
        select(Flag)
        .where(Flag.source_id == source_id, Flag.kind == kind)
        .order_by(Flag.round.desc())
        .limit(1)
        .with_for_update()
    )
    if latest is not None:
        if answer is None:
            if latest.closed_at is None:
                return
        elif answer <= (_answer(uow, latest) or 0):
            return
        elif latest.acknowledged_at is None or (kind is FlagKind.CHAT_PHRASE and latest.closed_at is None):
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
        "answer_sealed": None if answer is None else _seal_answer(uow, flag_id, answer),
        "raised_at": uow.now,
        "raised_by": None,
    }
    await _raise(uow, row)


async def raise_judged(
    uow: UnitOfWork, principal: Principal, person_id: UUID, kind: FlagKind, comment: str | None
) -> FlagOut:
    """Raise a flag by the calling clinician's own judgement, of a person they have to do with.

    Raises NotFound("records.person_not_found") for anybody else's person.
    """
    await require_need(uow, principal, person_id)
    flag_id = new_id()
    row = {
        "id": flag_id,
        "person_id": person_id,
        "kind": kind,
        "source_id": flag_id,
        "round": 1,
        "practitioner_id": principal.practitioner_id,
        "answer_sealed": None,
        "raised_at": uow.now,
        "raised_by": principal.account_id,
        "comment_sealed": uow.vault.seal(comment, f"flag_comment:{flag_id}") if comment else None,
    }
    await _raise(uow, row)
    uow.audit(principal, Action.CREATE, Entity.FLAG, flag_id, person_id=person_id)
    return (await _views(uow, principal, _query().where(Flag.id == flag_id)))[0]


async def raise_drill(uow: UnitOfWork, principal: Principal) -> UUID:
    """Raise a drill for the calling coordinator and return its id; it goes the way of a flag, and is about nobody.

    Raises Conflict("safety.drill_runs") while another one is open.
    """
    running = select(Flag.id).where(Flag.kind == FlagKind.DRILL, Flag.closed_at.is_(None))
    if await uow.session.scalar(running.limit(1)) is not None:
        raise Conflict("safety.drill_runs", "A drill is running already.")
    flag_id = new_id()
    row = {
        "id": flag_id,
        "person_id": None,
        "kind": FlagKind.DRILL,
        "source_id": flag_id,
        "round": 1,
        "raised_at": uow.now,
        "raised_by": principal.account_id,
    }
    await _raise(uow, row)
    return flag_id


async def end_drill(uow: UnitOfWork, principal: Principal, flag_id: UUID) -> None:
    """End a drill; one that has ended stays so. Raises NotFound("safety.flag_not_found") for anything but a drill."""
    drill = await uow.session.scalar(
        select(Flag).where(Flag.id == flag_id, Flag.kind == FlagKind.DRILL).with_for_update()
    )
    if drill is None:
        raise flag_not_found()
    if drill.closed_at is None:
        drill.closed_at, drill.closed_by = uow.now, principal.account_id
        await hint_flags(uow, None)


async def _raise(uow: UnitOfWork, row: dict[str, Any]) -> None:
    await uow.session.execute(insert_unless_there(uow, Flag, [row]))
    if row["kind"] is not FlagKind.DRILL:
        uow.enqueue(FLAG_RAISED, {"flag_id": str(row["id"])}, key=f"{FLAG_RAISED}:{row['id']}")
    leave_step(uow, row["id"], 0)
    await hint_flags(uow, row.get("practitioner_id"))


async def flagged(uow: UnitOfWork, source_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Return those of the sources that ever raised a flag, open or not."""
    if not source_ids:
        return frozenset()
    return frozenset(await uow.session.scalars(select(Flag.source_id).where(Flag.source_id.in_(source_ids))))


async def alerted(uow: UnitOfWork, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the persons of whom a flag is open, in one query."""
    query = select(Flag.person_id).where(Flag.person_id.in_(person_ids), Flag.closed_at.is_(None))
    return frozenset(each for each in await uow.session.scalars(query) if each is not None)


def answers_for(principal: Principal, source_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Return the condition under which a source has a flag that the caller must answer, or took on."""
    return exists().where(
        Flag.source_id == source_id,
        _sees(principal),
        _asks(principal),
    )


async def list_open(uow: UnitOfWork, principal: Principal) -> Sequence[FlagOut]:
    """Return the flags that ask something of the caller, the oldest first; nobody else has any.

    Those that nobody took on, those that the caller took on and has not assessed, and those that were taken on and are
    not assessed for too long.
    """
    query = (
        _query().where(Flag.closed_at.is_(None), _asks(principal), _sees(principal)).order_by(Flag.raised_at, Flag.id)
    )
    return await _views(uow, principal, query.limit(_MOST))


async def acknowledge(uow: UnitOfWork, principal: Principal, flag_id: UUID, comment: str | None) -> FlagOut:
    """Note who took a flag on, and when: the chain rests until the assessment is due.

    The first who does so stays, unless they have not assessed it for too long. A drill ends with it. Raises NotFound
    for a flag of others.
    """
    flag = await seen_for_update(uow, principal, flag_id)
    is_free = flag.acknowledged_at is None or (
        flag.overdue_at is not None and flag.acknowledged_by != principal.account_id
    )
    if flag.closed_at is None and is_free:
        take_on(uow, flag, principal.account_id, (await in_force(uow)).chain)
        uow.audit(principal, Action.UPDATE, Entity.FLAG, flag.id, person_id=flag.person_id)
        if comment:
            flag.comment_sealed = uow.vault.seal(comment, f"flag_comment:{flag.id}")
        if flag.kind is FlagKind.DRILL:
            flag.closed_at, flag.closed_by = uow.now, principal.account_id
        await uow.session.flush()
        await hint_flags(uow, flag.practitioner_id)
    return (await _views(uow, principal, _query().where(Flag.id == flag_id)))[0]


def take_on(uow: UnitOfWork, flag: Flag, account_id: UUID, chain: Chain) -> None:
    """Let an account have a flag, read for update: the next step comes when it is not assessed in time."""
    flag.acknowledged_at, flag.acknowledged_by = uow.now, account_id
    flag.overdue_at = None
    flag.turn += 1
    flag.next_at = uow.now + timedelta(minutes=chain.assess_minutes)
    leave_step(uow, flag.id, flag.turn, flag.next_at)


async def seen_for_update(uow: UnitOfWork, principal: Principal, flag_id: UUID) -> Flag:
    """Return a flag that the caller sees, read for update; raises NotFound("safety.flag_not_found")."""
    flag = await uow.session.scalar(
        select(Flag)
        .where(Flag.id == flag_id, _sees(principal))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if flag is None:
        raise flag_not_found()
    return flag


async def show(uow: UnitOfWork, principal: Principal, flag_id: UUID) -> FlagOut:
    """Return a flag that the caller sees; raises NotFound("safety.flag_not_found")."""
    found = await _views(uow, principal, _query().where(Flag.id == flag_id, _sees(principal)))
    if not found:
        raise flag_not_found()
    return found[0]


def flag_not_found() -> NotFound:
    """Return the refusal for a flag that is not there, or that the caller must not see."""
    return NotFound("safety.flag_not_found", "This alert is not among those you see.")


async def concerned_accounts(uow: UnitOfWork, flag: Flag) -> Sequence[UUID]:
    """Return the accounts that must be told of a flag: the practitioner concerned and every one that watches."""
    watching = await accounts.account_ids_with_role(uow, *WATCHING)
    if flag.practitioner_id is None:
        return watching
    concerned = await practitioners.get(uow, flag.practitioner_id)
    return sorted({*watching, concerned.account_id} if concerned.active else watching)


def _asks(principal: Principal) -> ColumnElement[bool]:
    """Nobody took it on, or the caller did, or who did is late."""
    waits = and_(Flag.overdue_at.is_not(None), Flag.closed_at.is_(None))
    return or_(Flag.acknowledged_at.is_(None), Flag.acknowledged_by == principal.account_id, waits)


def _sees(principal: Principal) -> ColumnElement[bool]:
    if principal.role in WATCHING:
        return true()
    if principal.practitioner_id is None:
        return false()
    # Whom the chain called must see what for.
    called = exists().where(AlertCall.flag_id == Flag.id, AlertCall.account_id == principal.account_id)
    return or_(Flag.practitioner_id == principal.practitioner_id, called)


def _query() -> Select[Flag, Person, str]:
    return (
        select(Flag, Person, Account.display_name)
        .outerjoin(Person, Person.id == Flag.person_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .execution_options(populate_existing=True)
    )


async def _views(uow: UnitOfWork, principal: Principal, query: Select[Flag, Person, str]) -> Sequence[FlagOut]:
    rows = (await uow.session.execute(query)).all()
    for row in rows:
        uow.audit(principal, Action.READ, Entity.FLAG, row.Flag.id, person_id=row.Flag.person_id)
    by = {row.Flag.acknowledged_by for row in rows if row.Flag.acknowledged_by is not None}
    names = await accounts.names(uow, by) if by else {}
    called = await _last_calls(uow, principal, [row.Flag.id for row in rows])
    return [_view(uow, row, called, {account: name.display_name for account, name in names.items()}) for row in rows]


async def _last_calls(uow: UnitOfWork, principal: Principal, flag_ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    if not flag_ids:
        return {}
    query = (
        select(AlertCall.flag_id, func.max(AlertCall.called_at, type_=AlertCall.called_at.type))
        .where(AlertCall.flag_id.in_(flag_ids), AlertCall.account_id == principal.account_id)
        .group_by(AlertCall.flag_id)
    )
    return {row.flag_id: row[1] for row in await uow.session.execute(query)}


def _view(
    uow: UnitOfWork, row: Row[Flag, Person, str], called: Mapping[UUID, datetime], names: Mapping[UUID, str]
) -> FlagOut:
    flag, person, name = row
    by = flag.acknowledged_by
    comment = flag.comment_sealed
    return FlagOut(
        id=flag.id,
        kind=flag.kind,
        person=_person(uow, flag, person, name) if flag.person_id is not None else None,
        answer=_answer(uow, flag),
        source_id=flag.source_id,
        practitioner_id=flag.practitioner_id,
        raised_at=flag.raised_at,
        called_at=called.get(flag.id),
        acknowledged_at=flag.acknowledged_at,
        acknowledged_by=None if by is None else Acknowledger(account_id=by, display_name=names[by]),
        overdue_at=flag.overdue_at,
        closed_at=flag.closed_at,
        comment=None if comment is None else _opened(flag, lambda: uow.vault.open(comment, f"flag_comment:{flag.id}")),
    )


def _person(uow: UnitOfWork, flag: Flag, person: Person, name: str) -> FlagPerson:
    telephone = _opened(flag, lambda: persons.telephone_of(uow, person))
    contact = _opened(flag, lambda: persons.emergency_contact_of(uow, person))
    return FlagPerson(
        id=person.id,
        display_name=name,
        telephone=None if telephone is None else FlagTelephone(**asdict(telephone)),
        emergency_contact=None if contact is None else FlagContact(**asdict(contact)),
    )


def _answer(uow: UnitOfWork, flag: Flag) -> int | None:
    sealed = flag.answer_sealed
    if sealed is None:
        return None
    # What cannot be opened was at least 1, or there would be no flag.
    return _opened(flag, lambda: int(uow.vault.open(sealed, f"flag_answer:{flag.id}"))) or 1


def _opened(flag: Flag, read: Callable[[], T]) -> T | None:
    """Return what `read` opens, or None when its key is lost: the alert itself must be seen all the same."""
    try:
        return read()
    except SealBroken:
        _log.error("flag_detail_sealed", flag_id=str(flag.id))
        return None


def _seal_answer(uow: UnitOfWork, flag_id: UUID, answer: int) -> bytes:
    return uow.vault.seal(str(answer), f"flag_answer:{flag_id}")


async def hint_flags(uow: UnitOfWork, practitioner_id: UUID | None) -> None:
    """Let the pages of those who see a flag fetch them again after the commit."""
    # The coordinator sees how many are open and no more.
    rooms = [f"role:{role.value}" for role in (*WATCHING, Role.COORDINATOR)]
    if practitioner_id is not None:
        rooms += [
            f"account:{account}" for account in (await practitioners.account_ids(uow, [practitioner_id])).values()
        ]
    for room in rooms:
        uow.publish(hint(room, "flags"))
