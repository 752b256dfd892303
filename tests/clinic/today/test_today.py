"""The coordinator sees what waits, in counts and instants, and nothing of anybody."""

from datetime import timedelta
from uuid import uuid4

from booking.services.tables import Modality
from booking.waitlist import service as waitlist
from booking.waitlist.waiting import PartOfDay
from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.encounters import continuing
from clinic.encounters import service as encounters
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from clinic.safety import flags
from core.clock import ManualClock
from core.principal import Principal, Role
from people.practitioners.supervision import set_supervisor
from tests.booking.story import make_town
from tests.clinic.encounters.make import make_consultation
from tests.fixtures.application import Api
from tests.people.make import make_practitioner, make_staff

NOBODY = {"count": 0, "since": None}


async def coordinator(api: Api) -> Api:
    async with api.application.units.write() as uow:
        return api.as_(await make_staff(uow, Role.COORDINATOR))


async def test_a_quiet_day_has_nothing_to_do(api: Api):
    desk = await coordinator(api)
    status, found = await desk.get("/api/today")
    assert status == 200
    assert [found[each] for each in ("waiting", "unanswered", "alerts", "waitlists")] == [NOBODY, NOBODY, NOBODY, []]
    assert found["unsupervised"] == 0


async def test_a_counsellor_without_a_supervising_psychiatrist_is_counted(api: Api):
    desk = await coordinator(api)
    async with api.application.units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    assert (await desk.get("/api/today"))[1]["unsupervised"] == 1
    async with api.application.units.write() as uow:
        assert counsellor.practitioner_id is not None
        await set_supervisor(uow, None, counsellor.practitioner_id, psychiatrist.practitioner_id, 0)
    assert (await desk.get("/api/today"))[1]["unsupervised"] == 0


async def test_who_is_not_let_in_waits_too_long_three_minutes_after_the_start_and_no_more_once_let_in(
    api: Api, clock: ManualClock
):
    desk = await coordinator(api)
    async with api.application.units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    started = clock.now() + timedelta(minutes=5)
    clock.set(started + timedelta(minutes=3))
    assert (await desk.get("/api/today"))[1]["waiting"]["count"] == 0
    clock.set(started + timedelta(minutes=3, seconds=1))
    _, found = await desk.get("/api/today")
    assert found["waiting"] == {"count": 1, "since": started.isoformat(timespec="milliseconds").replace("+00:00", "Z")}
    assert str(encounter.id) not in str(found)
    async with api.application.units.write() as uow:
        await encounters.admit(uow, midwife, encounter.id)
    assert (await desk.get("/api/today"))[1]["waiting"] == NOBODY


async def test_nobody_waits_before_a_room_that_is_closed_for_the_day(api: Api, clock: ManualClock):
    async with api.application.units.write() as uow:
        await make_consultation(uow)
    clock.set(clock.now() + timedelta(hours=5))
    desk = await coordinator(api)
    assert (await desk.get("/api/today"))[1]["waiting"] == NOBODY


async def test_open_alerts_are_counted_with_the_oldest_until_they_are_taken_on(api: Api, clock: ManualClock):
    desk = await coordinator(api)
    units = api.application.units
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR)
    async with units.write() as uow:
        response = await responses.start(
            uow,
            parent,
            questionnaire="phq-9",
            language="ja",
            occasion=Occasion.COURSE_START,
            appointment_id=encounter.appointment_id,
            episode_id=None,
        )
        await responses.answer(uow, parent, response.id, "9", 2)
    raised = clock.now()
    clock.set(raised + timedelta(minutes=3))
    _, found = await desk.get("/api/today")
    assert found["alerts"]["count"] == 1
    assert set(found["alerts"]) == {"count", "since"}
    async with units.write() as uow:
        [flag] = await flags.list_open(uow, counsellor)
        await flags.acknowledge(uow, counsellor, flag.id, None)
    assert (await desk.get("/api/today"))[1]["alerts"] == NOBODY


async def test_who_waits_for_a_time_is_counted_by_service(api: Api):
    desk = await coordinator(api)
    units = api.application.units
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        day = uow.zone.today(uow.now) + timedelta(days=2)
        for parent in town.parents:
            await waitlist.join(uow, parent, town.service_id, day, day, PartOfDay.ANY, None, Modality.VIDEO)
    _, found = await desk.get("/api/today")
    [midwives] = found["waitlists"]
    assert (midwives["count"], midwives["service_id"]) == (2, str(town.service_id))
    assert not any(str(parent.person_id) in str(found) for parent in town.parents)


async def test_who_wrote_and_has_no_answer_for_a_day_is_counted_until_it_is_answered(api: Api, clock: ManualClock):
    units = api.application.units
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow, admitted=True)
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter.id)
        await continuing.open_writing(uow, midwife, encounter.id)
    writer = ChatWriter(units)
    writer.start()

    async def write(who: Principal, body: str) -> None:
        await writer.append(
            encounter.id, Author(account_id=who.account_id, display_name="", role=who.role), uuid4(), body
        )

    try:
        await write(parent, "まだ心配です")
        clock.advance(timedelta(hours=24))
        assert (await (await coordinator(api)).get("/api/today"))[1]["unanswered"] == NOBODY
        clock.advance(timedelta(seconds=1))
        _, found = await (await coordinator(api)).get("/api/today")
        assert found["unanswered"]["count"] == 1
        assert "心配" not in str(found)
        await write(midwife, "お返事です")
        assert (await (await coordinator(api)).get("/api/today"))[1]["unanswered"] == NOBODY
    finally:
        await writer.stop()
