"""What an administrator does with accounts."""

from collections.abc import Collection
from uuid import UUID

from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.principal import CLINICIANS, STAFF, Locale, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.address_confirmation.service import ask
from people.practitioners import service as practitioners
from people.practitioners.kinds import Gender, Specialty


async def create_staff_account(
    uow: UnitOfWork,
    *,
    email: str,
    password_hash: str,
    display_name: str,
    role: Role,
    locale: Locale | None = None,
    specialties: Collection[Specialty] = (),
    languages: Collection[str] = ("ja",),
    gender: Gender | None = None,
    title_ja: str | None = None,
    title_en: str | None = None,
    by: Principal | None = None,
) -> UUID:
    """Make an account of a member of staff, with its practitioner for a clinician, and return the account's id.

    `email` is normalised, and asked to be confirmed; `by` is who makes it, None for the command line.

    Raises Invalid: "people.not_a_staff_role" for the role of a client
    or guest, "people.specialty_needed" for a doctor without specialty, "people.no_specialty" for anybody else with one;
    Conflict("people.email_taken").
    """
    if role not in STAFF:
        raise Invalid("people.not_a_staff_role", "Clients register themselves with the city's code.")
    if role is Role.DOCTOR and not specialties:
        raise Invalid("people.specialty_needed", "Please say which specialty the doctor has.")
    if role is not Role.DOCTOR and specialties:
        raise Invalid("people.no_specialty", "Only doctors have a specialty here.")
    account_id = await accounts.create_account(
        uow, email=email, password_hash=password_hash, display_name=display_name, role=role, locale=locale
    )
    ask(uow, account_id)
    uow.audit(by, Action.CREATE, Entity.ACCOUNT, account_id)
    if role in CLINICIANS:
        await practitioners.create(
            uow,
            account_id,
            role,
            specialties=specialties,
            languages=languages,
            gender=gender,
            title_ja=title_ja,
            title_en=title_en,
        )
    return account_id


async def block(uow: UnitOfWork, principal: Principal, account_id: UUID) -> None:
    """Block an account; raises Conflict("people.cannot_block_yourself"), so that an administrator always remains."""
    if account_id == principal.account_id:
        raise Conflict("people.cannot_block_yourself", "Please ask another administrator to block your account.")
    await accounts.block(uow, account_id)
    uow.audit(principal, Action.UPDATE, Entity.ACCOUNT, account_id)


async def unblock(uow: UnitOfWork, principal: Principal, account_id: UUID) -> None:
    """Let a blocked account sign in again; raises NotFound("people.account_not_found")."""
    await accounts.unblock(uow, account_id)
    uow.audit(principal, Action.UPDATE, Entity.ACCOUNT, account_id)
