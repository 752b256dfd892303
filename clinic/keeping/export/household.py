"""Gathering whom a person invited into their household, where they joined, and to whom they showed their summaries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from clinic.encounters.tables import Encounter
from clinic.keeping.export import model
from clinic.records.summaries.tables import SummaryShare
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.households.tables import HouseholdMember
from people.persons.tables import Person


async def gather_household(uow: UnitOfWork, person_id: UUID) -> model.ExportHousehold:
    """Return whom the person invited, and the households that they joined, in the order of time."""
    invited = (
        select(HouseholdMember)
        .where(HouseholdMember.invited_by == person_id)
        .order_by(HouseholdMember.invited_at, HouseholdMember.id)
    )
    joined = (
        select(HouseholdMember, Account.display_name)
        .join(Person, Person.id == HouseholdMember.invited_by)
        .join(Account, Account.id == Person.account_id)
        .where(HouseholdMember.person_id == person_id)
        .order_by(HouseholdMember.joined_at, HouseholdMember.id)
    )
    return model.ExportHousehold(
        members=[
            model.ExportMember(
                name=each.name,
                kind=each.kind.value,
                invited_at=each.invited_at,
                joined_at=each.joined_at,
                ended_at=each.ended_at,
            )
            for each in await uow.session.scalars(invited)
        ],
        joined=[
            model.ExportJoined(
                inviter_name=name, kind=each.kind.value, joined_at=each.joined_at, ended_at=each.ended_at
            )
            for each, name in await uow.session.execute(joined)
            if each.joined_at is not None
        ],
    )


async def gather_shares(uow: UnitOfWork, person_id: UUID) -> Mapping[UUID, Sequence[model.ExportShare]]:
    """Return to whom the person showed the summary of each consultation, by the encounter's id."""
    query = (
        select(SummaryShare, Account.display_name)
        .join(Encounter, Encounter.id == SummaryShare.encounter_id)
        .join(Account, Account.id == SummaryShare.account_id)
        .where(Encounter.person_id == person_id)
        .order_by(SummaryShare.shared_at, SummaryShare.id)
    )
    found: dict[UUID, list[model.ExportShare]] = defaultdict(list)
    for share, name in await uow.session.execute(query):
        found[share.encounter_id].append(
            model.ExportShare(name=name, shared_at=share.shared_at, ended_at=share.revoked_at)
        )
    return found
