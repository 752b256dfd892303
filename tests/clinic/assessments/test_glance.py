"""The family at a glance."""

from datetime import date, timedelta

import pytest

from booking.appointments.states import ClaimState
from clinic.assessments.glance import family_glance
from core.errors import DomainError
from core.principal import Role
from people.persons import profile
from people.persons import service as persons
from tests.booking.make import make_appointment
from tests.clinic.assessments.make import make_counselling
from tests.people.make import make_staff


@pytest.fixture
async def counselling(units, clock):
    counselling = await make_counselling(units, clock)
    async with units.write() as uow:
        person = await persons.get_person(uow, counselling.parent.person_id)
        await profile.set_due_date(uow, person, date(2027, 3, 1))
        await profile.set_children(uow, person, [profile.ChildEntry(date(2024, 5, 1))])
    return counselling


async def glance(counselling, principal):
    async with counselling.units.read() as uow:
        return await family_glance(uow, principal, counselling.parent.person_id)


async def test_it_shows_the_stage_the_children_and_the_tier_and_no_scores(counselling):
    """The scores are in the trends, where they stand beside their days."""
    await counselling.fill_in(13)
    seen = await glance(counselling, counselling.counsellor)
    assert (seen.display_name, seen.pregnant_due) == ("はな", "2027-03-01")
    assert [(child.birth_month, child.age_months) for child in seen.children] == [("2024-05", 30)]
    assert not {"phq9", "scores"} & seen.model_dump().keys()
    assert seen.risk_tier == "high"
    assert seen.notes == []


async def test_only_a_clinician_with_a_consultation_sees_it(counselling):
    async with counselling.units.write() as uow:
        start = counselling.clock.now() + timedelta(days=2)
        await make_appointment(
            uow, counselling.parent, counselling.midwife, start, "midwife", state=ClaimState.CANCELLED
        )
        staff = [await make_staff(uow, role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)]
    for stranger in (counselling.midwife, counselling.psychiatrist, counselling.parent, *staff):
        with pytest.raises(DomainError) as caught:
            await glance(counselling, stranger)
        assert caught.value.code == "records.person_not_found"
    async with counselling.units.write() as uow:
        await make_appointment(uow, counselling.parent, counselling.midwife, start, "midwife")
    assert (await glance(counselling, counselling.midwife)).display_name == "はな"
