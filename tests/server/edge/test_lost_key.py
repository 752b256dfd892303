"""A key is lost: a clear code instead of the text, nothing half shown, and alerts are seen all the same."""

import pytest

from core.crypto import Vault
from core.live import LiveBus
from core.unit_of_work import Units
from tests.server.policies.world import make_world


@pytest.fixture
async def world(database, clock, zone):
    """A family whose texts were sealed under a key that the application does not have."""
    lost = Units(database, clock, zone, Vault([("lost", bytes(32))]), LiveBus())
    return await make_world(lost, clock)


async def test_what_cannot_be_opened_is_told_by_a_code_and_alerts_are_still_seen(api, world):
    counsellor = api.as_(world.counsellor)
    for path in ("note", "messages"):
        status, problem = await counsellor.get(f"/api/encounters/{world.encounter_id}/{path}")
        assert (status, problem["code"]) == (500, "server.sealed"), path
    status, listed = await counsellor.get("/api/flags")
    assert status == 200
    [flag] = listed["flags"]
    assert (flag["person"]["display_name"], flag["person"]["telephone"]) == ("はな", None)
    assert (await counsellor.post(f"/api/flags/{flag['id']}/acknowledge", json={"comment": "電話した"}))[0] == 200


async def test_what_is_written_from_now_on_can_be_read(api, world):
    number = {"number": "090-8765-4321", "may_ring": True, "may_leave_message": False}
    owner = api.as_(world.owner)
    status, me = await owner.patch("/api/me", json={"telephone": number, "emergency_contact": None})
    assert status == 200, me
    assert (await owner.get("/api/me"))[1]["telephone"]["number"] == "09087654321"
