"""A page tells how its call went, and the server adds whose report it is."""

from sqlalchemy import select

from clinic.calls.quality import Ending
from clinic.calls.tables import CallReport
from core.unit_of_work import Units
from tests.signaling.conftest import Node, Room, report


async def _kept(units: Units) -> list[CallReport]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(CallReport)))


async def test_each_side_keeps_its_own_report_and_a_repeat_makes_no_second(
    node: Node, admitted: Room, units: Units
) -> None:
    parent, _ = await node.join(admitted.parent, admitted.encounter_id)
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    for client in (parent, midwife, parent):
        await client.done("call.report", report())
    await midwife.done("encounter.finish", {})
    await parent.done("call.report", report(seconds=61, ended="finished"))
    kept = {row.role: row for row in await _kept(units)}
    assert kept.keys() == {admitted.parent.role, admitted.midwife.role}
    assert kept[admitted.parent.role].ended is Ending.FINISHED
    assert kept[admitted.midwife.role].ended is None


async def test_before_admission_there_is_no_call_to_report(node: Node, room: Room, units: Units) -> None:
    parent, _ = await node.join(room.parent, room.encounter_id)
    assert await parent.refused("call.report", report()) == "encounters.not_admitted"
    assert await _kept(units) == []


async def test_reports_come_about_once_a_minute_and_a_flood_is_slowed_down(node: Node, admitted: Room) -> None:
    parent, _ = await node.join(admitted.parent, admitted.encounter_id)
    for seconds in range(30):
        await parent.done("call.report", report(seconds=seconds))
    assert await parent.refused("call.report", report()) == "socket.too_many"


async def test_that_a_picture_is_withheld_for_the_line_is_told_and_known_to_who_comes_later(
    node: Node, admitted: Room
) -> None:
    parent, _ = await node.join(admitted.parent, admitted.encounter_id)
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "video"})
    await parent.done("media.state", {"microphone": True, "camera": False, "weak_line": True})
    assert (await midwife.until("media.state"))["weak_line"] is True
    (peer,) = (await midwife.done("call.enter", {"media": "video"}))["peers"]
    assert (peer["camera"], peer["weak_line"]) == (False, True)
    await parent.done("call.enter", {"media": "video"})
    entered = await midwife.until("call.entered", lambda data: data["peer"]["camera"])
    assert entered["peer"]["weak_line"] is False
