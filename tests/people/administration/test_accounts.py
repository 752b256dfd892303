from typing import Any
from uuid import UUID, uuid4

import pytest

from core.principal import CLIENTS, Role
from people.practitioners.service import of_accounts
from tests.people.conftest import Browser, House
from tests.people.make import make_parent, make_staff

ACCOUNT = {
    "email": "sato@example.com",
    "password": "first password 1",
    "display_name": "佐藤 花",
    "role": "midwife",
    "languages": ["ja", "en"],
    "gender": "female",
}


SLIPS: list[tuple[dict[str, Any], str]] = [
    ({"role": "parent"}, "people.not_a_staff_role"),
    ({"role": "doctor"}, "people.specialty_needed"),
    ({"specialties": ["obstetrics"]}, "people.no_specialty"),
    ({"password": "short"}, "people.password_too_short"),
    ({"specialties": ["astrology"]}, "request.invalid"),
    ({"languages": []}, "request.invalid"),
    ({"role": "king"}, "request.invalid"),
]


@pytest.fixture
async def administrator(house: House) -> Browser:
    async with house.units.write() as uow:
        principal = await make_staff(uow, Role.ADMINISTRATOR)
    return await house.browser_of(principal)


async def found(administrator: Browser, text: str) -> list[str]:
    answer = await administrator.post("/api/accounts/search", {"text": text})
    assert answer.status == 200
    return [one["email"] for one in answer.body["accounts"]]


async def test_accounts_are_found_by_a_part_of_the_name_or_the_address_whatever_the_spaces(
    administrator: Browser,
) -> None:
    for email, name in (
        ("hana@example.com", "佐藤 花"),
        ("hanako_s@example.com", "佐藤　花子"),
        ("k@example.com", "木村"),
    ):
        await administrator.post("/api/accounts", {**ACCOUNT, "email": email, "display_name": name})
    assert await found(administrator, "佐藤花") == ["hana@example.com", "hanako_s@example.com"]
    assert await found(administrator, "花子") == ["hanako_s@example.com"]
    assert await found(administrator, "KO_S@example") == ["hanako_s@example.com"]
    assert await found(administrator, "%") == []


async def test_only_an_administrator_searches_for_accounts(house: House) -> None:
    async with house.units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    answer = await (await house.browser_of(coordinator)).post("/api/accounts/search", {"text": "佐藤"})
    assert answer.status == 403


async def test_an_administrator_makes_a_midwifes_account_and_she_signs_in(
    administrator: Browser, browser: Browser, house: House
) -> None:
    made = await administrator.post("/api/accounts", ACCOUNT)
    assert made.status == 201
    assert made.body["role"] == "midwife"
    assert "password" not in str(made.body)
    answer = await browser.sign_in("sato@example.com", "first password 1")
    me = answer.body["me"]
    assert me["role"] == "midwife"
    assert me["person_id"] is None
    async with house.units.read() as uow:
        practitioner = (await of_accounts(uow, [UUID(made.body["id"])]))[UUID(made.body["id"])]
    assert str(practitioner.id) == me["practitioner_id"]
    assert practitioner.languages == ("en", "ja")
    assert practitioner.gender == "female"
    assert (practitioner.title_ja, practitioner.title_en) == ("助産師", "Midwife")


async def test_a_doctor_is_titled_by_the_specialty_unless_a_title_is_given(
    administrator: Browser, house: House
) -> None:
    doctor = {**ACCOUNT, "role": "doctor", "specialties": ["paediatrics"]}
    one = (await administrator.post("/api/accounts", doctor)).body["id"]
    titled = {**doctor, "email": "suzuki@example.com", "title_ja": "院長", "title_en": "Director"}
    other = (await administrator.post("/api/accounts", titled)).body["id"]
    async with house.units.read() as uow:
        found = await of_accounts(uow, [UUID(one), UUID(other)])
    assert found[UUID(one)].title_ja == "小児科医"
    assert found[UUID(other)].title_en == "Director"


