"""Breaking the glass: reading what is closed to one's profession in an emergency, with a reason, for an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from clinic.encounters.tables import Encounter
from clinic.records.need import require_need
from clinic.records.sharing.tables import GlassBreaking
from clinic.records.sharing.views import GlassOut
from clinic.records.tables import Note
from clinic.records.visibility import COUNSELLING
from core.audit.events import Action, Entity, Purpose
from core.errors import Conflict
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from core.unreadable import open_or_say
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

GLASS_BROKEN = "records.glass_broken"
"""The job that tells the psychiatrists and the authors; its payload is {"breaking_id": ...}."""

GLASS_LASTS = timedelta(hours=1)
"""How long what was opened stays open. Our own number: 「運営者の確認が必要です」."""

_LIST_LIMIT = 100

_PersonAccount = aliased(Account)


async def break_glass(uow: UnitOfWork, principal: Principal, person_id: UUID, reason: str) -> datetime:
    """Open all signed counselling notes of a person to the caller for an hour, and return until when.

    The authors and their supervisors are told. While it is open already, it stays as it is. Raises
    NotFound("records.person_not_found") without a need for the person, Conflict("records.nothing_closed") for a
    profession that reads counselling notes anyway.
    """
    await require_need(uow, principal, person_id)
    if principal.role in COUNSELLING:
        raise Conflict("records.nothing_closed", "Nothing is closed to your profession.")
    standing = await open_until(uow, principal, person_id)
    if standing is not None:
        return standing
    breaking_id = new_id()
    breaking = GlassBreaking(
        id=breaking_id,
        person_id=person_id,
        practitioner_id=principal.practitioner_id,
        reason_sealed=uow.vault.seal(reason, f"glass:{breaking_id}"),
        broken_at=uow.now,
        ends_at=uow.now + GLASS_LASTS,
    )
    uow.session.add(breaking)
    await uow.session.flush()
    purpose = Purpose.BREAK_THE_GLASS
    uow.audit(principal, Action.EXECUTE, Entity.PERSON, person_id, person_id=person_id, purpose=purpose)
    uow.enqueue(GLASS_BROKEN, {"breaking_id": str(breaking_id)}, key=f"{GLASS_BROKEN}:{breaking_id}")
    return breaking.ends_at


async def open_until(uow: UnitOfWork, principal: Principal, person_id: UUID) -> datetime | None:
    """Return until when the caller reads what is closed of a person, or None."""
    until: datetime | None = await uow.session.scalar(
        select(GlassBreaking.ends_at)
        .where(
            GlassBreaking.person_id == person_id,
            GlassBreaking.practitioner_id == principal.practitioner_id,
            GlassBreaking.ends_at > uow.now,
        )
        .order_by(GlassBreaking.ends_at.desc())
        .limit(1)
    )
    return until


async def list_breakings(uow: UnitOfWork, principal: Principal) -> Sequence[GlassOut]:
    """Return the breakings that concern the caller, the newest first, at most 100.

    A psychiatrist sees all, a counsellor those of persons of whom they signed a note, everybody their own.
    """
    signed = exists().where(
        Note.practitioner_id == principal.practitioner_id,
        Note.signed_at.is_not(None),
        Encounter.id == Note.encounter_id,
        Encounter.person_id == GlassBreaking.person_id,
    )
    query = (
        select(GlassBreaking, _PersonAccount.display_name, Account)
        .join(Person, Person.id == GlassBreaking.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == GlassBreaking.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .order_by(GlassBreaking.broken_at.desc(), GlassBreaking.id)
        .limit(_LIST_LIMIT)
    )
    if principal.role is Role.COUNSELLOR:
        query = query.where(signed)
    elif principal.role is not Role.PSYCHIATRIST:
        query = query.where(GlassBreaking.practitioner_id == principal.practitioner_id)
    rows = (await uow.session.execute(query)).all()
    for breaking, _, _ in rows:
        uow.audit(principal, Action.READ, Entity.PERSON, breaking.person_id, person_id=breaking.person_id)
    found = []
    for breaking, person_name, by in rows:
        reason, unreadable = open_or_say(uow.vault, breaking.reason_sealed, f"glass:{breaking.id}")
        found.append(
            GlassOut(
                id=breaking.id,
                person_id=breaking.person_id,
                person_name=person_name,
                by_name=by.display_name,
                by_role=by.role,
                reason=reason,
                unreadable=unreadable,
                broken_at=breaking.broken_at,
                ends_at=breaking.ends_at,
            )
        )
    return found
