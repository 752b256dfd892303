from datetime import timedelta

from core.clock import ManualClock
from tests.people.conftest import COOKIE, PASSWORD, Browser, House


async def test_signing_out_ends_this_browser_only(browser: Browser, house: House) -> None:
    account_id = (await browser.register()).body["me"]["account_id"]
    other = await house.open_browser()
    await other.sign_in()
    token = browser.refresh_token()
    answer = await browser.post("/api/auth/sign-out")
    assert answer.status == 204
    assert answer.cookies[COOKIE]["max-age"] == "0"
    assert (await browser.get("/api/me")).code == "auth.signed_out"
    browser.token = None
    assert (await browser.post("/api/auth/refresh", cookie=token)).code == "auth.signed_out"
    assert (await other.get("/api/me")).status == 200
    (told,) = house.signed_out(account_id)
    assert told["reason"] == "signed_out"
    # Sockets of this session are closed, and no others.
    assert told["session_id"]


async def test_one_can_sign_out_when_the_access_token_is_over(browser: Browser, clock: ManualClock) -> None:
    await browser.register()
    token = browser.refresh_token()
    clock.advance(timedelta(minutes=11))
    browser.token = None
    assert (await browser.post("/api/auth/sign-out")).status == 204
    assert (await browser.post("/api/auth/refresh", cookie=token)).code == "auth.signed_out"


async def test_signing_out_without_being_signed_in_is_no_error(browser: Browser) -> None:
    assert (await browser.post("/api/auth/sign-out")).status == 204
    assert (await browser.post("/api/auth/sign-out", cookie="made-up")).status == 204


async def test_signing_out_everywhere_ends_every_browser(browser: Browser, house: House) -> None:
    account_id = (await browser.register()).body["me"]["account_id"]
    other = await house.open_browser()
    await other.sign_in()
    stranger = await house.open_browser()
    await stranger.register(email="yuki@example.com")
    assert (await browser.post("/api/auth/sign-out-everywhere")).status == 204
    for signed_in in (browser, other):
        assert (await signed_in.get("/api/me")).code == "auth.signed_out"
        signed_in.token = None
    assert (await other.post("/api/auth/refresh")).code == "auth.signed_out"
    assert (await stranger.get("/api/me")).status == 200
    assert house.signed_out(account_id) == [{"reason": "signed_out_everywhere"}]


async def test_a_new_password_signs_the_other_browsers_out_and_replaces_the_old(browser: Browser, house: House) -> None:
    await browser.register()
    other = await house.open_browser()
    await other.sign_in()
    change = {"current_password": PASSWORD, "new_password": "a quite different one"}
    assert (await browser.post("/api/me/password", change)).status == 204
    assert (await browser.get("/api/me")).status == 200
    assert (await other.get("/api/me")).code == "auth.signed_out"
    other.token = None
    assert (await other.sign_in()).code == "auth.invalid_credentials"
    assert (await other.sign_in(password="a quite different one")).status == 200


async def test_the_password_is_changed_only_by_who_knows_it(browser: Browser) -> None:
    await browser.register()
    wrong = {"current_password": "not the password", "new_password": "a quite different one"}
    answer = await browser.post("/api/me/password", wrong)
    assert (answer.status, answer.code) == (403, "auth.wrong_password")
    short = {"current_password": PASSWORD, "new_password": "short"}
    assert (await browser.post("/api/me/password", short)).code == "people.password_too_short"
    assert (await browser.sign_in()).status == 200