async def test_staff_who_see_nobody_get_no_practitioner(administrator: Browser, browser: Browser) -> None:
    for role in ("coordinator", "officer", "administrator"):
        email = f"{role}@example.com"
        assert (await administrator.post("/api/accounts", {**ACCOUNT, "email": email, "role": role})).status == 201
        browser.token = None
        me = (await browser.sign_in(email, "first password 1")).body["me"]
        assert (me["role"], me["practitioner_id"], me["person_id"]) == (role, None, None)


async def test_an_account_that_cannot_be_is_refused(administrator: Browser) -> None:
    for changes, code in SLIPS:
        answer = await administrator.post("/api/accounts", {**ACCOUNT, **changes})
        assert (answer.status, answer.code) == (422, code), changes
    assert len((await administrator.get("/api/accounts")).body["accounts"]) == 1


async def test_an_address_has_one_account_only(administrator: Browser) -> None:
    await administrator.post("/api/accounts", ACCOUNT)
    answer = await administrator.post("/api/accounts", {**ACCOUNT, "email": "SATO@example.com"})
    assert (answer.status, answer.code) == (409, "people.email_taken")


async def test_a_blocked_account_is_out_at_once_and_cannot_come_in(
    administrator: Browser, browser: Browser, house: House
) -> None:
    account_id = (await browser.register()).body["me"]["account_id"]
    assert (await administrator.post(f"/api/accounts/{account_id}/block")).status == 204
    assert house.signed_out(account_id) == [{"reason": "blocked"}]
    assert (await browser.get("/api/me")).code == "auth.account_blocked"
    browser.token = None
    assert (await browser.post("/api/auth/refresh", cookie=browser.refresh_token())).code == "auth.account_blocked"
    answer = await browser.sign_in()
    assert (answer.status, answer.code) == (401, "auth.account_blocked")
    # Who does not know the password does not learn that the account is blocked.
    assert (await browser.sign_in(password="not the password")).code == "auth.invalid_credentials"


async def test_an_unblocked_account_signs_in_again_and_its_old_sessions_stay_ended(
    administrator: Browser, browser: Browser
) -> None:
    account_id = (await browser.register()).body["me"]["account_id"]
    token = browser.refresh_token()
    await administrator.post(f"/api/accounts/{account_id}/block")
    assert (await administrator.post(f"/api/accounts/{account_id}/unblock")).status == 204
    assert (await browser.get("/api/me")).code == "auth.signed_out"
    browser.token = None
    assert (await browser.post("/api/auth/refresh", cookie=token)).code == "auth.signed_out"
    assert (await browser.sign_in()).status == 200


async def test_an_administrator_cannot_lock_themselves_out(administrator: Browser) -> None:
    me = (await administrator.get("/api/me")).body
    answer = await administrator.post(f"/api/accounts/{me['account_id']}/block")
    assert (answer.status, answer.code) == (409, "people.cannot_block_yourself")


async def test_an_account_that_is_not_there_is_not_found(administrator: Browser) -> None:
    for what in ("block", "unblock"):
        answer = await administrator.post(f"/api/accounts/{uuid4()}/{what}")
        assert (answer.status, answer.code) == (404, "people.account_not_found")


async def test_accounts_are_listed_in_pages_and_by_role(administrator: Browser, house: House) -> None:
    async with house.units.write() as uow:
        for number in range(5):
            await make_parent(uow, f"親{number}")
    page = (await administrator.get("/api/accounts?limit=4")).body["accounts"]
    rest = (await administrator.get(f"/api/accounts?limit=4&after={page[-1]['id']}")).body["accounts"]
    assert len(page) == 4
    assert len(rest) == 2
    parents = (await administrator.get("/api/accounts?role=parent")).body["accounts"]
    assert [account["display_name"] for account in parents] == [f"親{number}" for number in range(5)]


async def test_nobody_but_an_administrator_touches_accounts(house: House) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        async with house.units.write() as uow:
            principal = await (make_parent(uow, role=role) if role in CLIENTS else make_staff(uow, role))
        browser = await house.browser_of(principal)
        answers = [
            await browser.get("/api/accounts"),
            await browser.post("/api/accounts", ACCOUNT),
            await browser.post(f"/api/accounts/{principal.account_id}/block"),
            await browser.post(f"/api/accounts/{principal.account_id}/unblock"),
        ]
        assert [(answer.status, answer.code) for answer in answers] == [(403, "auth.role_not_allowed")] * 4, role
