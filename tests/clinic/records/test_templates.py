"""Text blocks for notes: each profession keeps its own, coordinators all."""

import pytest

from clinic.records.templates.service import MOST
from core.principal import Role
from tests.people.make import make_practitioner, make_staff

BLOCK = {"role": "midwife", "title": "授乳", "body": "授乳の間隔の目安をお伝えした。"}
PATH = "/api/note-templates"


@pytest.fixture
async def staff(units):
    async with units.write() as uow:
        roles = {role: await make_practitioner(uow, role) for role in (Role.MIDWIFE, Role.DOCTOR)}
        return roles | {Role.COORDINATOR: await make_staff(uow, Role.COORDINATOR)}


async def titles(api, principal):
    return [each["title"] for each in (await api.as_(principal).get(PATH))[1]["templates"]]


async def test_a_profession_keeps_its_own_and_the_coordinator_all(api, staff):
    midwife, doctor, coordinator = (api.as_(staff[role]) for role in (Role.MIDWIFE, Role.DOCTOR, Role.COORDINATOR))
    status, block = await midwife.post(PATH, json=BLOCK)
    assert (status, block["version"]) == (201, 1)
    status, problem = await midwife.post(PATH, json={**BLOCK, "role": "doctor"})
    assert (status, problem["code"]) == (403, "records.template_of_others")
    assert (await coordinator.post(PATH, json={**BLOCK, "role": "doctor", "title": "発熱"}))[0] == 201
    assert await titles(api, staff[Role.MIDWIFE]) == ["授乳"]
    assert await titles(api, staff[Role.DOCTOR]) == ["発熱"]
    assert await titles(api, staff[Role.COORDINATOR]) == ["発熱", "授乳"]
    own = f"{PATH}/{block['id']}"
    change = {"title": "授乳の間隔", "body": BLOCK["body"], "version": 1}
    assert (await doctor.put(own, json=change))[0] == 404
    assert (await midwife.put(own, json=change))[1]["version"] == 2
    status, problem = await coordinator.put(own, json=change)
    assert (status, problem["code"]) == (409, "records.template_changed")
    assert (await doctor.delete(own))[0] == 404
    assert (await midwife.delete(own))[0] == 204
    assert await titles(api, staff[Role.MIDWIFE]) == []


async def test_there_are_so_many_for_a_profession(api, staff):
    midwife = api.as_(staff[Role.MIDWIFE])
    for number in range(MOST):
        assert (await midwife.post(PATH, json={**BLOCK, "title": f"{number}"}))[0] == 201
    status, problem = await midwife.post(PATH, json=BLOCK)
    assert (status, problem["code"]) == (409, "records.templates_full")


@pytest.mark.parametrize("change", [{"title": " "}, {"body": ""}, {"role": "coordinator"}, {"body": "x" * 4001}])
async def test_a_block_that_cannot_be_one_is_refused(api, staff, change):
    assert (await api.as_(staff[Role.COORDINATOR]).post(PATH, json={**BLOCK, **change}))[0] == 422
