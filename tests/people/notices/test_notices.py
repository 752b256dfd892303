import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from core.principal import Role
from core.unit_of_work import Units
from people.notices.service import notify
from people.notices.tables import Notice
from tests.people.conftest import House
from tests.people.make import make_parent, make_practitioner


async def test_who_is_told_something_finds_it_and_their_browser_is_hinted(house: House) -> None:
    appointment = str(uuid4())
    async with house.units.write() as uow:
        parent, midwife = await make_parent(uow), await make_practitioner(uow, Role.MIDWIFE)
        both = [parent.account_id, midwife.account_id]
        await notify(uow, both, "appointment.booked", f"appointment.booked:{appointment}", {"id": appointment})
        assert house.events == []
    hinted = {event.topic for event in house.events if event.name == "hint" and event.data == {"topic": "notices"}}
    assert hinted == {f"account:{account_id}" for account_id in both}
    page = (await (await house.browser_of(parent)).get("/api/notices")).body
    (notice,) = page["notices"]
    assert page["unseen"] == 1
    assert notice == {
        "id": notice["id"],
        "kind": "appointment.booked",
        "data": {"id": appointment},
        "created_at": "2026-11-24T01:00:00.000Z",
        "seen_at": None,
    }


async def test_telling_the_same_again_makes_no_second_notice_and_no_second_hint(house: House) -> None:
    async with house.units.write() as uow:
        parent, other = await make_parent(uow), await make_parent(uow)
        assert await notify(uow, [parent.account_id], "x", "x:1", {}) == [parent.account_id]
    house.events.clear()
    async with house.units.write() as uow:
        assert await notify(uow, [parent.account_id, parent.account_id], "x", "x:1", {}) == []
        assert await notify(uow, [parent.account_id, other.account_id], "x", "x:1", {}) == [other.account_id]
        assert await notify(uow, [], "x", "x:1", {}) == []
    assert [event.topic for event in house.events] == [f"account:{other.account_id}"]
    async with house.units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Notice)) == 2


async def test_workers_that_tell_the_same_at_once_tell_it_once(units: Units) -> None:
    async with units.write() as uow:
        accounts = [(await make_parent(uow)).account_id for _ in range(3)]

    async def tell() -> int:
        async with units.write() as uow:
            return len(await notify(uow, accounts, "x", "x:1", {}))

    assert sum(await asyncio.gather(*(tell() for _ in range(4)))) == 3


async def test_a_notice_holds_no_text(units: Units) -> None:
    async with units.write() as uow:
        with pytest.raises(ValueError, match="no text"):
            await notify(uow, [uuid4()], "x", "x:1", {"note": "a" * 65})


async def test_what_was_seen_stays_seen(house: House) -> None:
    async with house.units.write() as uow:
        parent = await make_parent(uow)
        for number in range(3):
            await notify(uow, [parent.account_id], "x", f"x:{number}", {"number": number})
    browser = await house.browser_of(parent)
    newest = (await browser.get("/api/notices")).body["notices"][0]
    assert newest["data"] == {"number": 2}
    assert (await browser.post(f"/api/notices/{newest['id']}/seen")).status == 204
    assert (await browser.post(f"/api/notices/{newest['id']}/seen")).status == 204
    page = (await browser.get("/api/notices")).body
    assert page["unseen"] == 2
    assert page["notices"][0]["seen_at"] == "2026-11-24T01:00:00.000Z"


async def test_notices_come_in_pages_the_newest_first(house: House) -> None:
    async with house.units.write() as uow:
        parent = await make_parent(uow)
        for number in range(5):
            await notify(uow, [parent.account_id], "x", f"x:{number}", {"number": number})
    browser = await house.browser_of(parent)
    first = (await browser.get("/api/notices?limit=3")).body["notices"]
    rest = (await browser.get(f"/api/notices?limit=3&before={first[-1]['id']}")).body["notices"]
    assert [notice["data"]["number"] for notice in (*first, *rest)] == [4, 3, 2, 1, 0]
    assert (await browser.get("/api/notices?limit=1000")).code == "request.invalid"


async def test_anothers_notice_is_not_found_not_even_within_the_household(house: House) -> None:
    async with house.units.write() as uow:
        parent = await make_parent(uow)
        partner = await make_parent(uow, household=parent)
        stranger = await make_practitioner(uow)
        await notify(uow, [parent.account_id], "x", "x:1", {})
    async with house.units.read() as uow:
        notice_id: UUID = (await uow.session.scalars(select(Notice.id))).one()
    for principal in (partner, stranger):
        browser = await house.browser_of(principal)
        assert (await browser.get("/api/notices")).body == {"notices": [], "unseen": 0}
        answer = await browser.post(f"/api/notices/{notice_id}/seen")
        assert (answer.status, answer.code) == (404, "notices.not_found")
    assert (await (await house.browser_of(parent)).get("/api/notices")).body["unseen"] == 1
