"""The administrator's work with accounts over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from core.http import Call, RateLimit, get, post
from core.model import Instant, Model
from core.policy import allow
from core.principal import Locale, Role
from people.accounts import service as accounts
from people.accounts.email_addresses import EmailAddress
from people.accounts.password_rules import Password, check
from people.accounts.sign_in import SIGN_IN
from people.accounts.tables import Account
from people.administration import service
from people.practitioners.kinds import Gender, Specialty
from people.text_fields import DisplayName

_ADMINISTRATOR = allow(Role.ADMINISTRATOR)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")]
"""A language as in BCP 47, such as ja or zh-Hans."""


class AccountIn(Model):
    """A member of staff; the fields from `specialties` on are a clinician's, and titles default to the role's."""

    email: EmailAddress
    password: Password
    display_name: DisplayName
    role: Role
    locale: Locale | None = None
    specialties: Annotated[list[Specialty], Field(max_length=8)] = Field(default_factory=list)
    languages: Annotated[list[Language], Field(min_length=1, max_length=10)] = Field(default_factory=lambda: ["ja"])
    gender: Gender | None = None
    title_ja: DisplayName | None = None
    title_en: DisplayName | None = None


class AccountOut(Model):
    """An account as an administrator sees it; `blocked_at` is null while it may sign in."""

    id: UUID
    email: str
    display_name: str
    role: Role
    created_at: Instant
    blocked_at: Instant | None

    @classmethod
    def of(cls, account: Account) -> "AccountOut":
        """Return a stored account as it goes out."""
        return cls(
            id=account.id,
            email=account.email,
            display_name=account.display_name,
            role=account.role,
            created_at=account.created_at,
            blocked_at=account.blocked_at,
        )


class AccountsOut(Model):
    """A page of accounts in the order of their making."""

    accounts: list[AccountOut]


class AccountsQuery(Model):
    """Which page: at most `limit` accounts, of one role if given, made after the one with the id `after`."""

    limit: Annotated[int, Field(ge=1, le=200)] = 100
    role: Role | None = None
    after: UUID | None = None


class AccountSearch(Model):
    """What somebody's name or e-mail address contains. It stands in the body: addresses of pages are logged."""

    text: DisplayName
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AccountPath(Model):
    """Which account."""

    account_id: UUID


@get("/api/accounts", policy=_ADMINISTRATOR)
async def list_accounts(call: Call, query: AccountsQuery) -> AccountsOut:
    """List accounts; a guest's, which is for one consultation, only when it is asked for."""
    roles = frozenset(Role) - {Role.GUEST} if query.role is None else {query.role}
    found = await accounts.list_accounts(call.uow, limit=query.limit, roles=roles, after=query.after)
    return AccountsOut(accounts=[AccountOut.of(account) for account in found])


@post("/api/accounts/search", policy=_ADMINISTRATOR)
async def search_accounts(call: Call, body: AccountSearch) -> AccountsOut:
    """Find accounts by a part of the name or of the e-mail address, by name; no guests."""
    found = await accounts.search_accounts(call.uow, body.text, limit=body.limit, roles=frozenset(Role) - {Role.GUEST})
    return AccountsOut(accounts=[AccountOut.of(account) for account in found])


@post(
    "/api/accounts",
    policy=_ADMINISTRATOR,
    status=201,
    errors=(
        "people.email_taken",
        "people.not_a_staff_role",
        "people.specialty_needed",
        "people.no_specialty",
        "people.password_too_short",
        "people.password_too_long",
        "people.password_too_simple",
        "auth.busy",
    ),
    limit=RateLimit("accounts", 60, 600),
    transaction="manual",
)
async def create_account(call: Call, body: AccountIn) -> AccountOut:
    """Make an account for a member of staff."""
    check(body.password, body.email)
    password_hash = await call.get(SIGN_IN).hasher.hash(body.password)
    async with call.units.write() as uow:
        account_id = await service.create_staff_account(
            uow,
            email=body.email,
            password_hash=password_hash,
            display_name=body.display_name,
            role=body.role,
            locale=body.locale,
            specialties=body.specialties,
            languages=body.languages,
            gender=body.gender,
            title_ja=body.title_ja,
            title_en=body.title_en,
            by=call.principal,
        )
        return AccountOut.of(await accounts.get_account(uow, account_id))


@post(
    "/api/accounts/{account_id}/block",
    policy=_ADMINISTRATOR,
    errors=("people.account_not_found", "people.cannot_block_yourself"),
)
async def block(call: Call, path: AccountPath) -> None:
    """Block an account: it is signed out everywhere at once and cannot sign in."""
    await service.block(call.uow, call.principal, path.account_id)


@post("/api/accounts/{account_id}/unblock", policy=_ADMINISTRATOR, errors=("people.account_not_found",))
async def unblock(call: Call, path: AccountPath) -> None:
    """Let a blocked account sign in again."""
    await service.unblock(call.uow, call.principal, path.account_id)


routes = (list_accounts, search_accounts, create_account, block, unblock)
