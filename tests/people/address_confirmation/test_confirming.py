from datetime import timedelta

import pytest
from sqlalchemy import select

from core.outbox.tables import OutboxJob
from people.accounts.links import LinkPurpose, issue
from people.accounts.tables import Account, AccountLink
from people.address_confirmation.service import CONFIRM_JOB, LINK_LIFE
from tests.people.conftest import Browser, House


async def link(house: House, purpose: LinkPurpose = LinkPurpose.CONFIRM_ADDRESS) -> str:
    async with house.units.write() as uow:
        account = (await uow.session.scalars(select(Account))).one()
        return await issue(uow, account.id, purpose, LINK_LIFE)


async def confirmed(browser: Browser) -> bool:
    answer: bool = (await browser.get("/api/me")).body["email_confirmed"]
    return answer


async def jobs(house: House) -> int:
    async with house.units.read() as uow:
        return len((await uow.session.scalars(select(OutboxJob).where(OutboxJob.name == CONFIRM_JOB))).all())


async def test_who_registers_is_asked_to_confirm_their_address(browser: Browser, house: House) -> None:
    await browser.register()
    assert not await confirmed(browser)
    assert await jobs(house) == 1


async def test_the_link_confirms_without_being_signed_in_and_once(browser: Browser, house: House) -> None:
    await browser.register()
    first, second = await link(house), await link(house)
    stranger = await house.open_browser()
    assert (await stranger.post("/api/auth/address-confirmation", {"token": first})).status == 204
    assert await confirmed(browser)
    for used in (first, second):
        again = await stranger.post("/api/auth/address-confirmation", {"token": used})
        assert (again.status, again.code) == (410, "people.link_over")


async def test_a_link_ends_and_is_good_for_nothing_else(browser: Browser, house: House) -> None:
    await browser.register()
    other, mine = await link(house, LinkPurpose.RESET_PASSWORD), await link(house)
    stranger = await house.open_browser()
    assert (await stranger.post("/api/auth/address-confirmation", {"token": other})).code == "people.link_over"
    house.clock.advance(LINK_LIFE)
    assert (await stranger.post("/api/auth/address-confirmation", {"token": mine})).code == "people.link_over"


async def test_a_guessed_link_is_refused(browser: Browser) -> None:
    await browser.register()
    assert (await browser.post("/api/auth/address-confirmation", {"token": "x" * 43})).code == "people.link_over"


async def test_the_token_itself_is_not_stored(browser: Browser, house: House) -> None:
    await browser.register()
    token = await link(house)
    async with house.units.read() as uow:
        row = (await uow.session.scalars(select(AccountLink))).one()
        assert token.encode() not in row.token_hash
        assert len(row.token_hash) == len(row.address_hash) == 32


async def test_a_link_for_an_address_that_was_changed_since_is_over(browser: Browser, house: House) -> None:
    await browser.register()
    token = await link(house)
    async with house.units.write() as uow:
        (await uow.session.scalars(select(Account))).one().email = "new@example.com"
    assert (await browser.post("/api/auth/address-confirmation", {"token": token})).code == "people.link_over"


async def test_the_link_is_sent_again_when_asked_for_but_not_without_end(browser: Browser, house: House) -> None:
    await browser.register()
    assert (await browser.post("/api/me/address-confirmation")).status == 204
    assert await jobs(house) == 2
    for _ in range(5):
        await link(house)
    refused = await browser.post("/api/me/address-confirmation")
    assert (refused.status, refused.code) == (429, "people.links_too_many")
    house.clock.advance(timedelta(hours=1, minutes=1))
    later = await house.open_browser()
    await later.sign_in()
    assert (await later.post("/api/me/address-confirmation")).status == 204


async def test_nothing_is_sent_again_once_it_is_confirmed(browser: Browser, house: House) -> None:
    await browser.register()
    await browser.post("/api/auth/address-confirmation", {"token": await link(house)})
    assert (await browser.post("/api/me/address-confirmation")).status == 204
    assert await jobs(house) == 1


@pytest.mark.parametrize("purpose", list(LinkPurpose))
async def test_a_blocked_account_has_no_good_link(browser: Browser, house: House, purpose: LinkPurpose) -> None:
    await browser.register()
    token = await link(house, purpose)
    async with house.units.write() as uow:
        (await uow.session.scalars(select(Account))).one().blocked_at = uow.now
    path = "address-confirmation" if purpose is LinkPurpose.CONFIRM_ADDRESS else "password-reset"
    body = {"token": token} if purpose is LinkPurpose.CONFIRM_ADDRESS else {"token": token, "password": "x" * 20}
    stranger = await house.open_browser()
    assert (await stranger.post(f"/api/auth/{path}", body)).code == "people.link_over"
