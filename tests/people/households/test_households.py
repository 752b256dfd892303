"""Who joins a household, what they see of it, and how its person takes everything back."""

import asyncio

import pytest
from sqlalchemy import select

from core.errors import Conflict
from core.unit_of_work import Units
from people.accounts.tables import Account
from people.households import membership
from people.households import service as households
from people.households.joining import INVITATION_LIFE, MOST_MEMBERS
from people.households.tables import HouseholdMember
from people.notices.tables import Notice
from people.persons.tables import Person
from people.persons.ties import OtherTie
from tests.booking.waiting import until_somebody_waits
from tests.people.conftest import Answer, Browser, House
from tests.people.make import make_parent

ALONE = {"pregnant_due": None, "children": [], "other_tie": "partner"}
NOBODY = {"members": [], "joined": []}


@pytest.fixture
async def partner(house: House) -> Browser:
    """Return the browser of somebody who has registered for themselves."""
    browser = await house.open_browser()
    assert (await browser.register(email="taro@example.com", display_name="たろう", **ALONE)).status == 201
    return browser


async def invited(browser: Browser, name: str = "夫", kind: str = "partner") -> str:
    """Invite somebody and return the token of the link."""
    made = await browser.post("/api/household/invitations", {"name": name, "kind": kind})
    assert made.status == 200, made.body
    return str(made.body["token"])


async def accept(browser: Browser, token: str) -> Answer:
    return await browser.post("/api/household-invitations/accept", {"token": token})


async def notices(browser: Browser) -> list[str]:
    return [each["kind"] for each in (await browser.get("/api/notices")).body["notices"]]


async def test_who_is_invited_reads_by_whom_and_joins_with_an_account_of_their_own(browser, partner, house):
    await browser.register()
    token = await invited(browser)
    stranger = await house.open_browser()
    for _ in range(2):
        shown = await stranger.post("/api/household-invitations/preview", {"token": token})
        assert shown.body == {"inviter_name": "はな", "name": "夫", "kind": "partner"}
    assert (await accept(partner, token)).status == 204
    (member,) = (await browser.get("/api/household")).body["members"]
    assert (member["name"], member["account_name"], member["state"]) == ("夫", "たろう", "joined")
    (joined,) = (await partner.get("/api/household")).body["joined"]
    assert (joined["inviter_name"], joined["kind"], joined["birth_months"]) == ("はな", "partner", ["2024-05"])
    assert await notices(browser) == ["household.joined"]


async def test_a_member_sees_the_childrens_months_and_nothing_else_and_changes_nothing(browser, partner):
    await browser.register()
    await accept(partner, await invited(browser))
    mine = (await partner.get("/api/me")).body
    assert (mine["children"], mine["pregnant_due"], mine["role"]) == ([], None, "family")
    assert (await partner.patch("/api/me", {"children": []})).status == 200
    assert [child["birth_month"] for child in (await browser.get("/api/me")).body["children"]] == ["2024-05"]
    theirs = (await partner.get("/api/household")).body
    assert theirs["members"] == []
    assert set(theirs["joined"][0]) == {"id", "inviter_name", "kind", "joined_at", "birth_months"}


async def test_the_invited_registers_by_the_link_without_the_citys_code_and_has_joined(browser, house):
    await browser.register()
    token = await invited(browser, "おばあちゃん", "grandparent")
    other = await house.open_browser()
    new = {"email": "baba@example.com", "display_name": "ばあば", **ALONE, "city_code": ""}
    assert (await other.register(**new)).code == "people.wrong_city_code"
    assert (await other.register(**new, invitation="x" * 40)).code == "household.link_over"
    assert (await other.register(**new, invitation=token)).status == 201
    assert [each["inviter_name"] for each in (await other.get("/api/household")).body["joined"]] == ["はな"]
    again = await house.open_browser()
    late = {**new, "email": "jiji@example.com"}
    assert (await again.register(**late, invitation=token)).code == "household.link_over"
    async with house.units.read() as uow:
        assert await uow.session.scalar(select(Account).where(Account.email == "jiji@example.com")) is None


async def test_a_link_is_good_once_for_three_days_and_until_it_is_taken_back(browser, partner, house):
    await browser.register()
    other = await house.open_browser()
    await other.register(email="yuki@example.com", display_name="ゆき", **ALONE)
    used, late, revoked = [await invited(browser, name) for name in ("a", "b", "c")]
    assert (await accept(partner, used)).status == 204
    ids = {each["name"]: each["id"] for each in (await browser.get("/api/household")).body["members"]}
    assert (await browser.delete(f"/api/household/members/{ids['c']}")).status == 204
    for token in (used, revoked):
        refused = await accept(other, token)
        assert (refused.status, refused.code) == (410, "household.link_over")
    house.clock.advance(INVITATION_LIFE)
    for each, email in ((other, "yuki@example.com"), (browser, "hana@example.com")):
        each.token = None
        assert (await each.sign_in(email)).status == 200
    assert (await accept(other, late)).code == "household.link_over"
    assert [each["name"] for each in (await browser.get("/api/household")).body["members"]] == ["a"]


async def test_of_two_who_use_a_link_at_once_one_joins(browser, partner, house):
    await browser.register()
    other = await house.open_browser()
    await other.register(email="yuki@example.com", display_name="ゆき", **ALONE)
    token = await invited(browser)
    answers = await asyncio.gather(accept(partner, token), accept(other, token))
    assert sorted(answer.status for answer in answers) == [204, 410]


