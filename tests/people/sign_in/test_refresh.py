import asyncio
from datetime import timedelta

from sqlalchemy import select

from core.clock import ManualClock
from people.accounts.tables import RefreshToken, SignInSession
from tests.people.conftest import COOKIE, Browser, House
from tests.people.make import make_practitioner


async def test_a_refresh_gives_new_tokens_and_the_session_goes_on(browser: Browser, clock: ManualClock) -> None:
    await browser.register()
    first = browser.refresh_token()
    clock.advance(timedelta(minutes=11))
    browser.token = None
    answer = await browser.post("/api/auth/refresh")
    assert answer.status == 200
    assert browser.refresh_token() != first
    assert answer.cookies[COOKIE]["httponly"] is True
    browser.token = answer.body["access_token"]
    assert (await browser.get("/api/me")).body == answer.body["me"]


async def test_without_a_cookie_nothing_is_refreshed(browser: Browser) -> None:
    answer = await browser.post("/api/auth/refresh")
    assert (answer.status, answer.code) == (401, "auth.token_missing")


async def test_an_unknown_token_is_refused_and_its_cookie_deleted(browser: Browser) -> None:
    answer = await browser.post("/api/auth/refresh", cookie="made-up")
    assert (answer.status, answer.code) == (401, "auth.token_invalid")
    assert answer.cookies[COOKIE]["max-age"] == "0"


async def test_a_token_used_again_after_the_grace_ends_the_session_for_thief_and_owner(
    browser: Browser, house: House, clock: ManualClock
) -> None:
    account_id = (await browser.register()).body["me"]["account_id"]
    stolen = browser.refresh_token()
    await browser.post("/api/auth/refresh")
    clock.advance(timedelta(hours=12, seconds=1))
    browser.token = None
    thief = await house.open_browser()
    answer = await thief.post("/api/auth/refresh", cookie=stolen)
    assert (answer.status, answer.code) == (401, "auth.signed_out")
    async with house.units.read() as uow:
        session = (await uow.session.scalars(select(SignInSession))).one()
    assert session.revoked_reason == "reused_token"
    assert house.signed_out(account_id) == [{"reason": "reused_token", "session_id": str(session.id)}]
    owner = await browser.post("/api/auth/refresh")
    assert (owner.status, owner.code) == (401, "auth.signed_out")


async def test_a_stolen_session_takes_the_access_token_with_it_and_leaves_other_sessions(
    browser: Browser, house: House, clock: ManualClock
) -> None:
    await browser.register()
    other = await house.open_browser()
    await other.sign_in()
    stolen = browser.refresh_token()
    for _ in range(2):
        clock.advance(timedelta(seconds=1))
        await browser.post("/api/auth/refresh")
    await (await house.open_browser()).post("/api/auth/refresh", cookie=stolen)
    assert (await browser.get("/api/me")).code == "auth.signed_out"
    assert (await other.get("/api/me")).status == 200


async def test_a_page_that_never_had_its_answer_stays_signed_in_though_it_was_away_for_hours(
    browser: Browser, house: House, clock: ManualClock
) -> None:
    await browser.register()
    before = browser.refresh_token()
    browser.token = None
    await (await house.open_browser()).post("/api/auth/refresh", cookie=before)
    for away in (timedelta(seconds=5), timedelta(hours=11)):
        clock.advance(away)
        assert (await browser.post("/api/auth/refresh", cookie=before)).status == 200
    for _ in range(3):
        clock.advance(timedelta(hours=1))
        browser.token = None
        answer = await browser.post("/api/auth/refresh")
        assert answer.status == 200
        browser.token = answer.body["access_token"]
        assert (await browser.get("/api/me")).status == 200


async def test_who_held_a_copy_within_the_grace_is_found_out_when_both_go_on(
    browser: Browser, house: House, clock: ManualClock
) -> None:
    await browser.register()
    stolen = browser.refresh_token()
    await browser.post("/api/auth/refresh")
    clock.advance(timedelta(minutes=5))
    thief = await house.open_browser()
    assert (await thief.post("/api/auth/refresh", cookie=stolen)).status == 200
    clock.advance(timedelta(seconds=1))
    assert (await browser.post("/api/auth/refresh")).status == 200
    clock.advance(timedelta(seconds=1))
    thief.token = None
    assert (await thief.post("/api/auth/refresh")).code == "auth.signed_out"
    browser.token = None
    assert (await browser.post("/api/auth/refresh")).code == "auth.signed_out"


async def test_within_the_grace_only_the_token_just_before_the_newest_is_good(
    browser: Browser, clock: ManualClock
) -> None:
    await browser.register()
    oldest = browser.refresh_token()
    await browser.post("/api/auth/refresh")
    clock.advance(timedelta(seconds=1))
    await browser.post("/api/auth/refresh")
    browser.token = None
    assert (await browser.post("/api/auth/refresh", cookie=oldest)).code == "auth.signed_out"


async def test_several_tabs_at_once_all_stay_signed_in(browser: Browser, house: House, clock: ManualClock) -> None:
    await browser.register()
    token = browser.refresh_token()
    tabs = [await house.open_browser() for _ in range(5)]
    answers = await asyncio.gather(*(tab.post("/api/auth/refresh", cookie=token) for tab in tabs))
    assert [answer.status for answer in answers] == [200] * 5
    # One of them rotated it, and only one; whichever answer the browser keeps is good.
    async with house.units.read() as uow:
        assert max((await uow.session.scalars(select(RefreshToken.generation))).all()) == 2
    clock.advance(timedelta(hours=1))
    assert (await tabs[-1].post("/api/auth/refresh")).status == 200


async def test_a_client_stays_signed_in_for_thirty_days_after_the_last_use(
    browser: Browser, clock: ManualClock
) -> None:
    await browser.register()
    browser.token = None
    for _ in range(3):
        clock.advance(timedelta(days=29))
        assert (await browser.post("/api/auth/refresh")).status == 200
    clock.advance(timedelta(days=30))
    answer = await browser.post("/api/auth/refresh")
    assert (answer.status, answer.code) == (401, "auth.token_expired")


async def test_staff_stay_signed_in_for_less_long(house: House, browser: Browser, clock: ManualClock) -> None:
    async with house.units.write() as uow:
        midwife = await make_practitioner(uow)
        grant = await house.sign_in.open(uow, midwife.account_id, midwife.role)
    assert grant.refresh_life == timedelta(hours=12)
    clock.advance(timedelta(hours=12))
    answer = await browser.post("/api/auth/refresh", cookie=grant.refresh_token)
    assert (answer.status, answer.code) == (401, "auth.token_expired")


async def test_the_tokens_of_sessions_long_ended_are_forgotten_and_the_sign_ins_remembered(
    browser: Browser, house: House, clock: ManualClock
) -> None:
    await browser.register()
    await browser.post("/api/auth/sign-out")
    clock.advance(timedelta(days=2))
    browser.token = None
    await browser.sign_in()
    async with house.units.read() as uow:
        assert len((await uow.session.scalars(select(SignInSession.id))).all()) == 2
        assert len((await uow.session.scalars(select(RefreshToken.session_id))).all()) == 1
