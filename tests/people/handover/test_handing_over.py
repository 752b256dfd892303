import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.principal import Role
from people.accounts.tables import Account, SignInSession
from people.handover.service import LINK_LIFE, OPENED_NOTICE
from people.notices.tables import Notice
from tests.people.conftest import PASSWORD, Answer, Browser, House
from tests.people.make import make_practitioner

PLACE = "/consultation/0193a000-0000-7000-8000-000000000001"
NEW = "kumquat-harbour-77"


async def token_of(browser: Browser, path: str = PLACE) -> str:
    made = await browser.post("/api/me/handover", {"path": path})
    assert made.status == 200, made.body
    page, _, token = made.body["path"].partition("#")
    assert page == "/open"
    return str(token)


async def redeem(browser: Browser, token: str, cookie: str | None = None) -> Answer:
    return await browser.post("/api/auth/handover/redeem", {"token": token}, cookie)


async def test_the_link_shows_whom_it_signs_in_before_it_does(browser: Browser, house: House) -> None:
    await browser.register()
    token = await token_of(browser)
    other = await house.open_browser()
    for _ in range(2):
        shown = await other.post("/api/auth/handover/preview", {"token": token})
        assert (shown.status, shown.body["display_name"], shown.cookies) == (200, "はな", {})
    assert (await redeem(other, token)).status == 200


async def test_the_other_browser_is_signed_in_on_the_page_and_stays_so(browser: Browser, house: House) -> None:
    await browser.register()
    other = await house.open_browser()
    opened = await redeem(other, await token_of(browser))
    assert (opened.status, opened.body["path"]) == (200, PLACE)
    assert opened.body["signed_in"]["me"]["display_name"] == "はな"
    # Signing out where it came from leaves the other one signed in.
    await browser.post("/api/auth/sign-out")
    assert (await other.post("/api/auth/refresh")).status == 200


async def test_the_first_browser_learns_that_the_link_was_used(browser: Browser, house: House) -> None:
    await browser.register()
    assert (await browser.get("/api/me/handover")).body == {"opened": False}
    token = await token_of(browser)
    assert (await browser.get("/api/me/handover")).body == {"opened": False}
    await redeem(await house.open_browser(), token)
    assert (await browser.get("/api/me/handover")).body == {"opened": True}
    await token_of(browser)
    assert (await browser.get("/api/me/handover")).body == {"opened": False}


async def test_the_account_is_told_that_a_browser_was_opened(browser: Browser, house: House) -> None:
    await browser.register()
    await redeem(await house.open_browser(), await token_of(browser))
    async with house.units.read() as uow:
        told = (await uow.session.scalars(select(Notice).where(Notice.kind == OPENED_NOTICE))).one()
    assert told.data == {"opened_at": house.clock.now().isoformat()}


async def test_a_link_is_good_once_and_its_sisters_are_used_up_with_it(browser: Browser, house: House) -> None:
    await browser.register()
    first, second = await token_of(browser), await token_of(browser)
    other = await house.open_browser()
    assert (await redeem(other, first)).status == 200
    for used in (first, second):
        again = await redeem(other, used)
        assert (again.status, again.code) == (410, "people.link_over")


async def test_of_two_who_use_a_link_at_once_one_gets_in(browser: Browser, house: House) -> None:
    await browser.register()
    token = await token_of(browser)
    browsers = [await house.open_browser() for _ in range(4)]
    answers = await asyncio.gather(*(redeem(each, token) for each in browsers))
    assert sorted(answer.status for answer in answers) == [200, 410, 410, 410]
    async with house.units.read() as uow:
        assert len((await uow.session.scalars(select(SignInSession))).all()) == 2


async def test_a_link_ends_after_ten_minutes(browser: Browser, house: House) -> None:
    await browser.register()
    token = await token_of(browser)
    house.clock.advance(LINK_LIFE - timedelta(seconds=1))
    other = await house.open_browser()
    assert (await other.post("/api/auth/handover/preview", {"token": token})).status == 200
    house.clock.advance(timedelta(seconds=1))
    for path in ("preview", "redeem"):
        late = await other.post(f"/api/auth/handover/{path}", {"token": token})
        assert (late.status, late.code) == (410, "people.link_over")


@pytest.mark.parametrize("way", ["everywhere", "password", "blocked"])
async def test_who_is_shut_out_is_shut_out_with_the_links_they_made(browser: Browser, house: House, way: str) -> None:
    await browser.register()
    token = await token_of(browser)
    if way == "everywhere":
        await browser.post("/api/auth/sign-out-everywhere")
    elif way == "password":
        changed = await browser.post("/api/me/password", {"current_password": PASSWORD, "new_password": NEW})
        assert changed.status == 204
    else:
        async with house.units.write() as uow:
            (await uow.session.scalars(select(Account))).one().blocked_at = uow.now
    refused = await redeem(await house.open_browser(), token)
    assert (refused.status, refused.code) == (410, "people.link_over")


async def test_another_person_who_is_signed_in_there_is_signed_out(browser: Browser, house: House) -> None:
    await browser.register()
    other = await house.open_browser()
    await other.register(email="aoi@example.com", display_name="あおい")
    before = other.refresh_token()
    assert (await redeem(other, await token_of(browser))).status == 200
    assert (await other.get("/api/me")).code == "auth.signed_out"
    refused = await (await house.open_browser()).post("/api/auth/refresh", cookie=before)
    assert (refused.status, refused.code) == (401, "auth.signed_out")
    other.token = None
    assert (await other.post("/api/auth/refresh")).body["me"]["display_name"] == "はな"


async def test_a_second_tab_of_the_same_person_stays_signed_in(browser: Browser) -> None:
    await browser.register()
    assert (await redeem(browser, await token_of(browser))).status == 200
    assert (await browser.get("/api/me")).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example/",
        "/consultation/../work",
        "/family",
        f"{PLACE}/x",
        "",
        "/a" * 99,
    ],
)
async def test_a_link_leads_to_pages_of_consultations_alone(browser: Browser, path: str) -> None:
    await browser.register()
    refused = await browser.post("/api/me/handover", {"path": path})
    assert (refused.status, refused.code) == (422, "request.invalid")


async def test_staff_sign_in_with_their_password_everywhere(house: House) -> None:
    async with house.units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
    browser = await house.browser_of(midwife)
    refused = await browser.post("/api/me/handover", {"path": "/"})
    assert (refused.status, refused.code) == (403, "auth.role_not_allowed")
