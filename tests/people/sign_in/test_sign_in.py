from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from core.clock import ManualClock
from core.principal import Role
from people.accounts import service as accounts
from people.accounts.passwords import PasswordHasher
from people.accounts.tables import Account, RefreshToken
from tests.people.conftest import COOKIE, KEY, PASSWORD, Browser, House
from tests.people.make import make_parent, make_practitioner, make_staff


async def test_the_right_password_opens_a_session(browser: Browser, house: House) -> None:
    await browser.register()
    other = await house.open_browser()
    answer = await other.sign_in(" HANA@example.com ")
    assert answer.status == 200
    assert answer.body["expires_at"] == "2026-11-24T01:10:00.000Z"
    assert answer.body["me"]["display_name"] == "はな"
    assert (await other.get("/api/me")).body == answer.body["me"]


async def test_an_unknown_address_is_refused_exactly_as_a_wrong_password(browser: Browser) -> None:
    await browser.register()
    wrong = await browser.sign_in(password="not the password")
    unknown = await browser.sign_in("nobody@example.com")
    malformed = await browser.sign_in("not an address")
    assert wrong.status == 401
    assert wrong.code == "auth.invalid_credentials"
    assert wrong.body == unknown.body == malformed.body
    assert wrong.cookies == unknown.cookies == {}


async def test_an_unknown_address_costs_a_hash_too(
    browser: Browser, hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = hasher._verify

    def noted(password_hash: str, password: str) -> bool:
        verified.append(password_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(password_hash, password)

    monkeypatch.setattr(hasher, "_verify", noted)
    await browser.register()
    await browser.sign_in(password="not the password")
    await browser.sign_in("nobody@example.com")
    # Both with the same costs.
    assert len(verified) == 2
    assert verified[0] == verified[1]


async def test_the_refresh_token_is_in_a_cookie_that_scripts_and_other_sites_do_not_get(browser: Browser) -> None:
    await browser.register()
    cookie = (await browser.sign_in()).cookies[COOKIE]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/api/auth"
    assert cookie["max-age"] == str(30 * 24 * 3600)
    assert cookie["secure"] == ""
    assert len(cookie.value) == 43


async def test_with_tls_the_cookie_is_secure(browser: Browser, house: House) -> None:
    await browser.register()
    house.sign_in.secure_cookie = True
    assert (await browser.sign_in()).cookies[COOKIE]["secure"] is True


async def test_only_the_digest_of_a_refresh_token_is_stored(browser: Browser, house: House) -> None:
    await browser.register()
    token = browser.refresh_token()
    async with house.units.read() as uow:
        stored = (await uow.session.scalars(select(RefreshToken.token_hash))).all()
    assert [len(each) for each in stored] == [32]
    assert token.encode() not in stored[0]


async def test_an_access_token_says_what_it_must_and_no_more(browser: Browser) -> None:
    await browser.register()
    assert browser.token is not None
    assert jwt.get_unverified_header(browser.token) == {"alg": "HS256", "typ": "JWT", "kid": "k1"}
    claims = jwt.decode(
        browser.token,
        KEY.secret,
        algorithms=["HS256"],
        audience="hagukumi",
        # The test's clock stands still, the library's does not.
        options={"verify_iat": False, "verify_exp": False},
    )
    assert set(claims) == {"sub", "sid", "rol", "iat", "exp", "jti", "iss", "aud"}
    assert claims["rol"] == "parent"
    assert claims["exp"] - claims["iat"] == 600


async def test_an_access_token_is_over_after_ten_minutes(browser: Browser, clock: ManualClock) -> None:
    await browser.register()
    clock.advance(timedelta(minutes=9, seconds=59))
    assert (await browser.get("/api/me")).status == 200
    clock.advance(timedelta(seconds=1))
    answer = await browser.get("/api/me")
    assert (answer.status, answer.code) == (401, "auth.token_expired")


async def test_a_token_that_is_none_is_refused(browser: Browser) -> None:
    for token in ("", "x", "a.b.c", "é", "e30.e30.e30"):
        browser.token = token
        answer = await browser.get("/api/me")
        assert (answer.status, answer.code) == (401, "auth.token_invalid"), token


async def test_without_a_token_one_is_asked_to_sign_in(browser: Browser) -> None:
    answer = await browser.get("/api/me")
    assert (answer.status, answer.code) == (401, "auth.token_missing")


async def test_a_token_of_a_session_that_never_was_is_refused(house: House) -> None:
    async with house.units.write() as uow:
        parent = await make_parent(uow)
        stranger = await make_parent(uow)
    browser = await house.open_browser()
    browser.token, _ = house.sign_in.tokens.issue(
        parent.account_id, stranger.session_id, Role.PARENT, house.clock.now()
    )
    assert (await browser.get("/api/me")).code == "auth.token_invalid"


async def test_the_principal_is_what_the_rows_say_today(house: House) -> None:
    async with house.units.write() as uow:
        people = [
            await make_parent(uow),
            await make_practitioner(uow, Role.DOCTOR),
            await make_staff(uow, Role.OFFICER),
        ]
    for principal in people:
        token, _ = house.sign_in.tokens.issue(
            principal.account_id, principal.session_id, Role.ADMINISTRATOR, house.clock.now()
        )
        async with house.units.read() as uow:
            # The token claims more than the account is: the account decides.
            assert await house.sign_in.authenticate(uow, token) == principal


async def test_sign_in_is_limited_for_one_address_and_place_and_others_go_on(browser: Browser, house: House) -> None:
    await browser.register()
    browser.token = None
    codes = {(await browser.sign_in(password="not the password")).code for _ in range(21)}
    assert codes == {"auth.invalid_credentials", "request.too_many"}
    # The owner, elsewhere, is not kept out by it.
    owner = await house.open_browser()
    owner.remote = "198.51.100.7"
    assert (await owner.sign_in()).status == 200


async def test_sign_in_is_limited_for_one_place(browser: Browser) -> None:
    codes = {(await browser.sign_in(f"guess{number}@example.com")).code for number in range(121)}
    assert "request.too_many" in codes


async def test_sign_in_is_limited_for_one_address_from_everywhere(browser: Browser) -> None:
    codes = set()
    for number in range(121):
        browser.remote = f"203.0.113.{number}"
        codes.add((await browser.sign_in("hana@example.com")).code)
    assert "request.too_many" in codes


async def test_a_hash_of_other_costs_is_renewed_at_sign_in(browser: Browser, house: House) -> None:
    older = PasswordHasher(time_cost=2, memory_kib=16, parallelism=1)
    async with house.units.write() as uow:
        await accounts.create_account(
            uow,
            email="hana@example.com",
            password_hash=await older.hash(PASSWORD),
            display_name="はな",
            role=Role.COORDINATOR,
            locale="ja",
        )
    older.close()
    assert (await browser.sign_in()).status == 200
    async with house.units.read() as uow:
        renewed = await uow.session.scalar(select(Account.password_hash))
    assert renewed is not None
    assert "m=8,t=1" in renewed
    assert (await browser.sign_in()).status == 200


async def test_a_malformed_sign_in_is_refused_with_a_code(browser: Browser) -> None:
    bodies: list[Any] = [
        {},
        {"email": "hana@example.com"},
        {"email": "hana@example.com", "password": 7},
        {"email": "hana@example.com", "password": PASSWORD, "role": "administrator"},
        {"email": "x" * 300, "password": PASSWORD},
        {"email": "hana@example.com", "password": "x" * 2000},
        [],
    ]
    for body in bodies:
        answer = await browser.post("/api/auth/sign-in", body)
        assert (answer.status, answer.code) == (422, "request.invalid"), body
