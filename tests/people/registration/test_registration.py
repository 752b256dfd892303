from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from core.errors import Forbidden
from core.principal import CLIENTS
from people.accounts.tables import Account
from people.consents.service import require_sensitive_data
from people.persons.tables import Child, Household, Person
from tests.people.conftest import PASSWORD, Browser, House

SLIPS: list[tuple[dict[str, Any], str]] = [
    ({"pregnant_due": None, "children": []}, "people.tie_required"),
    ({"consents": [{"kind": "sensitive_data", "version": "2026-11-1"}]}, "consent.terms_required"),
    ({"consents": [{"kind": "terms", "version": "1999-01-1"}]}, "consent.unknown_version"),
    ({"pregnant_due": "2025-01-01"}, "people.due_date_implausible"),
    ({"pregnant_due": "2028-01-01"}, "people.due_date_implausible"),
    ({"children": [{"birth_month": "2026-12"}]}, "people.birth_month_implausible"),
    ({"children": [{"birth_month": "1980-01"}]}, "people.birth_month_implausible"),
    ({"district": "nowhere"}, "people.unknown_district"),
    ({"telephone": {"number": "119", "may_ring": True, "may_leave_message": True}}, "people.telephone_invalid"),
    ({"emergency_contact": {"name": "x", "telephone": "abc", "relation": "y"}}, "people.telephone_invalid"),
    ({"password": "short"}, "people.password_too_short"),
    ({"password": "aaaaaaaaaaaa"}, "people.password_too_simple"),
    ({"email": "hana@example.com", "password": "hana@example.com"}, "people.password_too_simple"),
    ({"password": "ab12" * 60}, "people.password_too_long"),
    ({"email": "no address"}, "request.invalid"),
    ({"email": "hana@example.com\u0000"}, "request.invalid"),
    ({"display_name": "は\u0000な"}, "request.invalid"),
    ({"display_name": "\u202eanah"}, "request.invalid"),
    ({"display_name": "\u200b\u200b"}, "request.invalid"),
    ({"display_name": "は" * 81}, "request.invalid"),
    ({"children": [{"birth_month": "2024-13"}]}, "request.invalid"),
    ({"children": [{"birth_month": "2024-01"}] * 16}, "request.invalid"),
    ({"role": "administrator"}, "request.invalid"),
]


async def _accounts(house: House) -> int:
    async with house.units.read() as uow:
        return await uow.session.scalar(select(func.count()).select_from(Account)) or 0


async def test_a_parent_registers_with_the_citys_code_and_is_signed_in(browser: Browser) -> None:
    answer = await browser.register()
    assert answer.status == 201
    assert answer.body["expires_at"] == "2026-11-24T01:10:00.000Z"
    me = (await browser.get("/api/me")).body
    assert me == answer.body["me"]
    assert me["role"] == "parent"
    assert me["email"] == "hana@example.com"
    assert me["display_name"] == "はな"
    assert me["pregnant_due"] == "2027-03-01"
    assert [child["birth_month"] for child in me["children"]] == ["2024-05"]
    assert me["district"] == "kita"
    assert me["telephone"] == {"number": "09012345678", "may_ring": True, "may_leave_message": False}
    assert me["has_telephone"] is True
    assert me["emergency_contact"] == {"name": "たろう", "telephone": "0312345678", "relation": "夫"}
    assert [consent["kind"] for consent in me["consents"]] == ["terms", "sensitive_data"]
    assert me["missing_consents"] == []
    assert me["practitioner_id"] is None


async def test_the_code_is_read_whatever_its_width_and_case(browser: Browser) -> None:
    assert (await browser.register(city_code=" ＨＡＧＵＫＵＭＩ－２０２６ ")).status == 201


async def test_without_the_citys_code_nobody_registers(house: House, browser: Browser) -> None:
    answer = await browser.register(city_code="hagukumi-2025")
    assert (answer.status, answer.code) == (403, "people.wrong_city_code")
    assert await _accounts(house) == 0


async def test_who_is_pregnant_or_has_a_child_is_a_parent_and_others_are_family(house: House) -> None:
    nothing: dict[str, Any] = {"pregnant_due": None, "children": []}
    ties: list[tuple[dict[str, Any], str]] = [
        ({**nothing, "pregnant_due": "2027-03-01"}, "parent"),
        ({**nothing, "children": [{"birth_month": "2026-11"}]}, "parent"),
        ({**nothing, "other_tie": "grandparent"}, "family"),
        ({**nothing, "other_tie": "partner"}, "family"),
    ]
    for number, (tie, role) in enumerate(ties):
        browser = await house.open_browser()
        answer = await browser.register(email=f"person{number}@example.com", **tie)
        assert answer.body["me"]["role"] == role, tie


