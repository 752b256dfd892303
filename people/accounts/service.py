"""Accounts: made, blocked, and looked up for the other domains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import SQLColumnExpression, func, or_, select

from core.errors import Conflict, NotFound
from core.ids import new_id
from core.principal import Locale, Role
from core.unit_of_work import UnitOfWork
from people.accounts.sessions import Revocation, revoke_all
from people.accounts.tables import Account
from people.inserts import insert_unless_there

_NO_PASSWORD = "-"  # noqa: S105


@dataclass(frozen=True, slots=True)
class AccountName:
    """What others may see of an account: who somebody is and in which role."""

    account_id: UUID
    display_name: str
    role: Role


async def create_account(
    uow: UnitOfWork, *, email: str, password_hash: str, display_name: str, role: Role, locale: Locale | None
) -> UUID:
    """Make an account for a normalised e-mail address and return its id; `locale` is None when its owner chose none.

    Raises Conflict("people.email_taken") when the address has one.
    """
    row = {
        "id": new_id(),
        "email": email,
        "password_hash": password_hash,
        "display_name": display_name,
        "role": role,
        "locale": locale or "ja",
        "locale_chosen": locale is not None,
        "created_at": uow.now,
    }
    made: UUID | None = await uow.session.scalar(insert_unless_there(uow, Account, [row]).returning(Account.id))
    if made is None:
        raise Conflict(
            "people.email_taken",
            "This e-mail address has an account already. Please sign in with it.",
        )
    return made


async def create_guest(uow: UnitOfWork, display_name: str) -> UUID:
    """Make the account of a guest, for one consultation, and return its id: nobody can sign in to it or write to it."""
    return await create_account(
        uow,
        # A top-level domain that never is (RFC 6761).
        email=f"{new_id().hex}@guest.invalid",
        password_hash=_NO_PASSWORD,
        display_name=display_name,
        role=Role.GUEST,
        locale=None,
    )


async def get_account(uow: UnitOfWork, account_id: UUID) -> Account:
    """Return an account's row; raises NotFound. Its e-mail address is for its owner and administrators only."""
    account = await uow.session.get(Account, account_id)
    if account is None:
        raise NotFound("people.account_not_found", "There is no such account.")
    return account


async def active_account(uow: UnitOfWork, email: str) -> Account:
    """Return the account of a normalised e-mail address; raises NotFound also when it is blocked."""
    query = select(Account).where(Account.email == email, Account.blocked_at.is_(None))
    account: Account | None = await uow.session.scalar(query)
    if account is None:
        raise NotFound("people.account_not_found", "There is no such account.")
    return account


async def list_accounts(
    uow: UnitOfWork, *, limit: int, roles: Iterable[Role] | None = None, after: UUID | None = None
) -> Sequence[Account]:
    """Return accounts in the order of their making; `after` is the id of the last one already known."""
    query = select(Account).order_by(Account.id).limit(limit)
    if roles is not None:
        query = query.where(Account.role.in_(list(roles)))
    if after is not None:
        query = query.where(Account.id > after)
    return (await uow.session.scalars(query)).all()


async def search_accounts(uow: UnitOfWork, text: str, *, limit: int, roles: Iterable[Role]) -> Sequence[Account]:
    """Return accounts with `text` in their name, whatever the spaces, or in their address, by name; at most `limit`."""
    wanted = "".join(text.split())
    name: SQLColumnExpression[str] = Account.display_name
    for space in (" ", "\u3000"):
        name = func.replace(name, space, "")
    query = (
        select(Account)
        .where(
            Account.role.in_(list(roles)),
            or_(name.icontains(wanted, autoescape=True), Account.email.icontains(wanted, autoescape=True)),
        )
        .order_by(Account.display_name, Account.id)
        .limit(limit)
    )
    return (await uow.session.scalars(query)).all()


async def block(uow: UnitOfWork, account_id: UUID) -> None:
    """Block an account: its sessions end, its sockets are closed, and it cannot sign in. Twice changes nothing."""
    account = await get_account(uow, account_id)
    if account.blocked_at is None:
        account.blocked_at = uow.now
    await revoke_all(uow, account_id, Revocation.BLOCKED)


async def unblock(uow: UnitOfWork, account_id: UUID) -> None:
    """Let a blocked account sign in again; its old sessions stay ended."""
    (await get_account(uow, account_id)).blocked_at = None


async def names(uow: UnitOfWork, account_ids: Iterable[UUID]) -> Mapping[UUID, AccountName]:
    """Return name and role of each account by its id, in one query."""
    query = select(Account.id, Account.display_name, Account.role).where(Account.id.in_(set(account_ids)))
    return {row.id: AccountName(row.id, row.display_name, row.role) for row in await uow.session.execute(query)}


async def account_ids_with_role(uow: UnitOfWork, *roles: Role) -> Sequence[UUID]:
    """Return the ids of all accounts in these roles that are not blocked, such as every counsellor's."""
    query = select(Account.id).where(Account.role.in_(roles), Account.blocked_at.is_(None)).order_by(Account.id)
    return (await uow.session.scalars(query)).all()