async def test_ones_own_link_and_a_second_one_are_refused(browser, partner):
    await browser.register()
    token = await invited(browser)
    assert (await accept(browser, token)).code == "household.own_link"
    assert (await accept(partner, token)).status == 204
    assert (await accept(partner, await invited(browser))).code == "household.own_link"


async def test_of_two_links_into_one_household_used_at_once_one_is_good(units: Units) -> None:
    async with units.write() as uow:
        inviter, invitee = await make_parent(uow), await make_parent(uow)
        tokens = [(await households.invite(uow, inviter, "夫", OtherTie.PARTNER))[1] for _ in range(2)]

    async def join(token: str) -> None:
        async with units.write() as uow:
            await membership.join(uow, invitee, token)

    async with units.write() as uow:
        await membership.join(uow, invitee, tokens[0])
        second = asyncio.create_task(join(tokens[1]))
        await until_somebody_waits(units, uow)
    with pytest.raises(Conflict) as refused:
        await second
    assert refused.value.code == "household.own_link"


async def test_no_more_than_six_are_invited(browser):
    await browser.register()
    for number in range(MOST_MEMBERS):
        await invited(browser, f"{number}")
    refused = await browser.post("/api/household/invitations", {"name": "x", "kind": "other"})
    assert (refused.status, refused.code, refused.body["params"]) == (409, "household.too_many", {"maximum": 6})


async def test_a_member_who_is_put_out_is_out_at_once_and_gets_no_notice(browser, partner):
    await browser.register()
    await accept(partner, await invited(browser))
    (member,) = (await browser.get("/api/household")).body["members"]
    assert (await browser.delete(f"/api/household/members/{member['id']}")).status == 204
    assert (await partner.get("/api/household")).body == NOBODY
    assert (await browser.get("/api/household")).body == NOBODY
    assert await notices(partner) == []
    assert (await browser.delete(f"/api/household/members/{member['id']}")).code == "household.member_not_found"


async def test_one_act_takes_everything_back_and_tells_nobody(browser, partner, house):
    await browser.register()
    await accept(partner, await invited(browser))
    open_link = await invited(browser, "友だち", "other")
    for _ in range(2):
        assert (await browser.post("/api/household/take-back")).status == 204
    assert (await browser.get("/api/household")).body == NOBODY
    assert (await partner.get("/api/household")).body == NOBODY
    assert (await accept(partner, open_link)).code == "household.link_over"
    assert await notices(partner) == []
    async with house.units.read() as uow:
        ended = (await uow.session.scalars(select(HouseholdMember.ended_at))).all()
    assert ended == [house.clock.now()] * 2


async def test_a_member_leaves_by_themselves_and_the_inviter_is_told(browser, partner):
    await browser.register()
    await accept(partner, await invited(browser))
    (joined,) = (await partner.get("/api/household")).body["joined"]
    assert (await partner.delete(f"/api/household/members/{joined['id']}")).status == 204
    assert (await browser.get("/api/household")).body == NOBODY
    assert await notices(browser) == ["household.left", "household.joined"]


async def test_strangers_and_other_members_change_nobodys_membership(browser, partner, house):
    await browser.register()
    await accept(partner, await invited(browser))
    other = await house.open_browser()
    await other.register(email="yuki@example.com", display_name="ゆき", **ALONE)
    await accept(other, await invited(browser, "友だち", "other"))
    members = {each["name"]: each["id"] for each in (await browser.get("/api/household")).body["members"]}
    stranger = await house.open_browser()
    await stranger.register(email="aoi@example.com", display_name="あおい", **ALONE)
    for each, member in ((stranger, "夫"), (partner, "友だち")):
        refused = await each.delete(f"/api/household/members/{members[member]}")
        assert (refused.status, refused.code) == (404, "household.member_not_found")
    assert (await partner.post("/api/household/take-back")).status == 204
    assert len((await browser.get("/api/household")).body["members"]) == 2


async def test_the_link_of_a_blocked_account_is_over_and_its_household_is_shown_no_more(browser, partner, house):
    await browser.register()
    await accept(partner, await invited(browser))
    token = await invited(browser, "友だち", "other")
    async with house.units.write() as uow:
        owner = (await uow.session.scalars(select(Account).where(Account.display_name == "はな"))).one()
        owner.blocked_at = uow.now
    assert (await accept(partner, token)).code == "household.link_over"
    assert (await partner.get("/api/household")).body == NOBODY


async def test_the_token_is_kept_nowhere_and_the_inviter_sees_who_looked(browser, partner, house):
    await browser.register()
    token = await invited(browser)
    await accept(partner, token)
    await partner.get("/api/household")
    async with house.units.read() as uow:
        row = (await uow.session.scalars(select(HouseholdMember))).one()
        notice = (await uow.session.scalars(select(Notice))).one()
        assert row.person_id == await uow.session.scalar(
            select(Person.id).join(Account, Account.id == Person.account_id).where(Account.display_name == "たろう")
        )
    assert token not in str(vars(row))
    assert dict(notice.data) == {}
    entries = (await browser.get("/api/me/record-access")).body["entries"]
    assert ("household", "たろう") in {(each["entity"], each["name"]) for each in entries}


async def test_links_are_not_guessed(browser):
    statuses = [
        (await browser.post("/api/household-invitations/preview", {"token": f"{number:040}"})).status
        for number in range(61)
    ]
    assert statuses == [410] * 60 + [429]
