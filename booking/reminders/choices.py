"""What an account chose to be told, and by which way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from booking.reminders.due import Lead
from booking.reminders.tables import ReminderChoice
from core.principal import CLIENTS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts


@dataclass(frozen=True, slots=True)
class Choice:
    """The reminders wanted in the application and by mail, and whether news (booked, moved, cancelled) come by mail.

    News always stand in the application.
    """

    in_app: frozenset[Lead]
    by_mail: frozenset[Lead]
    news_by_mail: bool


_CLIENT = Choice(frozenset(Lead), frozenset({Lead.DAY}), news_by_mail=True)
# A clinician has many appointments a day, and their list of the day before them.
_STAFF = Choice(frozenset({Lead.TEN_MINUTES}), frozenset(), news_by_mail=True)


def default(role: Role) -> Choice:
    """Return what holds until somebody chooses."""
    return _CLIENT if role in CLIENTS else _STAFF


async def of_accounts(uow: UnitOfWork, account_ids: Iterable[UUID]) -> Mapping[UUID, Choice]:
    """Return the choice of each account that there is, by id."""
    wanted = set(account_ids)
    names = await accounts.names(uow, wanted)
    stored = await uow.session.scalars(select(ReminderChoice).where(ReminderChoice.account_id.in_(wanted)))
    chosen = {row.account_id: _of(row) for row in stored}
    return {account: chosen.get(account) or default(name.role) for account, name in names.items()}


async def choose(uow: UnitOfWork, principal: Principal, choice: Choice) -> None:
    """Keep the caller's choice; it holds for all reminders that are still to come."""
    row = await uow.session.get(ReminderChoice, principal.account_id, with_for_update=True)
    if row is None:
        row = ReminderChoice(account_id=principal.account_id)
        uow.session.add(row)
    row.in_app = sorted(choice.in_app)
    row.by_mail = sorted(choice.by_mail)
    row.news_by_mail = choice.news_by_mail
    row.changed_at = uow.now
    await uow.session.flush()


def _of(row: ReminderChoice) -> Choice:
    return Choice(
        frozenset(Lead(each) for each in row.in_app),
        frozenset(Lead(each) for each in row.by_mail),
        row.news_by_mail,
    )
