"""Releasing a summary to the person, and the person's sharing of it within the household."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import aliased

from booking.appointments.tables import Appointment
from clinic.encounters.access import encounter_not_found, takes_part
from clinic.encounters.states import EncounterState, not_admitted
from clinic.encounters.tables import Encounter
from clinic.records.summaries.tables import Summary, SummaryShare
from clinic.records.summaries.views import Reader, SharedSummary, SummaryOut, SummaryShareOut
from core.audit.events import Action, Entity
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.live import hint
from core.model import LocalText
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import open_or_say
from people.accounts.tables import Account
from people.households.membership import stands
from people.households.tables import HouseholdMember
from people.inserts import insert_unless_there
from people.persons import service as persons
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

SUMMARY_RELEASED = "records.summary_released"
"""The job that tells the person; its payload is {"summary_id": ...}."""

SUMMARY_SHARED = "records.summary_shared"
"""The job that tells whom it is shown to; its payload is {"share_id": ...}."""

_LIST_LIMIT = 100

_PersonAccount = aliased(Account)
_Reader = aliased(Person)
_Later = aliased(Summary)


async def show(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> SummaryOut:
    """Return what was released of the caller's consultation; raises NotFound("encounters.not_found") for any other."""
    encounter = await _encounter(uow, principal, encounter_id)
    uow.audit(principal, Action.READ, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
    return await _view(uow, principal, encounter)


async def release(uow: UnitOfWork, principal: Principal, encounter_id: UUID, text: str, number: int) -> SummaryOut:
    """Release a text to the person, in the place of release `number`; the person is told.

    Raises NotFound("encounters.not_found"), Conflict: "encounters.not_admitted" before the consultation began,
    "records.summary_changed" when there is a newer release.
    """
    encounter = await _encounter(uow, principal, encounter_id, lock=True)
    if encounter.state is EncounterState.ARRIVED:
        raise not_admitted()
    latest = await _latest(uow, encounter_id)
    if (0 if latest is None else latest.number) != number:
        raise Conflict("records.summary_changed", "It was released anew meanwhile. Please look at it again.")
    summary_id = new_id()
    summary = Summary(
        id=summary_id,
        encounter_id=encounter_id,
        number=number + 1,
        practitioner_id=encounter.practitioner_id,
        text_sealed=uow.vault.seal(text, f"summary:{summary_id}"),
        released_at=uow.now,
    )
    uow.session.add(summary)
    await uow.session.flush()
    uow.audit(principal, Action.UPDATE, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
    uow.enqueue(SUMMARY_RELEASED, {"summary_id": str(summary_id)}, key=f"{SUMMARY_RELEASED}:{summary_id}")
    await _hint(uow, encounter)
    return await _view(uow, principal, encounter)


async def withdraw(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> SummaryOut:
    """Take back what was released; twice is once. Raises NotFound("encounters.not_found")."""
    encounter = await _encounter(uow, principal, encounter_id, lock=True)
    latest = await _latest(uow, encounter_id)
    if latest is not None and latest.withdrawn_at is None:
        latest.withdrawn_at = uow.now
        await uow.session.flush()
        uow.audit(principal, Action.UPDATE, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
        await _hint(uow, encounter)
    return await _view(uow, principal, encounter)


async def share(uow: UnitOfWork, principal: Principal, encounter_id: UUID, account_id: UUID) -> SummaryOut:
    """Show the caller's own summary to one of their household, who is told; twice is once.

    Raises NotFound: "encounters.not_found", "records.no_summary" where nothing is released, "records.reader_not_found".
    """
    encounter = await _encounter(uow, principal, encounter_id)
    latest = await _latest(uow, encounter_id)
    if latest is None or latest.withdrawn_at is not None:
        raise NotFound("records.no_summary", "Nothing was released of this consultation.")
    if account_id not in {reader.account_id for reader in await _household(uow, principal)}:
        raise NotFound("records.reader_not_found", "This is nobody of your household.")
    await _end_former_shares(uow, encounter.id, account_id)
    share_id = new_id()
    row = {"id": share_id, "encounter_id": encounter_id, "account_id": account_id, "shared_at": uow.now}
    inserted = insert_unless_there(uow, SummaryShare, [row]).returning(SummaryShare.id)
    if await uow.session.scalar(inserted) is not None:
        uow.audit(principal, Action.UPDATE, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
        uow.enqueue(SUMMARY_SHARED, {"share_id": str(share_id)}, key=f"{SUMMARY_SHARED}:{share_id}")
    return await _view(uow, principal, encounter)


async def revoke(uow: UnitOfWork, principal: Principal, share_id: UUID) -> None:
    """End the showing of a summary, as its person. Raises NotFound("records.share_not_found")."""
    query = (
        select(SummaryShare, Encounter.person_id)
        .join(Encounter, Encounter.id == SummaryShare.encounter_id)
        .where(
            SummaryShare.id == share_id,
            SummaryShare.revoked_at.is_(None),
            Encounter.person_id == persons.own_person_id(principal),
        )
        .with_for_update(of=SummaryShare)
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("records.share_not_found", "You do not show this to anybody any more.")
    found, person_id = row
    found.revoked_at = uow.now
    uow.audit(principal, Action.UPDATE, Entity.ENCOUNTER, found.encounter_id, person_id=person_id)
    # A page of theirs that shows it is emptied now, not when it next asks.
    uow.publish(hint(f"account:{found.account_id}", "encounter"))


async def shared_with(uow: UnitOfWork, principal: Principal) -> Sequence[SharedSummary]:
    """Return the summaries that are shown to the caller in households they joined, the newest first, at most 100."""
    later = exists().where(_Later.encounter_id == Summary.encounter_id, _Later.number > Summary.number)
    # An urgent encounter has no appointment.
    held_at_of = func.coalesce(Appointment.starts_at, Encounter.arrived_at, type_=Encounter.arrived_at.type)
    query = (
        select(SummaryShare.id, Summary, Encounter, held_at_of, _PersonAccount.display_name)
        .add_columns(Practitioner, Account)
        .join(Encounter, Encounter.id == SummaryShare.encounter_id)
        .join(Summary, and_(Summary.encounter_id == Encounter.id, Summary.withdrawn_at.is_(None), ~later))
        .outerjoin(Appointment, Appointment.id == Encounter.appointment_id)
        .join(Person, Person.id == Encounter.person_id)
        .join(HouseholdMember, and_(HouseholdMember.household_id == Person.household_id, _shared_as_member()))
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == Summary.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .where(
            SummaryShare.account_id == principal.account_id,
            SummaryShare.revoked_at.is_(None),
            HouseholdMember.person_id == principal.person_id,
        )
        .order_by(held_at_of.desc(), SummaryShare.id)
        .limit(_LIST_LIMIT)
    )
    found = []
    for share_id, summary, encounter, held_at, person_name, practitioner, author in await uow.session.execute(query):
        uow.audit(principal, Action.READ, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
        text, unreadable = open_or_say(uow.vault, summary.text_sealed, f"summary:{summary.id}")
        found.append(
            SharedSummary(
                share_id=share_id,
                person_name=person_name,
                held_at=held_at,
                text=text,
                unreadable=unreadable,
                author_name=author.display_name,
                author_title=LocalText(ja=practitioner.title_ja, en=practitioner.title_en),
            )
        )
    return found


async def _encounter(uow: UnitOfWork, principal: Principal, encounter_id: UUID, *, lock: bool = False) -> Encounter:
    query = select(Encounter).where(Encounter.id == encounter_id, takes_part(principal))
    found: Encounter | None = await uow.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise encounter_not_found()
    return found


async def _latest(uow: UnitOfWork, encounter_id: UUID) -> Summary | None:
    found: Summary | None = await uow.session.scalar(
        select(Summary).where(Summary.encounter_id == encounter_id).order_by(Summary.number.desc()).limit(1)
    )
    return found


async def _view(uow: UnitOfWork, principal: Principal, encounter: Encounter) -> SummaryOut:
    latest = await _latest(uow, encounter.id)
    is_own = principal.person_id == encounter.person_id
    shares = list(await _shares(uow, encounter.id)) if is_own else []
    number = 0 if latest is None else latest.number
    if latest is None or latest.withdrawn_at is not None:
        return SummaryOut(
            encounter_id=encounter.id,
            number=number,
            text=None,
            released_at=None,
            author_name=None,
            author_title=None,
            shares=shares,
            readers=[],
        )
    practitioner, account = (
        await uow.session.execute(
            select(Practitioner, Account)
            .join(Account, Account.id == Practitioner.account_id)
            .where(Practitioner.id == latest.practitioner_id)
        )
    ).one()
    shown_to = {each.account_id for each in shares}
    readers = [each for each in await _household(uow, principal) if each.account_id not in shown_to] if is_own else []
    return SummaryOut(
        encounter_id=encounter.id,
        number=number,
        text=uow.vault.open(latest.text_sealed, f"summary:{latest.id}"),
        released_at=latest.released_at,
        author_name=account.display_name,
        author_title=LocalText(ja=practitioner.title_ja, en=practitioner.title_en),
        shares=shares,
        readers=readers,
    )


def _shared_as_member() -> ColumnElement[bool]:
    """Return the condition under which a member reads a share: their membership stands, and began before it.

    So whoever was put out reads nothing more, and somebody who joins anew sees nothing of what they saw before.
    """
    return and_(stands(), HouseholdMember.joined_at <= SummaryShare.shared_at)


async def _shares(uow: UnitOfWork, encounter_id: UUID) -> Sequence[SummaryShareOut]:
    query = (
        select(SummaryShare, Account.display_name)
        .join(Account, Account.id == SummaryShare.account_id)
        .join(Encounter, Encounter.id == SummaryShare.encounter_id)
        .join(Person, Person.id == Encounter.person_id)
        .join(_Reader, _Reader.account_id == SummaryShare.account_id)
        .join(
            HouseholdMember,
            and_(
                HouseholdMember.household_id == Person.household_id,
                HouseholdMember.person_id == _Reader.id,
                _shared_as_member(),
            ),
        )
        .where(SummaryShare.encounter_id == encounter_id, SummaryShare.revoked_at.is_(None))
        .order_by(SummaryShare.shared_at, SummaryShare.id)
    )
    return [
        SummaryShareOut(id=each.id, account_id=each.account_id, display_name=name, shared_at=each.shared_at)
        for each, name in await uow.session.execute(query)
    ]


async def _end_former_shares(uow: UnitOfWork, encounter_id: UUID, account_id: UUID) -> None:
    """End what was shared with somebody when they were a member before: it would stand in the way of the new share."""
    shown = {each.id for each in await _shares(uow, encounter_id)}
    former = update(SummaryShare).where(
        SummaryShare.encounter_id == encounter_id,
        SummaryShare.account_id == account_id,
        SummaryShare.revoked_at.is_(None),
        SummaryShare.id.not_in(shown),
    )
    await uow.session.execute(former.values(revoked_at=uow.now).execution_options(synchronize_session=False))


async def _household(uow: UnitOfWork, principal: Principal) -> Sequence[Reader]:
    """Return those who have joined the caller's household by invitation."""
    own = select(Person.household_id).where(Person.id == principal.person_id)
    query = (
        select(Account.id, Account.display_name)
        .join(Person, Person.account_id == Account.id)
        .join(HouseholdMember, HouseholdMember.person_id == Person.id)
        .where(HouseholdMember.household_id.in_(own), stands(), Account.blocked_at.is_(None))
        .order_by(Account.display_name, Account.id)
    )
    return [Reader(account_id=row.id, display_name=row.display_name) for row in await uow.session.execute(query)]


async def _hint(uow: UnitOfWork, encounter: Encounter) -> None:
    for account in (await persons.account_ids(uow, [encounter.person_id])).values():
        uow.publish(hint(f"account:{account}", "encounter", encounter.id))
