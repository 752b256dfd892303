"""The board of open alerts: their age, their step, and who was called by which channel and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from clinic.safety.alerts.chains import in_force
from clinic.safety.kinds import Audience, CallState, Channel, FlagKind
from clinic.safety.tables import AlertCall, Flag
from core.model import Instant, Model
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.accounts.tables import Account
from people.persons.tables import Person

_MOST = 200
_MOST_CALLS = 60
_LATE = timedelta(minutes=1)


class CallOut(Model):
    """A call; `name` and `channel` are None where a step found nobody."""

    audience: Audience
    name: str | None
    channel: Channel | None
    state: CallState
    called_at: Instant


class AlertOut(Model):
    """An open alert. `kind` and `person` are given to those who answer alerts only.

    `step`: whom the chain called last; `next_at`: when it calls the next. `calls`: the latest 60, the newest first.
    """

    id: UUID
    is_drill: bool
    kind: FlagKind | None
    person: str | None
    raised_at: Instant
    step: Audience | None
    next_at: Instant | None
    acknowledged_at: Instant | None
    acknowledged_by: str | None
    overdue_at: Instant | None
    calls: list[CallOut]


class BoardOut(Model):
    """All open alerts, the oldest first; `is_behind`: a call is due for more than a minute, and nobody makes it."""

    alerts: list[AlertOut]
    is_behind: bool


async def show(uow: UnitOfWork, principal: Principal) -> BoardOut:
    """Return the board as the caller may see it: coordinators learn ages and calls, not whom or what it is about."""
    steps = (await in_force(uow)).chain.steps
    query = (
        select(Flag, Account.display_name)
        .outerjoin(Person, Person.id == Flag.person_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Flag.closed_at.is_(None))
        .order_by(Flag.raised_at, Flag.id)
        .limit(_MOST)
    )
    rows = (await uow.session.execute(query)).all()
    calls = await _calls(uow, [flag.id for flag, _ in rows])
    names = await accounts.names(
        uow,
        {
            account_id
            for flag, _ in rows
            for account_id in (flag.acknowledged_by, *(each.account_id for each in calls[flag.id]))
            if account_id is not None
        },
    )
    known = {account_id: name.display_name for account_id, name in names.items()}
    answers = principal.role is not Role.COORDINATOR
    return BoardOut(
        alerts=[
            AlertOut(
                id=flag.id,
                is_drill=flag.kind is FlagKind.DRILL,
                kind=flag.kind if answers else None,
                person=person if answers else None,
                raised_at=flag.raised_at,
                step=None if flag.step is None else steps[min(flag.step, len(steps) - 1)].audience,
                next_at=flag.next_at,
                acknowledged_at=flag.acknowledged_at,
                acknowledged_by=None if flag.acknowledged_by is None else known[flag.acknowledged_by],
                overdue_at=flag.overdue_at,
                calls=[_call(each, known) for each in calls[flag.id]],
            )
            for flag, person in rows
        ],
        is_behind=any((flag.next_at or flag.raised_at) < uow.now - _LATE for flag, _ in rows),
    )


def _call(call: AlertCall, names: Mapping[UUID, str]) -> CallOut:
    return CallOut(
        audience=call.audience,
        name=None if call.account_id is None else names[call.account_id],
        channel=call.channel,
        state=call.state,
        called_at=call.called_at,
    )


async def _calls(uow: UnitOfWork, flag_ids: Sequence[UUID]) -> Mapping[UUID, list[AlertCall]]:
    found: defaultdict[UUID, list[AlertCall]] = defaultdict(list)
    if not flag_ids:
        return found
    query = (
        select(AlertCall)
        .where(AlertCall.flag_id.in_(flag_ids))
        .order_by(AlertCall.called_at.desc(), AlertCall.turn.desc(), AlertCall.id.desc())
        .limit(_MOST_CALLS * 20)
    )
    for each in await uow.session.scalars(query):
        if len(found[each.flag_id]) < _MOST_CALLS:
            found[each.flag_id].append(each)
    return found
