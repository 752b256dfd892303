from sqlalchemy import select

from core.outbox.tables import OutboxJob
from people.accounts.links import LinkPurpose, issue
from people.accounts.tables import Account
from people.password_reset.service import LINK_LIFE, RESET_JOB
from tests.people.conftest import PASSWORD, Browser, House

NEW = "kumquat-harbour-77"


async def link(house: House) -> str:
    async with house.units.write() as uow:
        account = (await uow.session.scalars(select(Account))).one()
        return await issue(uow, account.id, LinkPurpose.RESET_PASSWORD, LINK_LIFE)


async def payloads(house: House) -> list[object]:
    async with house.units.read() as uow:
        jobs = select(OutboxJob).where(OutboxJob.name == RESET_JOB).order_by(OutboxJob.id)
        return [job.payload["account_id"] for job in await uow.session.scalars(jobs)]


async def test_known_and_unknown_addresses_are_answered_alike(browser: Browser, house: House) -> None:
    await browser.register()
    stranger = await house.open_browser()
    answers = [
        await stranger.post("/api/auth/password-reset-requests", {"email": email})
        for email in (" Hana@example.com", "nobody@example.com", "no address")
    ]
    assert {(answer.status, answer.body) for answer in answers} == {(202, None)}
    known, *unknown = await payloads(house)
    assert known is not None
    # One job each: what is stored, and so the time it takes, is the same.
    assert unknown == [None, None]


async def test_many_requests_for_one_address_are_refused_alike(browser: Browser, house: House) -> None:
    await browser.register()
    stranger = await house.open_browser()
    for email in ("hana@example.com", "nobody@example.com"):
        answers = [await stranger.post("/api/auth/password-reset-requests", {"email": email}) for _ in range(6)]
        assert [answer.status for answer in answers] == [202] * 5 + [429]


async def test_a_blocked_account_gets_no_link(browser: Browser, house: House) -> None:
    await browser.register()
    async with house.units.write() as uow:
        (await uow.session.scalars(select(Account))).one().blocked_at = uow.now
    stranger = await house.open_browser()
    await stranger.post("/api/auth/password-reset-requests", {"email": "hana@example.com"})
    assert await payloads(house) == [None]


async def test_the_link_sets_a_new_password_and_signs_out_everywhere(browser: Browser, house: House) -> None:
    await browser.register()
    stranger = await house.open_browser()
    reset = await stranger.post("/api/auth/password-reset", {"token": await link(house), "password": NEW})
    assert reset.status == 204
    assert (await browser.get("/api/me")).code == "auth.signed_out"
    assert (await stranger.sign_in(password=PASSWORD)).status == 401
    assert (await stranger.sign_in(password=NEW)).status == 200


async def test_the_link_is_good_once_and_its_sisters_are_used_up_with_it(browser: Browser, house: House) -> None:
    await browser.register()
    first, second = await link(house), await link(house)
    stranger = await house.open_browser()
    await stranger.post("/api/auth/password-reset", {"token": first, "password": NEW})
    for used in (first, second):
        again = await stranger.post("/api/auth/password-reset", {"token": used, "password": PASSWORD})
        assert (again.status, again.code) == (410, "people.link_over")
    assert (await stranger.sign_in(password=NEW)).status == 200


async def test_a_weak_password_is_refused_and_the_link_stays_good(browser: Browser, house: House) -> None:
    await browser.register()
    token = await link(house)
    weak = await browser.post("/api/auth/password-reset", {"token": token, "password": "short"})
    assert (weak.status, weak.code) == (422, "people.password_too_short")
    assert (await browser.post("/api/auth/password-reset", {"token": token, "password": NEW})).status == 204


async def test_a_link_ends_after_an_hour(browser: Browser, house: House) -> None:
    await browser.register()
    token = await link(house)
    house.clock.advance(LINK_LIFE)
    stranger = await house.open_browser()
    late = await stranger.post("/api/auth/password-reset", {"token": token, "password": NEW})
    assert (late.status, late.code) == (410, "people.link_over")
