from typing import Any
from uuid import uuid4

from sqlalchemy import text

from core.principal import Role
from tests.people.conftest import Browser, House
from tests.people.make import make_parent, make_practitioner

SLIPS: list[tuple[dict[str, Any], str]] = [
    ({"pregnant_due": "2030-01-01"}, "people.due_date_implausible"),
    ({"children": [{"birth_month": "2027-01"}]}, "people.birth_month_implausible"),
    ({"district": "nowhere"}, "people.unknown_district"),
    ({"telephone": {"number": "1", "may_ring": True, "may_leave_message": True}}, "people.telephone_invalid"),
    ({"telephone": {"number": "090-1234-5678"}}, "request.invalid"),
    ({"role": "administrator"}, "request.invalid"),
    ({"email": "other@example.com"}, "request.invalid"),
    ({"display_name": ""}, "request.invalid"),
    ({"locale": "fr"}, "request.invalid"),
    ({"pregnant_due": "tomorrow"}, "request.invalid"),
]


async def test_a_person_changes_only_what_they_name(browser: Browser) -> None:
    before = (await browser.register()).body["me"]
    answer = await browser.patch("/api/me", {"display_name": "はなこ", "locale": "en", "district": "chuo"})
    assert answer.body == {**before, "display_name": "はなこ", "locale": "en", "district": "chuo"}
    assert (await browser.get("/api/me")).body == answer.body


async def test_null_clears_what_may_be_empty(browser: Browser) -> None:
    await browser.register(other_tie="partner")
    cleared = {
        "pregnant_due": None,
        "district": None,
        "telephone": None,
        "emergency_contact": None,
        "other_tie": None,
    }
    me = (await browser.patch("/api/me", cleared)).body
    assert {name: me[name] for name in cleared} == cleared
    assert me["has_telephone"] is False


async def test_who_loses_a_pregnancy_does_not_lose_the_service(browser: Browser) -> None:
    await browser.register(children=[])
    me = (await browser.patch("/api/me", {"pregnant_due": None})).body
    assert me["pregnant_due"] is None
    assert me["role"] == "parent"


async def test_family_who_become_parents_are_parents_from_then_on(house: House) -> None:
    changes: list[dict[str, Any]] = [{"pregnant_due": "2027-06-01"}, {"children": [{"birth_month": "2026-10"}]}]
    for number, change in enumerate(changes):
        browser = await house.open_browser()
        family: dict[str, Any] = {"pregnant_due": None, "children": [], "other_tie": "partner"}
        await browser.register(email=f"person{number}@example.com", **family)
        assert (await browser.patch("/api/me", change)).body["role"] == "parent"
        assert (await browser.get("/api/me")).body["role"] == "parent"


async def test_family_cannot_be_left_without_a_tie(browser: Browser) -> None:
    await browser.register(pregnant_due=None, children=[], other_tie="partner")
    assert (await browser.patch("/api/me", {"other_tie": None})).code == "people.tie_required"
    assert (await browser.get("/api/me")).body["other_tie"] == "partner"


async def test_children_are_added_corrected_and_removed(browser: Browser) -> None:
    known = (await browser.register(children=[{"birth_month": "2024-05"}, {"birth_month": "2022-01"}])).body["me"]
    first = known["children"][0]
    assert first["birth_month"] == "2022-01"
    entered = [{"id": first["id"], "birth_month": "2022-02"}, {"birth_month": "2026-11"}, {"birth_month": "2026-11"}]
    children = (await browser.patch("/api/me", {"children": entered})).body["children"]
    assert children[0] == {"id": first["id"], "birth_month": "2022-02"}
    # Twins.
    assert [child["birth_month"] for child in children[1:]] == ["2026-11", "2026-11"]
    assert known["children"][1]["id"] not in {child["id"] for child in children}


async def test_another_familys_child_is_not_found(browser: Browser, house: House) -> None:
    await browser.register()
    other = await house.open_browser()
    theirs = (await other.register(email="yuki@example.com")).body["me"]["children"][0]
    for child_id in (theirs["id"], str(uuid4())):
        answer = await browser.patch("/api/me", {"children": [{"id": child_id, "birth_month": "2024-05"}]})
        assert (answer.status, answer.code) == (404, "people.child_not_found")
    assert (await other.get("/api/me")).body["children"] == [theirs]


async def test_a_child_named_twice_is_refused(browser: Browser) -> None:
    child = (await browser.register()).body["me"]["children"][0]
    assert (await browser.patch("/api/me", {"children": [child, child]})).code == "people.child_twice"


async def test_another_member_of_the_household_sees_the_children_and_nothing_of_my_record(house: House) -> None:
    async with house.units.write() as uow:
        mine = await make_parent(uow, "はな", telephone="090-1111-2222")
        theirs = await make_parent(uow, "たろう", household=mine, telephone=None)
    hana, taro = await house.browser_of(mine), await house.browser_of(theirs)
    change = {
        "pregnant_due": "2027-03-01",
        "children": [{"birth_month": "2024-05"}],
        "emergency_contact": {"name": "母", "telephone": "03-1234-5678", "relation": "母"},
    }
    my_page = (await hana.patch("/api/me", change)).body
    their_page = (await taro.get("/api/me")).body
    assert their_page["children"] == my_page["children"]
    assert their_page["person_id"] == str(theirs.person_id)
    assert their_page["display_name"] == "たろう"
    assert (their_page["pregnant_due"], their_page["telephone"], their_page["emergency_contact"]) == (None, None, None)
    for secret in (my_page["person_id"], my_page["account_id"], my_page["email"], "09011112222", "はな"):
        assert secret not in str(their_page)


async def test_a_change_that_cannot_be_leaves_all_as_it_was(browser: Browser) -> None:
    before = (await browser.register()).body["me"]
    for change, code in SLIPS:
        answer = await browser.patch("/api/me", {"other_tie": "other", **change})
        assert (answer.status, answer.code) == (422, code), change
        assert (await browser.get("/api/me")).body == before


async def test_a_changed_telephone_is_sealed_too(browser: Browser, house: House) -> None:
    await browser.register(telephone=None)
    number = {"number": "+81 90 9876 5432", "may_ring": True, "may_leave_message": True}
    me = (await browser.patch("/api/me", {"telephone": number})).body
    assert me["telephone"] == {**number, "number": "09098765432"}
    async with house.units.read() as uow:
        sealed = await uow.session.scalar(text("SELECT telephone_sealed FROM persons"))
    assert b"9876" not in sealed


async def test_staff_choose_their_language_and_nothing_else(house: House) -> None:
    async with house.units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
    browser = await house.browser_of(midwife)
    assert (await browser.get("/api/me")).body["locale"] is None
    me = (await browser.patch("/api/me", {"locale": "en"})).body
    assert me["locale"] == "en"
    assert me["practitioner_id"] == str(midwife.practitioner_id)
    for change in ({"display_name": "院長"}, {"pregnant_due": "2027-03-01"}, {"telephone": None}):
        answer = await browser.patch("/api/me", change)
        assert (answer.status, answer.code) == (403, "people.clients_only")
    assert (await browser.get("/api/me")).body == me
