"""Closing accounts: of those who asked for erasure, and of those who have not used theirs for long.

Closing takes everything by which somebody signs in or is reached. Their name stays as long as something of their
consultations does, since a record without a name is nobody's; then it goes, too. What figures count of them stays: the
day they registered, the district, due date and months of birth, which name nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select, update

from booking.appointments.tables import Claim
from booking.calendar.tables import CalendarFeed
from booking.reminders.tables import ReminderChoice
from clinic.encounters.tables import Encounter
from clinic.keeping.erasing import NO_NAME
from clinic.keeping.kept import in_open_course, is_kept
from clinic.keeping.states import ErasureState, ExportState
from clinic.keeping.steps import STEPS, has_documents
from clinic.keeping.tables import DataExport, DataExportContent, ErasureRequest
from clinic.records.summaries.tables import SummaryShare
from core.unit_of_work import UnitOfWork
from people.accounts.sessions import Revocation, revoke_all
from people.accounts.tables import Account, AccountLink, RefreshToken, SignInSession
from people.households.tables import HouseholdMember
from people.mail.tables import Mail
from people.persons.tables import Person
from people.push.tables import PushDevice

_CLOSED_ADDRESS = "erased.invalid"
# A top-level domain that never is (RFC 6761), and no hash of anything.
_NO_PASSWORD = "-"  # noqa: S105


def asked(now: datetime) -> Select[*tuple[Any, ...]]:
    """Select (person's id, account's id) of those who asked for erasure and whom nothing keeps now."""
    return (
        _persons()
        .join(ErasureRequest, ErasureRequest.person_id == Person.id)
        .where(ErasureRequest.state == ErasureState.OPEN, ~is_kept(Person.id, now), ~in_open_course(Person.id))
    )


def unused(before: datetime, now: datetime) -> Select[*tuple[Any, ...]]:
    """Select (person's id, account's id) of open accounts that were not used since, and whom nothing keeps now."""
    return _persons().where(
        Account.email.not_like(f"%@{_CLOSED_ADDRESS}"),
        Person.created_at < before,
        ~exists().where(SignInSession.account_id == Account.id, SignInSession.last_used_at >= before),
        ~exists().where(Claim.person_id == Person.id, Claim.ends_at >= before),
        ~exists().where(Encounter.person_id == Person.id, Encounter.arrived_at >= before),
        ~in_open_course(Person.id),
        ~is_kept(Person.id, now),
    )


def nameless(now: datetime) -> Select[*tuple[Any, ...]]:
    """Select (person's id, account's id) of closed accounts whose name has no record to stand at any more."""
    return _persons().where(
        Account.email.like(f"%@{_CLOSED_ADDRESS}"),
        Account.display_name != NO_NAME,
        ~has_documents(Person.id),
        ~is_kept(Person.id, now),
    )


def _persons() -> Select[*tuple[Any, ...]]:
    return select(Person.id, Account.id).join(Account, Account.id == Person.account_id)


async def close(uow: UnitOfWork, person_id: UUID, account_id: UUID) -> None:
    """Close an account: nobody signs in to it or is reached by it any more, and what documents nothing is erased."""
    await revoke_all(uow, account_id, Revocation.BLOCKED)
    sessions = select(SignInSession.id).where(SignInSession.account_id == account_id)
    own = select(Encounter.id).where(Encounter.person_id == person_id)
    exports = select(DataExport.id).where(DataExport.person_id == person_id)
    for statement in (
        delete(RefreshToken).where(RefreshToken.session_id.in_(sessions)),
        delete(AccountLink).where(AccountLink.account_id == account_id),
        delete(PushDevice).where(PushDevice.account_id == account_id),
        delete(CalendarFeed).where(CalendarFeed.account_id == account_id),
        delete(ReminderChoice).where(ReminderChoice.account_id == account_id),
        delete(Mail).where(Mail.account_id == account_id),
        delete(DataExportContent).where(DataExportContent.export_id.in_(exports)),
        update(DataExport).where(DataExport.person_id == person_id).values(state=ExportState.OVER),
        update(SummaryShare)
        .where(
            or_(SummaryShare.account_id == account_id, SummaryShare.encounter_id.in_(own)),
            SummaryShare.revoked_at.is_(None),
        )
        .values(revoked_at=uow.now),
        # What they called the people whom they invited is theirs; where they have joined, another's list says it.
        delete(HouseholdMember).where(HouseholdMember.invited_by == person_id),
        update(HouseholdMember)
        .where(HouseholdMember.person_id == person_id, HouseholdMember.ended_at.is_(None))
        .values(ended_at=uow.now, ended_by=account_id),
        update(Person)
        .where(Person.id == person_id)
        .values(
            telephone_sealed=None,
            emergency_contact_sealed=None,
            may_ring=False,
            may_leave_message=False,
            updated_at=uow.now,
        ),
        update(Account)
        .where(Account.id == account_id)
        .values(
            email=f"{account_id.hex}@{_CLOSED_ADDRESS}",
            password_hash=_NO_PASSWORD,
            email_confirmed_at=None,
            blocked_at=uow.now,
        ),
        update(ErasureRequest)
        .where(ErasureRequest.person_id == person_id, ErasureRequest.state == ErasureState.OPEN)
        .values(state=ErasureState.CLOSED, closed_at=uow.now),
    ):
        await uow.session.execute(statement.execution_options(synchronize_session=False))
    for step in STEPS:
        if not step.documents:
            await step.cut(uow, [row[0] for row in await uow.session.execute(step.of_person(person_id))])


async def take_names(uow: UnitOfWork, persons: Sequence[tuple[UUID, UUID]]) -> None:
    """Take the names of closed accounts, given as pairs of the person's and the account's id."""
    person_ids, account_ids = [one for one, _ in persons], [one for _, one in persons]
    await uow.session.execute(
        update(Account)
        .where(Account.id.in_(account_ids))
        .values(display_name=NO_NAME)
        .execution_options(synchronize_session=False)
    )
    await uow.session.execute(
        update(ErasureRequest)
        .where(ErasureRequest.person_id.in_(person_ids), ErasureRequest.state == ErasureState.CLOSED)
        .values(state=ErasureState.DONE, done_at=uow.now)
        .execution_options(synchronize_session=False)
    )
