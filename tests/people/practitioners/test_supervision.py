"""Each counsellor has a supervising psychiatrist, whom coordinators and administrators choose."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEvent
from core.principal import Role
from people.accounts import service as accounts
from people.practitioners import supervision
from tests.people.make import make_practitioner, make_staff


@pytest.fixture
async def team(units):
    """Return a counsellor, two psychiatrists and a coordinator."""
    async with units.write() as uow:
        return (
            await make_practitioner(uow, Role.COUNSELLOR),
            await make_practitioner(uow, Role.PSYCHIATRIST, "小川 恵"),
            await make_practitioner(uow, Role.PSYCHIATRIST, "田中 樹"),
            await make_staff(uow, Role.COORDINATOR),
        )


def of(practitioner):
    return f"/api/practitioners/{practitioner.practitioner_id}/supervisor"


def choice(psychiatrist, version):
    return {"supervisor_id": None if psychiatrist is None else str(psychiatrist.practitioner_id), "version": version}


async def listed(api, who):
    status, body = await api.as_(who).get("/api/supervised-practitioners")
    assert status == 200
    return body


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
async def test_a_supervisor_is_set_changed_and_unset_by_the_desk(api, units, team, role):
    counsellor, first, second, _ = team
    async with units.write() as uow:
        desk = await make_staff(uow, role)
    body = await listed(api, desk)
    assert [each["display_name"] for each in body["psychiatrists"]] == ["小川 恵", "田中 樹"]
    (row,) = body["supervised"]
    assert (row["practitioner_id"], row["supervisor"], row["version"]) == (str(counsellor.practitioner_id), None, 0)
    for version, psychiatrist in enumerate((first, second, None)):
        status, row = await api.as_(desk).put(of(counsellor), json=choice(psychiatrist, version))
        assert (status, row["version"]) == (200, version + 1)
        assert (row["supervisor"] or {}).get("id") == choice(psychiatrist, 0)["supervisor_id"]
        assert (await listed(api, desk))["supervised"] == [row]
    async with units.read() as uow:
        noted = await uow.session.scalars(
            select(AuditEvent.entity_id).where(
                AuditEvent.account_id == desk.account_id, AuditEvent.entity_id == counsellor.account_id
            )
        )
        assert len(list(noted)) == 3


async def test_who_saw_an_older_state_is_told_and_changes_nothing(api, team):
    counsellor, first, second, desk = team
    await api.as_(desk).put(of(counsellor), json=choice(first, 0))
    for stale in (0, 2):
        status, problem = await api.as_(desk).put(of(counsellor), json=choice(second, stale))
        assert (status, problem["code"]) == (409, "people.supervisor_changed")
    assert (await listed(api, desk))["supervised"][0]["supervisor"]["display_name"] == "小川 恵"


async def test_only_a_psychiatrist_who_may_sign_in_supervises_and_only_counsellors(api, units, team):
    counsellor, first, second, desk = team
    async with units.write() as uow:
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        await accounts.block(uow, second.account_id)
    refusals = [
        (counsellor, counsellor, 422, "people.supervisor_self"),
        (counsellor, midwife, 422, "people.supervisor_not_psychiatrist"),
        (counsellor, second, 422, "people.supervisor_blocked"),
        (midwife, first, 422, "people.not_supervised"),
        (first, first, 422, "people.not_supervised"),
    ]
    for who, supervisor, status, code in refusals:
        answer = await api.as_(desk).put(of(who), json=choice(supervisor, 0))
        assert (answer[0], answer[1]["code"]) == (status, code)
    unknown = {"supervisor_id": str(uuid4()), "version": 0}
    assert (await api.as_(desk).put(of(counsellor), json=unknown))[1]["code"] == "people.supervisor_not_psychiatrist"
    nobody = f"/api/practitioners/{uuid4()}/supervisor"
    assert (await api.as_(desk).put(nobody, json=choice(first, 0)))[1]["code"] == "people.practitioner_not_found"
    assert (await listed(api, desk))["supervised"][0]["version"] == 0


async def test_a_supervisor_who_is_blocked_counts_as_none_and_is_shown_as_blocked(api, units, team):
    counsellor, first, _, desk = team
    async with units.read() as uow:
        assert await supervision.count_unsupervised(uow) == 1
    await api.as_(desk).put(of(counsellor), json=choice(first, 0))
    async with units.write() as uow:
        assert await supervision.count_unsupervised(uow) == 0
        assert set(await supervision.supervisors_of(uow, [counsellor.practitioner_id])) == {counsellor.practitioner_id}
        await accounts.block(uow, first.account_id)
    async with units.read() as uow:
        assert await supervision.count_unsupervised(uow) == 1
        assert await supervision.supervisors_of(uow, [counsellor.practitioner_id]) == {}
    assert (await listed(api, desk))["supervised"][0]["supervisor"]["active"] is False
