"""A person's scores, sessions and risk tiers over time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.assessments.due import Occasion
from clinic.assessments.trends import score_trends
from clinic.records import service as records
from clinic.safety.jobs import handlers
from core.audit.tables import AuditEvent
from core.errors import DomainError
from core.outbox.runner import JobRunner
from core.principal import CLIENTS, Role
from people.risk.kinds import RiskLevel
from tests.clinic.assessments.make import make_counselling
from tests.clinic.records.make import make_content
from tests.people.make import make_staff


@pytest.fixture
async def counselling(units, clock):
    return await make_counselling(units, clock)


async def trends(counselling, principal):
    async with counselling.units.read() as uow:
        return await score_trends(uow, principal, counselling.parent.person_id)


def day(counselling):
    return counselling.units.zone.today(counselling.clock.now())


async def hold_and_sign(counselling, level, appointment_id=None):
    encounter_id = await counselling.hold_session(appointment_id)
    async with counselling.units.write() as uow:
        content = make_content(Role.COUNSELLOR, level)
        await records.save(uow, counselling.counsellor, encounter_id, content, 0)
        await records.sign(uow, counselling.counsellor, encounter_id, 1)
    await JobRunner(counselling.units, handlers).drain()


async def test_it_shows_scores_in_their_bands_with_the_change_since_the_first_of_the_course(counselling):
    first_day = day(counselling)
    await counselling.fill_in(14)
    await counselling.hold_session()
    counselling.clock.advance(timedelta(days=20))
    booked = await counselling.book(counselling.clock.now() + timedelta(minutes=10))
    last_day = day(counselling)
    await counselling.fill_in(8, Occasion.SESSION)
    await counselling.hold_session(booked)
    seen = await trends(counselling, counselling.counsellor)
    [scale] = seen.scales
    assert (scale.questionnaire, scale.highest, scale.change) == ("phq-9", 27, 5)
    assert [(band.code, band.lowest, band.highest) for band in scale.bands][:2] == [("minimal", 0, 4), ("mild", 5, 9)]
    assert [(one.day, one.occasion, one.total, one.band, one.wording) for one in scale.scores] == [
        (first_day, "course_start", 14, "moderate", "unvalidated"),
        (last_day, "session", 8, "mild", "unvalidated"),
    ]
    assert [(one.is_first, one.change, one.is_marked) for one in scale.scores] == [
        (True, None, False),
        (False, -6, True),
    ]
    assert [(one.day, one.role) for one in seen.sessions] == [(first_day, "counsellor"), (last_day, "counsellor")]


async def test_the_tiers_have_their_reasons_days_and_who_judged_the_newest_first(counselling):
    await counselling.fill_in(15)
    counselling.clock.advance(timedelta(minutes=1))
    await hold_and_sign(counselling, RiskLevel.MIDDLE)
    seen = await trends(counselling, counselling.counsellor)
    today = day(counselling)
    assert [(one.tier, one.reason, one.day, one.total, one.role) for one in seen.tiers] == [
        ("middle", "note", today, None, "counsellor"),
        ("high", "phq9_total", today, 15, None),
    ]
    assert [one.name for one in seen.tiers] == ["高橋 遥", None]


async def test_a_consultation_that_goes_on_and_a_form_that_is_not_handed_in_are_not_there(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "1", 3)
    seen = await trends(counselling, counselling.counsellor)
    assert (seen.scales, seen.sessions, seen.tiers) == ([], [], [])


async def test_only_a_clinician_with_a_consultation_sees_it(counselling):
    await counselling.fill_in(13)
    async with counselling.units.write() as uow:
        staff = [await make_staff(uow, role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)]
    for stranger in (counselling.midwife, counselling.psychiatrist, counselling.parent, *staff):
        with pytest.raises(DomainError) as caught:
            await trends(counselling, stranger)
        assert caught.value.code == "records.person_not_found"


async def test_the_reading_stands_in_the_audit_log(counselling):
    await trends(counselling, counselling.counsellor)
    async with counselling.units.read() as uow:
        read = select(AuditEvent.entity, AuditEvent.person_id).where(
            AuditEvent.action == "read", AuditEvent.account_id == counselling.counsellor.account_id
        )
        assert [tuple(row) for row in await uow.session.execute(read)] == [("person", counselling.parent.person_id)]


@pytest.mark.parametrize("role", [*sorted(CLIENTS), Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR])
async def test_the_route_is_for_clinicians(api, application, clock, role):
    counselling = await make_counselling(application.units, clock)
    path = f"/api/persons/{counselling.parent.person_id}/score-trends"
    async with application.units.write() as uow:
        other = await make_staff(uow, role) if role not in CLIENTS else counselling.parent
    assert (await api.as_(other).get(path))[0] == 403
    assert (await api.as_(counselling.midwife).get(path))[0] == 404
    status, seen = await api.as_(counselling.counsellor).get(path)
    assert (status, seen) == (200, {"scales": [], "sessions": [], "tiers": []})
