"""Item 9 and its flag."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from clinic.assessments import reading, responses
from clinic.assessments.due import Occasion
from clinic.safety import flags
from clinic.safety.jobs import handlers
from clinic.safety.tables import Flag
from core.errors import DomainError
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.principal import Role
from people.accounts import service as accounts
from people.notices.tables import Notice
from people.persons import profile
from people.persons import service as persons
from people.persons.contacts import EmergencyContact
from people.persons.tables import Person
from tests.booking.make import make_appointment, make_duty
from tests.clinic.assessments.make import answers_of_total, make_counselling
from tests.people.make import make_parent, make_practitioner, make_staff


@pytest.fixture
async def counselling(units, clock):
    return await make_counselling(units, clock)


async def seen_by(counselling, principal):
    async with counselling.units.read() as uow:
        return list(await flags.list_open(uow, principal))


async def acknowledge(counselling, principal, flag_id, comment=None):
    async with counselling.units.write() as uow:
        return await flags.acknowledge(uow, principal, flag_id, comment)


async def work_off(counselling):
    await JobRunner(counselling.units, handlers).drain()


async def told(counselling):
    async with counselling.units.read() as uow:
        rows = await uow.session.execute(select(Notice.account_id, Notice.kind))
        return sorted((account, kind) for account, kind in rows)


@pytest.mark.parametrize("value", [1, 2, 3])
async def test_item_nine_above_zero_raises_its_flag_at_that_moment(counselling, value):
    response = await counselling.start()
    answered = await counselling.answer(response.id, "9", value)
    assert answered.crisis
    for principal in (counselling.counsellor, counselling.psychiatrist):
        (flag,) = await seen_by(counselling, principal)
        assert (flag.kind, flag.answer, flag.source_id) == ("phq9_item_9", value, response.id)
        assert flag.person.id == counselling.parent.person_id


async def test_other_answers_raise_nothing(counselling):
    response = await counselling.start()
    for link_id, value in (("9", 0), ("1", 3), ("2", 3), ("difficulty", 3)):
        assert not (await counselling.answer(response.id, link_id, value)).crisis
    assert await seen_by(counselling, counselling.counsellor) == []


async def test_a_flag_stands_after_going_back_changing_and_leaving(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 2)
    changed = await counselling.answer(response.id, "9", 0)
    assert (changed.answers["9"], changed.crisis) == (0, True)
    async with counselling.units.write() as uow:
        assert (await responses.skip(uow, counselling.parent, response.id)).crisis
    (flag,) = await seen_by(counselling, counselling.counsellor)
    assert flag.answer == 2
    async with counselling.units.read() as uow:
        assert (await reading.show(uow, counselling.parent, response.id)).crisis


async def test_answering_again_raises_no_second_flag_and_keeps_the_heaviest_answer(counselling):
    response = await counselling.start()
    for value in (1, 1, 3, 2, 0, 1):
        await counselling.answer(response.id, "9", value)
    (flag,) = await seen_by(counselling, counselling.counsellor)
    assert flag.answer == 3
    await work_off(counselling)
    assert len(await told(counselling)) == 2


async def test_a_heavier_answer_after_the_acknowledgement_raises_it_anew(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    (flag,) = await seen_by(counselling, counselling.counsellor)
    await acknowledge(counselling, counselling.counsellor, flag.id)
    await counselling.answer(response.id, "9", 1)
    assert await seen_by(counselling, counselling.psychiatrist) == []
    await counselling.answer(response.id, "9", 3)
    (again,) = await seen_by(counselling, counselling.psychiatrist)
    assert (again.answer, again.id != flag.id) == (3, True)


async def test_two_answers_at_once_raise_one_flag(counselling):
    response = await counselling.start()
    await asyncio.gather(*(counselling.answer(response.id, "9", 2) for _ in range(6)))
    assert len(await seen_by(counselling, counselling.counsellor)) == 1


async def test_if_the_flag_cannot_be_written_the_answer_is_not_either(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 0)
    async with counselling.units.write() as uow:
        await uow.session.execute(text("ALTER TABLE flags RENAME TO flags_away"))
    with pytest.raises(DBAPIError):
        await counselling.answer(response.id, "9", 3)
    async with counselling.units.write() as uow:
        await uow.session.execute(text("ALTER TABLE flags_away RENAME TO flags"))
    async with counselling.units.read() as uow:
        assert (await reading.show(uow, counselling.parent, response.id)).answers == {"9": 0}
        assert await uow.session.scalar(select(func.count()).select_from(OutboxJob)) == 0


async def test_the_flag_and_its_job_are_committed_with_the_answer(counselling):
    response = await counselling.start()
    with suppress(ZeroDivisionError):
        async with counselling.units.write() as uow:
            await responses.answer(uow, counselling.parent, response.id, "9", 3)
            1 / 0  # noqa: B018
    async with counselling.units.read() as uow:
        for table in (Flag, OutboxJob):
            assert await uow.session.scalar(select(func.count()).select_from(table)) == 0


async def test_the_practitioner_concerned_every_counsellor_and_the_psychiatrist_see_it_and_nobody_else(counselling):
    async with counselling.units.write() as uow:
        other_counsellor = await make_staff(uow, Role.COUNSELLOR, "別の人")
        doctor = await make_staff(uow, Role.DOCTOR)
        coordinator = await make_staff(uow, Role.COORDINATOR)
        officer = await make_staff(uow, Role.OFFICER)
        partner = await make_parent(uow, role=Role.FAMILY, household=counselling.parent)
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    for principal in (counselling.counsellor, other_counsellor, counselling.psychiatrist):
        assert len(await seen_by(counselling, principal)) == 1
    (flag,) = await seen_by(counselling, counselling.counsellor)
    for principal in (counselling.midwife, doctor, coordinator, officer, partner, counselling.parent):
        assert await seen_by(counselling, principal) == []
        with pytest.raises(DomainError) as caught:
            await acknowledge(counselling, principal, flag.id)
        assert caught.value.code == "safety.flag_not_found"
    await work_off(counselling)
    expected = {one.account_id for one in (counselling.counsellor, other_counsellor, counselling.psychiatrist)}
    raised = [account for account, kind in await told(counselling) if kind == "safety.flag_raised"]
    assert raised == sorted(expected)


async def test_a_practitioner_of_another_profession_who_gives_the_course_sees_the_flag(units, clock):
    counselling = await make_counselling(units, clock)
    async with units.write() as uow:
        parent = await make_parent(uow, "ゆき")
        await make_appointment(uow, parent, counselling.midwife, clock.now() + timedelta(hours=1), "counselling")
    counselling.parent = parent
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    assert len(await seen_by(counselling, counselling.midwife)) == 1


async def test_the_flag_goes_to_who_leads_the_course_now(counselling):
    await counselling.fill_in(12)
    await counselling.hold_session()
    counselling.clock.advance(timedelta(days=20))
    await counselling.close_course()
    response = await counselling.start(Occasion.COURSE_END)
    await counselling.answer(response.id, "9", 1)
    (flag,) = await seen_by(counselling, counselling.psychiatrist)
    assert flag.practitioner_id == counselling.counsellor.practitioner_id


async def test_who_takes_it_on_has_it_until_it_is_assessed_and_the_others_learn_who(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 2)
    (flag,) = await seen_by(counselling, counselling.psychiatrist)
    counselling.clock.advance(timedelta(minutes=2))
    taken = await acknowledge(counselling, counselling.psychiatrist, flag.id, "電話しました")
    assert taken.acknowledged_at == counselling.clock.now()
    assert taken.acknowledged_by.account_id == counselling.psychiatrist.account_id
    assert taken.comment == "電話しました"
    assert await seen_by(counselling, counselling.counsellor) == []
    assert await seen_by(counselling, counselling.psychiatrist) == [taken]
    counselling.clock.advance(timedelta(minutes=1))
    assert await acknowledge(counselling, counselling.counsellor, flag.id, "私も") == taken


async def test_of_two_who_acknowledge_at_once_one_has_it_and_both_learn_who(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 2)
    (flag,) = await seen_by(counselling, counselling.psychiatrist)
    both = await asyncio.gather(
        acknowledge(counselling, counselling.psychiatrist, flag.id),
        acknowledge(counselling, counselling.counsellor, flag.id),
    )
    assert both[0] == both[1]


async def test_a_lost_key_hides_details_and_never_the_flag(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 2)
    async with counselling.units.write() as uow:
        await uow.session.execute(update(Flag).values(answer_sealed=b"lost"))
        await uow.session.execute(update(Person).values(telephone_sealed=b"lost", emergency_contact_sealed=b"lost"))
    (flag,) = await seen_by(counselling, counselling.counsellor)
    assert (flag.answer, flag.person.telephone, flag.person.emergency_contact) == (1, None, None)
    await counselling.answer(response.id, "9", 3)
    (flag,) = await seen_by(counselling, counselling.counsellor)
    assert flag.answer == 3


async def test_a_flag_never_expires(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    counselling.clock.advance(timedelta(days=3650))
    assert len(await seen_by(counselling, counselling.counsellor)) == 1


async def test_the_flag_shows_how_to_reach_the_person(counselling):
    async with counselling.units.write() as uow:
        person = await persons.get_person(uow, counselling.parent.person_id)
        profile.set_emergency_contact(uow, person, EmergencyContact("たろう", "03-1234-5678", "夫"))
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    (flag,) = await seen_by(counselling, counselling.counsellor)
    assert flag.person.telephone.may_ring
    assert flag.person.emergency_contact.name == "たろう"


async def test_running_the_job_twice_tells_nobody_twice(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    async with counselling.units.read() as uow:
        flag_id = await uow.session.scalar(select(Flag.id))
    for _ in range(2):
        async with counselling.units.write() as uow:
            await handlers["safety.flag_raised"](uow, {"flag_id": str(flag_id)})
    assert len(await told(counselling)) == 2


async def test_when_nobody_can_be_told_the_coordinators_are_told_that(counselling):
    response = await counselling.start()
    async with counselling.units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        for principal in (counselling.counsellor, counselling.psychiatrist):
            await accounts.block(uow, principal.account_id)
    await counselling.answer(response.id, "9", 3)
    await work_off(counselling)
    desk = coordinator.account_id
    assert await told(counselling) == [(desk, "safety.called"), (desk, "safety.nobody_to_alert")]


async def on_duty(counselling, principal, **values):
    now = counselling.clock.now()
    async with counselling.units.write() as uow:
        begins, ends = now - timedelta(hours=1), now + timedelta(hours=1)
        await make_duty(uow, principal.practitioner_id, begins, ends, role=principal.role, **values)


async def notices_of(counselling, account_id):
    async with counselling.units.read() as uow:
        return list(await uow.session.scalars(select(Notice).where(Notice.account_id == account_id)))


@pytest.mark.parametrize("duty", ["active", "on_call"])
async def test_who_is_on_duty_now_learns_that_the_alert_is_theirs_and_the_others_are_told_too(counselling, duty):
    async with counselling.units.write() as uow:
        night = await make_practitioner(uow, Role.COUNSELLOR)
        coordinator = await make_staff(uow, Role.COORDINATOR)
    await on_duty(counselling, night, duty=duty)
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    await work_off(counselling)
    [theirs] = await notices_of(counselling, night.account_id)
    assert theirs.data["on_duty"] == 1
    for principal in (counselling.counsellor, counselling.psychiatrist):
        [notice] = await notices_of(counselling, principal.account_id)
        assert "on_duty" not in notice.data
    assert await notices_of(counselling, coordinator.account_id) == []


async def test_when_the_rota_names_nobody_all_are_told_and_the_coordinators_learn_of_the_gap(counselling):
    async with counselling.units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        doctor = await make_practitioner(uow, Role.DOCTOR)
        sick = await make_practitioner(uow, Role.COUNSELLOR)
        today = uow.zone.today(uow.now)
        await absences.add(uow, sick.practitioner_id, today, today, AbsenceKind.SICK)
    await on_duty(counselling, doctor)
    await on_duty(counselling, sick)
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    await work_off(counselling)
    assert set(await told(counselling)) == {
        (counselling.counsellor.account_id, "safety.flag_raised"),
        (counselling.psychiatrist.account_id, "safety.flag_raised"),
        (sick.account_id, "safety.flag_raised"),
        (coordinator.account_id, "safety.nobody_on_duty"),
    }


async def test_a_blocked_account_on_duty_counts_as_nobody(counselling):
    async with counselling.units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        gone = await make_practitioner(uow, Role.COUNSELLOR)
        await accounts.block(uow, gone.account_id)
    await on_duty(counselling, gone)
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    await work_off(counselling)
    assert (coordinator.account_id, "safety.nobody_on_duty") in await told(counselling)


async def test_the_pages_of_those_concerned_are_hinted_after_the_commit(counselling, live):
    events = []

    async def note(event):
        events.append(event)

    live.subscribe(note)
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    hinted = {event.topic for event in events if event.data.get("topic") == "flags"}
    assert hinted == {
        "role:coordinator",
        "role:counsellor",
        "role:psychiatrist",
        f"account:{counselling.counsellor.account_id}",
    }
    assert all(set(event.data) <= {"topic", "id"} for event in events)


async def test_a_full_form_with_a_flag_still_has_its_total(counselling):
    response = await counselling.start()
    for link_id, value in {**answers_of_total(10), "9": 1}.items():
        await counselling.answer(response.id, link_id, value)
    completed = await counselling.complete(response.id)
    assert (completed.total, completed.band, completed.crisis) == (11, "moderate", True)