async def test_a_slip_is_answered_with_its_code_and_nothing_is_stored(house: House, browser: Browser) -> None:
    for number, (changes, code) in enumerate(SLIPS):
        browser.remote = f"192.0.2.{number}"
        answer = await browser.register(**{"email": f"person{number}@example.com", **changes})
        assert (answer.status, answer.code) == (422, code), changes
        assert answer.cookies == {}
    assert await _accounts(house) == 0
    async with house.units.read() as uow:
        for table in (Person, Household, Child):
            assert await uow.session.scalar(select(func.count()).select_from(table)) == 0


async def test_a_second_account_for_an_address_is_refused_however_it_is_written(house: House, browser: Browser) -> None:
    await browser.register()
    other = await house.open_browser()
    answer = await other.register(email=" HANA@Example.COM ", display_name="だれか")
    assert (answer.status, answer.code) == (409, "people.email_taken")
    assert await _accounts(house) == 1
    # Without the city's code not even that is told.
    assert (await other.register(city_code="wrong")).code == "people.wrong_city_code"


async def test_an_address_cannot_be_tried_again_and_again(house: House, browser: Browser) -> None:
    await browser.register()
    # Twice as many and one: wherever the window of the limit begins, it is exceeded.
    answers = []
    for number in range(41):
        browser.remote = f"192.0.2.{number + 1}"
        browser.token = None
        answers.append(await browser.register())
    assert "request.too_many" in {answer.code for answer in answers}


async def test_the_citys_code_cannot_be_guessed_from_one_place(browser: Browser) -> None:
    answers = [await browser.register(city_code=f"guess-{number}") for number in range(61)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].body["params"]["retry_after"] > 0


async def test_telephone_and_emergency_contact_do_not_stand_in_clear_in_the_row(house: House, browser: Browser) -> None:
    await browser.register()
    async with house.units.read() as uow:
        row = (await uow.session.execute(text("SELECT * FROM persons"))).one()
        account = (await uow.session.execute(text("SELECT * FROM accounts"))).one()
    stored = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in (*row, *account))
    for secret in ("09012345678", "0312345678", "1234", "たろう", "夫", PASSWORD):
        assert secret.encode() not in stored


async def test_a_sealed_number_does_not_open_in_another_persons_row(house: House, browser: Browser) -> None:
    await browser.register()
    other = await house.open_browser()
    await other.register(email="yuki@example.com", telephone=None)
    async with house.units.write() as uow:
        mine, theirs = (await uow.session.scalars(select(Person).order_by(Person.id))).all()
        theirs.telephone_sealed = mine.telephone_sealed
    answer = await other.get("/api/me")
    assert answer.body["telephone"] is None
    assert "0901234" not in str(answer.body)


async def test_who_refuses_the_handling_of_health_data_registers_and_nothing_clinical_can_be_stored(
    house: House, browser: Browser
) -> None:
    answer = await browser.register(consents=[{"kind": "terms", "version": "2026-11-1"}])
    assert answer.status == 201
    me = answer.body["me"]
    assert me["role"] == "parent"
    assert me["missing_consents"] == ["sensitive_data"]
    assert me["pregnant_due"] is None
    async with house.units.read() as uow:
        with pytest.raises(Forbidden) as refusal:
            await require_sensitive_data(uow, UUID(me["person_id"]))
    assert refusal.value.code == "consent.required"
    assert (await browser.patch("/api/me", {"pregnant_due": "2027-03-01"})).code == "consent.required"


async def test_every_parent_gets_a_household_of_their_own(house: House, browser: Browser) -> None:
    await browser.register()
    await (await house.open_browser()).register(email="yuki@example.com")
    async with house.units.read() as uow:
        households = (await uow.session.scalars(select(Person.household_id))).all()
    assert len(set(households)) == 2


async def test_two_at_once_with_one_address_make_one_account(house: House) -> None:
    import asyncio

    browsers = [await house.open_browser() for _ in range(4)]
    answers = await asyncio.gather(*(browser.register() for browser in browsers))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    async with house.units.read() as uow:
        assert (await uow.session.scalars(select(Account.role))).all()[0] in CLIENTS
    assert await _accounts(house) == 1


async def test_the_page_can_show_city_and_texts_before_anybody_is_signed_in(browser: Browser) -> None:
    city = (await browser.get("/api/city")).body
    assert city["name"] == {"ja": "はぐくみ市", "en": "Hagukumi City"}
    assert city["districts"][0] == {"code": "kita", "name": {"ja": "北", "en": "Kita"}}
    assert city["zone"] == "Asia/Tokyo"
    texts = (await browser.get("/api/consent-texts")).body["texts"]
    assert [(each["kind"], each["version"], each["needs_review"]) for each in texts] == [
        ("terms", "2026-11-1", True),
        ("sensitive_data", "2026-11-1", True),
    ]
    assert all("運営者の確認が必要です" in each["body"]["ja"] for each in texts)
    assert all("needs the operator's review" in each["body"]["en"] for each in texts)
