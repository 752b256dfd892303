"""A request to be erased: confirmed, withdrawn, done; what stays, for how long, and under which name."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from clinic.keeping import holds, runs
from clinic.keeping.closing import close
from clinic.keeping.deleting import perform
from clinic.keeping.states import ErasureState
from clinic.keeping.tables import ErasureRequest
from core.principal import Role
from people.accounts.sessions import open_session
from people.accounts.tables import Account, RefreshToken
from people.households.membership import list_joined
from people.households.tables import HouseholdMember
from people.notices.tables import Notice
from people.persons.tables import Person
from tests.clinic.keeping.make import SIX_YEARS, delete_what_is_over, make_administrators, make_finished
from tests.people.make import make_member, make_parent
from tests.server.bad_input.good.people import PERSON

CREDENTIALS = {"email": PERSON["email"], "password": PERSON["password"]}


class Client:
    """Somebody who registered, signed in by their token."""

    def __init__(self, api, token: str, account_id: UUID) -> None:
        self._api = api
        self._headers = {"Authorization": f"Bearer {token}"}
        self.account_id = account_id

    async def call(self, method: str, path: str, **sent):
        return await self._api.call(method, path, headers=self._headers, **sent)

    async def ask(self, password: str = PERSON["password"]):
        return await self.call("POST", "/api/me/erasure", json={"password": password})


@pytest.fixture
async def client(api) -> Client:
    status, signed_in = await api.post("/api/auth/register", json=PERSON)
    assert status == 201
    return Client(api, signed_in["access_token"], UUID(signed_in["me"]["account_id"]))


async def state_of(units) -> ErasureState:
    async with units.read() as uow:
        return (await uow.session.scalars(select(ErasureRequest.state).order_by(ErasureRequest.id.desc()))).first()


async def test_it_needs_the_password_and_can_be_taken_back(api, units, client):
    async with units.read() as uow:
        assert not await uow.session.scalar(select(func.count()).select_from(ErasureRequest))
    status, problem = await client.ask("x" * 12)
    assert (status, problem["code"]) == (403, "auth.wrong_password")
    one, _ = await make_administrators(units)
    status, shown = await client.ask()
    assert status == 200
    assert shown["asked_at"]
    assert (await client.ask())[1]["code"] == "keeping.erasure_asked"
    async with units.read() as uow:
        told = (await uow.session.scalars(select(Notice).where(Notice.account_id == one.account_id))).all()
    assert [(notice.kind, notice.data) for notice in told] == [("keeping.erasure_asked", {})]
    assert (await client.call("DELETE", "/api/me/erasure"))[0] == 204
    assert (await client.call("DELETE", "/api/me/erasure"))[1]["code"] == "keeping.erasure_not_asked"
    assert (await client.call("GET", "/api/me/erasure"))[1]["asked_at"] is None
    assert await state_of(units) is ErasureState.WITHDRAWN
    assert (await client.ask())[0] == 200


async def test_who_never_had_a_consultation_is_gone_with_the_next_run(api, units, client):
    await client.ask()
    run = await delete_what_is_over(units)
    assert (run.results["requests"], run.results["names"]) == (1, 1)
    assert await state_of(units) is ErasureState.DONE
    async with units.read() as uow:
        account = await uow.session.get_one(Account, client.account_id)
        person = (await uow.session.scalars(select(Person).where(Person.account_id == account.id))).one()
        assert (account.display_name, account.email) == ("—", f"{account.id.hex}@erased.invalid")
        assert (person.telephone_sealed, person.emergency_contact_sealed, person.may_ring) == (None, None, False)
        # What the figures count of them stays, and names nobody.
        assert (person.district, person.created_at.date().isoformat()) == ("kita", "2026-11-24")
        assert await uow.session.scalar(select(func.count()).select_from(RefreshToken)) == 2
    assert (await client.call("GET", "/api/me"))[0] == 401
    assert (await api.post("/api/auth/sign-in", json=CREDENTIALS))[1]["code"] == "auth.invalid_credentials"
    # The address is free again.
    assert (await api.post("/api/auth/register", json=PERSON))[0] == 201


async def _ask(units, person_id: UUID) -> None:
    async with units.write() as uow:
        uow.session.add(ErasureRequest(person_id=person_id, state=ErasureState.OPEN, asked_at=uow.now))


async def test_records_stay_for_their_years_under_the_name_and_then_the_name_goes(units, clock):
    world = await make_finished(units, clock)
    await _ask(units, world.owner.person_id)
    run = await delete_what_is_over(units)
    assert {step: run.results.get(step) for step in ("messages", "notes", "requests", "names")} == {
        "messages": None,
        "notes": None,
        "requests": 1,
        "names": None,
    }
    assert await state_of(units) is ErasureState.CLOSED
    async with units.read() as uow:
        account = await uow.session.get_one(Account, world.owner.account_id)
        assert (account.display_name, account.blocked_at is not None) == ("はな", True)
        assert account.email.endswith("@erased.invalid")
    clock.advance(SIX_YEARS)
    await delete_what_is_over(units)
    assert await state_of(units) is ErasureState.DONE
    async with units.read() as uow:
        assert (await uow.session.get_one(Account, world.owner.account_id)).display_name == "—"


async def test_what_stays_is_told_with_its_day_before_one_asks(api, units, clock):
    world = await make_finished(units, clock)
    status, shown = await api.as_(world.owner).get("/api/me/erasure")
    assert status == 200
    assert {one["kind"] for one in shown["stays"]} == {"messages", "notes", "answers", "appointments", "safety"}
    assert {(one["years"], one["until"]) for one in shown["stays"]} == {(5, "2031-11-24")}
    assert (shown["asked_at"], shown["has_course"]) == (None, False)


async def test_while_a_hold_stands_the_request_waits_and_the_person_is_not_told_of_the_hold(api, units, clock):
    world = await make_finished(units, clock)
    one, other = await make_administrators(units)
    async with units.write() as uow:
        hold_id = await holds.set_on(uow, one, str(world.owner.account_id), "児童相談所からの依頼")
    await _ask(units, world.owner.person_id)
    _, accesses = await api.as_(world.owner).get("/api/me/record-access")
    assert "legal_hold" not in {entry["entity"] for entry in accesses["entries"]}
    clock.advance(SIX_YEARS)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    async with units.write() as uow:
        await runs.approve(uow, other, run_id)
    await perform(units, run_id)
    assert await state_of(units) is ErasureState.OPEN
    async with units.write() as uow:
        [listed] = [run for run in await runs.list_runs(uow, one) if run.id == run_id]
        assert (listed.plan.held, listed.plan.requests_waiting) == (1, 1)
        await holds.lift(uow, one, hold_id, "終わった")
    await delete_what_is_over(units)
    assert await state_of(units) is not ErasureState.OPEN


async def test_an_account_that_is_used_is_not_closed_however_old(units, clock):
    world = await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    async with units.write() as uow:
        await uow.session.execute(
            update(Account).where(Account.id == world.owner.account_id).values(display_name="はな 2")
        )
        await open_session(uow, world.owner.account_id, timedelta(days=30))
    await delete_what_is_over(units)
    async with units.read() as uow:
        account = await uow.session.get_one(Account, world.owner.account_id)
        assert (account.display_name, account.blocked_at) == ("はな 2", None)


async def test_whoever_goes_leaves_the_households_they_joined_and_takes_their_own_with_them(units):
    async with units.write() as uow:
        gone = await make_parent(uow, "ゆき")
        friend, stays = [await make_parent(uow, name, Role.FAMILY) for name in ("たろう", "はな")]
        await make_member(uow, gone, friend)
        await make_member(uow, stays, gone, "ゆきさん")
        assert gone.person_id is not None
        await close(uow, gone.person_id, gone.account_id)
    async with units.read() as uow:
        left = (await uow.session.scalars(select(HouseholdMember))).all()
        assert [(member.name, member.ended_at) for member in left] == [("ゆきさん", uow.now)]
        assert await list_joined(uow, friend) == []
