"""Whom a step of the chain means now: who is on duty is asked at each step anew."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from booking.rota.duties import on_duty_now
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter
from clinic.safety.kinds import Audience
from clinic.safety.tables import Flag
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.practitioners import service as practitioners


async def accounts_of(uow: UnitOfWork, audience: Audience, flag: Flag) -> Sequence[UUID]:
    """Return the accounts that a step calls of a flag now; nobody's is blocked."""
    match audience:
        case Audience.PRACTITIONER:
            return await _in_consultation(uow, flag)
        case Audience.DUTY_COUNSELLOR:
            return await _on_duty(uow, Role.COUNSELLOR)
        case Audience.PSYCHIATRIST:
            on_duty = await _on_duty(uow, Role.PSYCHIATRIST)
            return on_duty or await accounts.account_ids_with_role(uow, Role.PSYCHIATRIST)
        case Audience.COORDINATOR:
            return await accounts.account_ids_with_role(uow, Role.COORDINATOR)


async def _on_duty(uow: UnitOfWork, role: Role) -> Sequence[UUID]:
    found = (await on_duty_now(uow, [role]))[role]
    return await _active(uow, [each.practitioner_id for each in found])


async def _in_consultation(uow: UnitOfWork, flag: Flag) -> Sequence[UUID]:
    if flag.person_id is None:
        return ()
    query = select(Encounter.practitioner_id).where(
        Encounter.person_id == flag.person_id, Encounter.state == EncounterState.IN_PROGRESS
    )
    return await _active(uow, (await uow.session.scalars(query)).all())


async def _active(uow: UnitOfWork, practitioner_ids: Sequence[UUID]) -> Sequence[UUID]:
    if not practitioner_ids:
        return ()
    found = (await practitioners.get_many(uow, practitioner_ids)).values()
    return sorted({each.account_id for each in found if each.active})
