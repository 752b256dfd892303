"""The alert chain: who is called, when the next are, and what alone ends it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from clinic.assessments import responses
from clinic.assessments.due import FormState
from clinic.assessments.scoring.outcome import SCALES
from clinic.assessments.tables import QuestionnaireResponse
from clinic.encounters import service as encounters
from clinic.safety import assessing, flags, tasks
from clinic.safety.alerts import board, chains, watching
from clinic.safety.alerts.chain import default_chain
from clinic.safety.jobs import handlers
from clinic.safety.kinds import CallState, Channel, FlagKind
from clinic.safety.tables import AlertCall, AlertChain, Flag, RiskAssessment, SafetyTask
from core.errors import DomainError
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.principal import Role
from people.mail.tables import Mail
from people.notices.tables import Notice
from tests.booking.make import make_duty
from tests.clinic.assessments.make import make_counselling
from tests.people.make import make_practitioner, make_staff

FOUND = {
    "immediacy": "soon",
    "plan": "vague",
    "plan_words": "",
    "protection": "姉がいる",
    "company": "adult",
    "company_words": "夫",
    "action": "電話で話した",
    "next_step": "明日もう一度電話する",
}


class Alarm:
    """A parent who answered item 9, with a counsellor on duty, a psychiatrist and a coordinator."""

    def __init__(self, counselling, coordinator):
        self.counselling = counselling
        self.units, self.clock = counselling.units, counselling.clock
        self.counsellor, self.psychiatrist = counselling.counsellor, counselling.psychiatrist
        self.coordinator = coordinator

    async def raise_it(self):
        response = await self.counselling.start()
        await self.counselling.answer(response.id, "9", 2)
        await self.work()
        async with self.units.read() as uow:
            return await uow.session.scalar(select(Flag.id))

    async def work(self):
        await JobRunner(self.units, handlers).drain()

    async def pass_(self, minutes):
        self.clock.advance(timedelta(minutes=minutes))
        await self.work()

    async def called(self, channel=Channel.IN_APP):
        async with self.units.read() as uow:
            query = select(AlertCall.turn, AlertCall.account_id).where(AlertCall.channel == channel)
            return [tuple(row) for row in await uow.session.execute(query.order_by(AlertCall.turn))]

    async def acknowledge(self, principal, flag_id):
        async with self.units.write() as uow:
            return await flags.acknowledge(uow, principal, flag_id, None)

    async def assess(self, principal, flag_id, **changes):
        content = {**FOUND, "next_at": self.clock.now() + timedelta(hours=20), **changes}
        async with self.units.write() as uow:
            return await assessing.assess(uow, principal, flag_id, assessing.RiskAssessmentIn.model_validate(content))

    async def seen_by(self, principal):
        async with self.units.read() as uow:
            return [flag.id for flag in await flags.list_open(uow, principal)]


@pytest.fixture
async def alarm(units, clock):
    counselling = await make_counselling(units, clock)
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        begins = clock.now() - timedelta(hours=1)
        await make_duty(
            uow, counselling.counsellor.practitioner_id, begins, begins + timedelta(hours=12), role=Role.COUNSELLOR
        )
    return Alarm(counselling, coordinator)


async def test_unacknowledged_it_goes_up_and_the_last_step_is_repeated_for_ever(alarm):
    flag_id = await alarm.raise_it()
    on_duty, psychiatrist, desk = (one.account_id for one in (alarm.counsellor, alarm.psychiatrist, alarm.coordinator))
    assert await alarm.called() == [(0, on_duty)]
    await alarm.pass_(2.9)
    assert await alarm.called() == [(0, on_duty)]
    await alarm.pass_(0.1)
    await alarm.pass_(5)
    for _ in range(3):
        await alarm.pass_(10)
    called = [(0, on_duty), (1, psychiatrist), *[(turn, desk) for turn in (2, 3, 4, 5)]]
    assert await alarm.called() == called
    assert await alarm.called(Channel.WEBHOOK) == called
    assert await alarm.seen_by(alarm.psychiatrist) == [flag_id]
    async with alarm.units.read() as uow:
        mails = (await uow.session.scalars(select(Mail))).all()
        notices = (await uow.session.scalars(select(Notice).where(Notice.account_id == desk))).all()
    assert len(mails) == 5
    assert {notice.kind for notice in notices} == {"safety.called"}
    assert {name for notice in notices for name in notice.data} == {"flag_id", "turn"}


async def test_who_is_in_a_consultation_with_the_person_is_called_first_and_sees_what_for(alarm):
    units, counselling = alarm.units, alarm.counselling
    async with units.write() as uow:
        encounter = await encounters.arrive(uow, counselling.parent, counselling.appointment_id, "家")
        await encounters.admit(uow, counselling.counsellor, encounter.id)
    await alarm.raise_it()
    await alarm.pass_(2)
    assert await alarm.called() == [(0, alarm.counsellor.account_id), (1, alarm.counsellor.account_id)]
    async with units.read() as uow:
        asked = (await uow.session.scalars(select(AlertCall.audience).order_by(AlertCall.turn))).all()
    assert asked[0] == "practitioner"
    assert asked[-1] == "duty_counsellor"


async def test_at_each_step_it_is_asked_anew_who_is_on_duty(alarm):
    async with alarm.units.write() as uow:
        late = await make_practitioner(uow, Role.PSYCHIATRIST)
        begins = alarm.clock.now() + timedelta(minutes=2)
        await make_duty(uow, late.practitioner_id, begins, begins + timedelta(hours=8), role=Role.PSYCHIATRIST)
    await alarm.raise_it()
    await alarm.pass_(3)
    assert await alarm.called() == [(0, alarm.counsellor.account_id), (1, late.account_id)]


async def test_running_a_step_again_calls_nobody_twice(alarm):
    flag_id = await alarm.raise_it()
    for _ in range(2):
        async with alarm.units.write() as uow:
            await handlers["safety.step"](uow, {"flag_id": str(flag_id), "turn": 0})
    assert len(await alarm.called()) == 1


async def test_a_step_that_finds_nobody_says_so_and_the_next_are_called_at_once(units, clock):
    counselling = await make_counselling(units, clock)
    alarm = Alarm(counselling, None)
    await alarm.raise_it()
    async with units.read() as uow:
        rows = (await uow.session.execute(select(AlertCall.audience, AlertCall.state).order_by(AlertCall.id))).all()
    nobody = [row.audience for row in rows if row.state == CallState.NOBODY]
    assert nobody == ["practitioner", "duty_counsellor"]
    assert await alarm.called() == [(0, counselling.psychiatrist.account_id)]


async def test_taken_on_the_chain_rests_and_without_an_assessment_in_time_it_goes_on_up(alarm):
    flag_id = await alarm.raise_it()
    await alarm.acknowledge(alarm.counsellor, flag_id)
    await alarm.pass_(29)
    assert await alarm.called() == [(0, alarm.counsellor.account_id)]
    assert await alarm.seen_by(alarm.psychiatrist) == []
    await alarm.pass_(1)
    assert (await alarm.called())[-1][1] == alarm.psychiatrist.account_id
    assert await alarm.seen_by(alarm.psychiatrist) == [flag_id]
    taken = await alarm.acknowledge(alarm.psychiatrist, flag_id)
    assert taken.acknowledged_by.account_id == alarm.psychiatrist.account_id


async def test_it_ends_with_an_assessment_that_is_sealed_and_becomes_a_task(alarm):
    flag_id = await alarm.raise_it()
    closed = await alarm.assess(alarm.counsellor, flag_id)
    assert closed.closed_at == alarm.clock.now()
    await alarm.pass_(600)
    assert len(await alarm.called()) == 1
    assert await alarm.seen_by(alarm.counsellor) == []
    async with alarm.units.read() as uow:
        written = await uow.session.scalar(select(RiskAssessment))
        assert "電話で話した" in uow.vault.open(written.content_sealed, f"risk_assessment:{written.id}")
        assert "電話".encode() not in written.content_sealed
        (task,) = await tasks.list_tasks(uow, alarm.counsellor)
    assert (task.step, task.is_mine) == ("明日もう一度電話する", True)
    with pytest.raises(DomainError) as caught:
        await alarm.assess(alarm.psychiatrist, flag_id)
    assert caught.value.code == "safety.flag_closed"


@pytest.mark.parametrize("hours", [0, -1, 24 * 91])
async def test_what_was_agreed_has_a_time_to_come(alarm, hours):
    flag_id = await alarm.raise_it()
    with pytest.raises(DomainError) as caught:
        await alarm.assess(alarm.counsellor, flag_id, next_at=alarm.clock.now() + timedelta(hours=hours))
    assert caught.value.code == "safety.next_at"
    assert await alarm.seen_by(alarm.counsellor) == [flag_id]


async def test_the_database_itself_refuses_to_close_an_alert_without_an_assessment(alarm):
    await alarm.raise_it()
    with pytest.raises(IntegrityError):
        async with alarm.units.write() as uow:
            await uow.session.execute(update(Flag).values(closed_at=uow.now))


async def test_a_promise_is_shown_until_it_is_done_and_told_when_it_is_late(alarm):
    await alarm.assess(alarm.counsellor, await alarm.raise_it())
    await alarm.pass_(20 * 60)
    await alarm.pass_(60)
    async with alarm.units.read() as uow:
        told = [(row.account_id, row.kind) for row in await uow.session.scalars(select(Notice).order_by(Notice.id))]
        task_id = await uow.session.scalar(select(SafetyTask.id))
    assert told.count((alarm.counsellor.account_id, "safety.task_due")) == 1
    late = {account for account, kind in told if kind == "safety.task_late"}
    assert late == {one.account_id for one in (alarm.counsellor, alarm.psychiatrist, alarm.coordinator)}
    async with alarm.units.write() as uow:
        await tasks.finish(uow, alarm.psychiatrist, task_id, "話せた")
    async with alarm.units.read() as uow:
        assert await tasks.list_tasks(uow, alarm.counsellor) == []


async def test_a_step_whose_job_was_lost_is_made_by_the_watch(alarm):
    await alarm.raise_it()
    async with alarm.units.write() as uow:
        await uow.session.execute(update(OutboxJob).values(dead_at=uow.now))
    await alarm.pass_(10)
    assert len(await alarm.called()) == 1
    async with alarm.units.write() as uow:
        await watching.make_missed_steps(uow, {})
    assert (await alarm.called())[-1] == (1, alarm.psychiatrist.account_id)


async def test_a_total_at_the_limit_raises_an_alert_and_one_below_does_not(alarm):
    limit = default_chain().phq9_limit
    await alarm.counselling.fill_in(limit - 1)
    assert await alarm.seen_by(alarm.psychiatrist) == []
    async with alarm.units.write() as uow:
        changed = default_chain().model_copy(update={"phq9_limit": limit - 1})
        await chains.change(uow, alarm.coordinator, changed, 0)
    async with alarm.units.write() as uow:
        row = await uow.session.scalar(select(QuestionnaireResponse))
        row.state = FormState.IN_PROGRESS
    async with alarm.units.write() as uow:
        await responses.complete(uow, alarm.counselling.parent, row.id)
    async with alarm.units.read() as uow:
        (flag,) = await flags.list_open(uow, alarm.psychiatrist)
    assert (flag.kind, flag.answer) == (FlagKind.PHQ9_TOTAL, limit - 1)


def test_each_scale_has_its_own_limit_and_the_scale_without_one_raises_nothing_by_its_total():
    chain = default_chain()
    assert [chain.limit_of(code) for code in ("phq-9", "epds", "gad-7", "satisfaction")] == [20, 20, 15, None]
    assert responses.TOTAL_FLAGS.keys() == {code for code, scale in SCALES.items() if code != "phq-2"}
    assert responses.SELF_HARM_FLAGS.keys() == {code for code, scale in SCALES.items() if scale.self_harm is not None}


async def test_a_chain_that_was_stored_before_there_were_other_limits_still_holds(alarm):
    old = default_chain().model_dump(mode="json", exclude={"gad7_limit"})
    async with alarm.units.write() as uow:
        uow.session.add(AlertChain(version=1, content=old, changed_at=uow.now, changed_by=alarm.coordinator.account_id))
    async with alarm.units.read() as uow:
        assert (await chains.in_force(uow)).chain.limit_of("gad-7") is None


async def test_a_clinician_raises_an_alert_of_their_own_person_and_of_nobody_elses(alarm):
    parent = alarm.counselling.parent
    async with alarm.units.write() as uow:
        raised = await flags.raise_judged(uow, alarm.counsellor, parent.person_id, FlagKind.HOME_VIOLENCE, "あざがある")
    await alarm.work()
    assert (raised.kind, raised.comment) == (FlagKind.HOME_VIOLENCE, "あざがある")
    assert await alarm.called() == [(0, alarm.counsellor.account_id)]
    async with alarm.units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await flags.raise_judged(uow, alarm.counselling.midwife, parent.person_id, FlagKind.SELF_HARM, None)
    assert caught.value.code == "records.person_not_found"


async def test_the_board_tells_the_coordinator_who_was_called_and_not_of_whom(alarm):
    flag_id = await alarm.raise_it()
    await alarm.pass_(3)
    async with alarm.units.read() as uow:
        (seen,) = (await board.show(uow, alarm.counsellor)).alerts
        (counted,) = (await board.show(uow, alarm.coordinator)).alerts
    assert (seen.id, seen.person, seen.kind, seen.step) == (flag_id, "はな", FlagKind.PHQ9_ITEM_9, "psychiatrist")
    assert (counted.person, counted.kind, counted.calls) == (None, None, seen.calls)
    assert {(call.name, call.channel, call.state) for call in seen.calls if call.audience == "psychiatrist"} == {
        ("田中 樹", Channel.IN_APP, CallState.DELIVERED),
        ("田中 樹", Channel.PUSH, CallState.UNREACHABLE),
        ("田中 樹", Channel.MAIL, CallState.QUEUED),
        ("田中 樹", Channel.WEBHOOK, CallState.QUEUED),
    }


async def test_a_drill_calls_as_an_alert_does_says_that_it_is_one_and_ends_with_the_first_answer(alarm):
    async with alarm.units.write() as uow:
        drill_id = await flags.raise_drill(uow, alarm.coordinator)
    await alarm.work()
    await alarm.pass_(3)
    assert await alarm.called() == [(0, alarm.counsellor.account_id), (1, alarm.psychiatrist.account_id)]
    async with alarm.units.read() as uow:
        kinds = set(await uow.session.scalars(select(Notice.kind)))
        mails = set(await uow.session.scalars(select(Mail.kind)))
        (seen,) = (await board.show(uow, alarm.coordinator)).alerts
    assert (kinds, mails, seen.is_drill) == ({"safety.drill"}, {"alert_drill"}, True)
    with pytest.raises(DomainError):
        await alarm.assess(alarm.psychiatrist, drill_id)
    answered = await alarm.acknowledge(alarm.psychiatrist, drill_id)
    assert (answered.person, answered.closed_at) == (None, alarm.clock.now())
    await alarm.pass_(60)
    assert len(await alarm.called()) == 2


async def test_of_two_who_change_the_chain_the_second_is_told(alarm):
    changed = default_chain().model_copy(update={"assess_minutes": 20})
    async with alarm.units.write() as uow:
        assert (await chains.change(uow, alarm.coordinator, changed, 0)).version == 1
    async with alarm.units.write() as uow:
        with pytest.raises(DomainError) as caught:
            await chains.change(uow, alarm.coordinator, default_chain(), 0)
    assert caught.value.code == "safety.chain_changed"
