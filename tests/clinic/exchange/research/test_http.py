"""An export for research over HTTP: the coordinator takes it out, and it stays on the list."""

import io
import json
import zipfile

import pytest

from core.principal import Role
from tests.clinic.exchange.research.test_service import year_of_care
from tests.people.make import make_staff

AT = "/api/research-exports"
WISH = {"from": "2026-04-01", "to": "2027-03-31", "purpose": "研究", "approval": "2027-12"}


async def test_a_coordinator_takes_it_out_and_finds_it_on_the_list(api, units, clock):
    coordinator = await year_of_care(units, clock)
    headers = {"Authorization": f"Bearer {api.token(coordinator)}"}
    async with api.client.post(AT, headers=headers, json=WISH) as response:
        assert response.status == 200
        assert "hagukumi-research-20260401-20270331.zip" in response.headers["Content-Disposition"]
        archive = zipfile.ZipFile(io.BytesIO(await response.read()))
    manifest = json.loads(archive.read("manifest.json"))
    assert {each["file"] for each in manifest["output"]} | {"manifest.json"} == set(archive.namelist())
    status, listed = await api.as_(coordinator).get(AT)
    (made,) = listed["exports"]
    assert (status, made["purpose"], made["rows"]["people"], made["people_withheld"]) == (200, "研究", 14, 0)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER, Role.PSYCHIATRIST])
async def test_others_neither_make_one_nor_see_the_list(api, units, role):
    async with units.write() as uow:
        other = await make_staff(uow, role)
    for method, body in (("POST", WISH), ("GET", None)):
        status, problem = await api.as_(other).call(method, AT, json=body)
        assert (status, problem["code"]) == (403, "auth.role_not_allowed")


async def test_without_a_purpose_there_is_none(api, units, clock):
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    status, _ = await api.as_(coordinator).call("POST", AT, json={**WISH, "purpose": " "})
    assert status == 422
