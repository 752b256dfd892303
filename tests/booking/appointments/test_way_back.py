"""A client who has lost the way to their appointment gets it by mail, through a real mail server."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from booking.appointments import way_back
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from core.outbox.runner import JobRunner
from core.principal import Principal
from core.rate_limit import MemoryRateLimiter
from people.accounts.access_tokens import AccessTokens, SigningKey
from people.accounts.links import LinkPurpose, find
from people.accounts.passwords import PasswordHasher
from people.accounts.service import get_account
from people.accounts.sign_in import SignIn
from people.accounts.tables import SignInSession
from people.handover.service import STAY, ask_way_back, redeem
from people.mail.delivery import Delivery, Post
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner


@pytest.fixture
async def parent(units) -> Principal:
    async with units.write() as uow:
        return await make_parent(uow, "山田花")


@pytest.fixture
async def midwife(units) -> Principal:
    async with units.write() as uow:
        return await make_practitioner(uow)


@pytest.fixture
def ask(units, post_office):
    """Ask for the way back as the owner of an account; return what came to its address."""
    post = Post("https://hagukumi.example", "はぐくみ <no-reply@city.example>", "desk@city.example", post_office.server)

    async def ask(who: Principal) -> Sequence[str]:
        post_office.received.clear()
        async with units.write() as uow:
            email = (await get_account(uow, who.account_id)).email
            await ask_way_back(uow, MemoryRateLimiter(), email)
        await JobRunner(units, {**way_back.handlers, **Delivery(post).handlers()}).drain()
        return [each.text for each in post_office.received]

    return ask


def token_in(mail: str) -> str:
    found = re.search(r"https://hagukumi\.example/open#([\w-]+)", mail)
    assert found, mail
    return found[1]


async def test_the_mail_leads_to_the_next_appointment(units, parent, midwife, ask):
    async with units.write() as uow:
        for hours in (48, 24, 72):
            await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=hours))
        await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=3), state=ClaimState.CANCELLED)
    (mail,) = await ask(parent)
    async with units.read() as uow:
        found = await find(uow, token_in(mail), LinkPurpose.WAY_BACK)
        following = await uow.session.get_one(Appointment, UUID(found.path.removeprefix("/consultation/")))
        assert following.starts_at == uow.now + timedelta(hours=24)


async def test_who_drops_out_of_a_consultation_that_goes_on_comes_back(units, clock, parent, midwife, ask):
    async with units.write() as uow:
        booked = await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=3))
    clock.set(booked.ends_at + timedelta(minutes=20))
    assert len(await ask(parent)) == 1


async def test_without_an_appointment_ahead_nothing_is_sent(parent, ask):
    assert await ask(parent) == []


async def test_staff_and_blocked_clients_get_nothing(units, parent, midwife, ask):
    async with units.write() as uow:
        await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=24))
        (await get_account(uow, parent.account_id)).blocked_at = uow.now
    assert await ask(midwife) == []
    assert await ask(parent) == []


async def test_to_an_unconfirmed_address_goes_the_confirmation_alone(units, parent, midwife, ask):
    async with units.write() as uow:
        await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=24))
        (await get_account(uow, parent.account_id)).email_confirmed_at = None
    (mail,) = await ask(parent)
    assert "/confirm-address#" in mail
    assert "/open#" not in mail


async def test_what_it_opens_ends_after_a_day_however_much_it_is_used(units, clock, parent, midwife, ask):
    hasher = PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)
    sign_in = SignIn(AccessTokens([SigningKey("k", b"k" * 32)]), hasher)
    async with units.write() as uow:
        await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=24))
    (mail,) = await ask(parent)
    async with units.write() as uow:
        opened = await redeem(uow, sign_in, token_in(mail), None)
    end = clock.now() + STAY
    clock.advance(STAY / 2)
    renewed = await sign_in.refresh(units, opened.grant.refresh_token)
    async with units.read() as uow:
        claims = sign_in.tokens.read(renewed.access_token, uow.now)
        session = await uow.session.get_one(SignInSession, claims.session_id)
        assert session.expires_at == end
