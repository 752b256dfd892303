"""Encounters and episodes over HTTP."""

from datetime import timedelta
from uuid import uuid4

from clinic.encounters import service
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import PLACE, make_consultation
from tests.fixtures.application import Api
from tests.people.make import make_parent, make_practitioner


async def test_a_parent_arrives_and_both_see_the_encounter(api: Api, units: Units) -> None:
    async with units.write() as uow:
        parent = await make_parent(uow)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        appointment = await make_appointment(uow, parent, counsellor, uow.now + timedelta(minutes=5), "counselling")
    as_parent, as_counsellor = api.as_(parent), api.as_(counsellor)
    path = f"/api/appointments/{appointment.id}/arrive"
    for nowhere in ({"place": None}, {"place": "  "}, {}):
        status, problem = await as_parent.post(path, json=nowhere)
        assert (status, problem["code"]) == (422, "encounters.place_missing")
    status, problem = await as_parent.post(path, json={"place": "x" * 201})
    assert (status, problem["code"]) == (422, "request.invalid")
    status, encounter = await as_parent.post(path, json={"place": PLACE})
    assert (status, encounter["state"], encounter["place"]) == (201, "arrived", None)
    assert encounter["episode_id"] is not None
    status, shown = await as_counsellor.get(f"/api/encounters/{encounter['id']}")
    assert (status, shown["place"]) == (200, PLACE)
    status, waiting = await as_counsellor.get("/api/encounters?state=arrived")
    assert [one["id"] for one in waiting["encounters"]] == [encounter["id"]]
    assert (await as_counsellor.get("/api/encounters?state=in_progress"))[1] == {"encounters": []}
    assert (await as_counsellor.get("/api/encounters?state=asleep"))[0] == 422
    status, episodes = await as_parent.get("/api/episodes")
    assert [(one["id"], one["kind"]) for one in episodes["episodes"]] == [(encounter["episode_id"], "counselling")]


async def test_the_log_of_messages_is_read_in_pages(api: Api, units: Units) -> None:
    async with units.write() as uow:
        parent, midwife, encounter = await make_consultation(uow)
        partner = await make_parent(uow, household=parent)
    writer = ChatWriter(units)
    writer.start()
    author = Author(account_id=parent.account_id, display_name="はな", role=parent.role)
    for number in range(3):
        await writer.append(encounter.id, author, uuid4(), f"{number}")
    await writer.stop()
    path = f"/api/encounters/{encounter.id}/messages"
    status, page = await api.as_(midwife).get(f"{path}?since=1&limit=1")
    assert (status, [one["sequence"] for one in page["messages"]], page["last_sequence"]) == (200, [2], 3)
    for query in ("since=-1", "since=x", "limit=0", "limit=201", "until=3"):
        assert (await api.as_(midwife).get(f"{path}?{query}"))[0] == 422
    assert (await api.as_(partner).get(path))[0] == 404
    assert (await api.get(path))[0] == 401


async def test_only_the_counsellor_closes_the_course(api: Api, units: Units) -> None:
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR, admitted=True)
        await service.finish(uow, counsellor, encounter.id)
        colleague = await make_practitioner(uow, Role.COUNSELLOR)
    path = f"/api/episodes/{encounter.episode_id}/close"

    async def close(who: Principal, outcome: str = "completed") -> int:
        return (await api.as_(who).post(path, json={"outcome": outcome, "reason": "目標に届いた"}))[0]

    assert await close(parent) == 403
    assert await close(colleague) == 404
    assert await close(counsellor, "vanished") == 422
    assert await close(counsellor) == 200
    assert await close(counsellor) == 409
