"""A person's request to be erased: made with the password, withdrawn until it is done, and what stays and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.keeping import policy as policies
from clinic.keeping.kept import in_open_course, is_with_us
from clinic.keeping.retention import DUTY, RecordKind, due_day
from clinic.keeping.states import ErasureState
from clinic.keeping.tables import ErasureRequest
from core.audit.events import Action, Entity
from core.errors import Conflict, Forbidden, NotFound
from core.ids import new_id
from core.principal import Principal, Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units
from people.accounts.passwords import PasswordHasher
from people.accounts.service import account_ids_with_role
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.notices.service import notify
from people.persons.service import own_person_id
from people.persons.tables import Person

ASKED_NOTICE = "keeping.erasure_asked"
_TRIES = (5, 600)


@dataclass(frozen=True, slots=True)
class Stay:
    """A kind that stays for `years` after its end; `until` is when the last of the person's goes, None: not known."""

    kind: RecordKind
    years: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: the open request, if there is one, what stays, and whether something of theirs still goes on.

    Whether a hold or an alert keeps them is not told here: either may have to stay unknown to them.
    """

    request: ErasureRequest | None
    stays: Sequence[Stay]
    has_course: bool
    has_appointment: bool


async def show(uow: UnitOfWork, principal: Principal) -> Standing:
    """Return how the caller's request stands; raises Forbidden("people.clients_only")."""
    person_id = own_person_id(principal)
    request = await uow.session.scalar(
        select(ErasureRequest).where(ErasureRequest.person_id == person_id, ErasureRequest.state == ErasureState.OPEN)
    )
    going_on = select(in_open_course(Person.id), is_with_us(Person.id, uow.now)).where(Person.id == person_id)
    has_course, has_appointment = (await uow.session.execute(going_on)).one()
    policy = (await policies.read(uow)).policy
    ended = (
        select(func.count(), func.max(Encounter.finished_at), func.max(EpisodeOfCare.closed_at))
        .select_from(Encounter)
        .outerjoin(EpisodeOfCare, EpisodeOfCare.id == Encounter.episode_id)
        .where(Encounter.person_id == person_id)
    )
    count, finished, closed = (await uow.session.execute(ended)).one()
    ends = [end for end in (finished, closed) if end is not None]
    stays = [
        Stay(
            kind,
            policy.years[kind],
            None if has_course or not ends else due_day(uow.zone.today(max(ends)), policy.years[kind]),
        )
        for kind in RecordKind
        if kind in DUTY and count
    ]
    return Standing(request, stays, has_course, has_appointment)


async def ask(units: Units, limiter: RateLimiter, hasher: PasswordHasher, principal: Principal, password: str) -> None:
    """Ask for erasure, confirmed by the password; the administrators are told that somebody did.

    Raises TooMany after some tries, Forbidden("auth.wrong_password"), Conflict("keeping.erasure_asked").
    """
    person_id = own_person_id(principal)
    await limiter.hit(f"erasure:{principal.account_id}", *_TRIES)
    async with units.read() as uow:
        account = await uow.session.get_one(Account, principal.account_id)
    if not await hasher.verify(account.password_hash, password):
        raise Forbidden("auth.wrong_password", "The present password is not right.")
    request_id = new_id()
    async with units.write() as uow:
        row = {"id": request_id, "person_id": person_id, "state": ErasureState.OPEN, "asked_at": uow.now}
        statement = insert_unless_there(uow, ErasureRequest, [row]).returning(ErasureRequest.id)
        if await uow.session.scalar(statement) is None:
            raise Conflict("keeping.erasure_asked", "You have asked for this already.")
        uow.audit(principal, Action.CREATE, Entity.ERASURE_REQUEST, request_id, person_id=person_id)
        administrators = await account_ids_with_role(uow, Role.ADMINISTRATOR)
        await notify(uow, administrators, ASKED_NOTICE, f"{ASKED_NOTICE}:{request_id}", {})


async def withdraw(uow: UnitOfWork, principal: Principal) -> None:
    """Withdraw the caller's open request; raises NotFound("keeping.erasure_not_asked")."""
    request = await uow.session.scalar(
        select(ErasureRequest)
        .where(ErasureRequest.person_id == own_person_id(principal), ErasureRequest.state == ErasureState.OPEN)
        .with_for_update()
    )
    if request is None:
        raise NotFound("keeping.erasure_not_asked", "There is no request to withdraw.")
    request.state, request.withdrawn_at = ErasureState.WITHDRAWN, uow.now
    uow.audit(principal, Action.UPDATE, Entity.ERASURE_REQUEST, request.id, person_id=request.person_id)
