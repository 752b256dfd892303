"""`hagukumi export`: writes the files, says how many, and refuses a folder that is there."""

from datetime import UTC, datetime

from core.principal import Role
from people.accounts.service import get_account
from tests.clinic.assessments.make import make_counselling
from tests.people.make import make_staff
from tests.server.cli.process import run


async def test_the_export_is_written_counted_and_never_over_another(units, clock, database_url, tmp_path):
    await make_counselling(units, clock)
    out = tmp_path / "fhir"
    ended = await run("export", "fhir", "--out", str(out), database_url=database_url)
    assert ended.code == 0, ended
    assert "Patient                       1" in ended.out
    assert "はな" in (out / "Patient.ndjson").read_text()
    assert "はな" not in ended.out
    ended = await run("export", "fhir", "--out", str(out), "--since", "2026-01-01", database_url=database_url)
    assert (ended.code, "is there already" in ended.err) == (1, True)


async def test_rows_for_research_are_written_for_a_coordinator_only(units, clock, database_url, tmp_path):
    clock.set(datetime(2025, 5, 1, 1, tzinfo=UTC))
    await make_counselling(units, clock)
    async with units.write() as uow:
        addresses = {role: await _address(uow, role) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)}
    wish = ["--from", "2025-04-01", "--to", "2026-03-31", "--purpose", "研究", "--approval", "1"]

    async def export(by, name):
        command = ("export", "research", "--out", str(tmp_path / name), "--by", by, *wish)
        return await run(*command, database_url=database_url)

    ended = await export(addresses[Role.ADMINISTRATOR], "refused")
    assert (ended.code, "auth.role_not_allowed" in ended.err) == (1, True)
    ended = await export("nobody@example.jp", "refused")
    assert (ended.code, "people.account_not_found" in ended.err) == (1, True)
    ended = await export(addresses[Role.COORDINATOR], "rows")
    assert ended.code == 0, ended
    # One person is fewer than five, so nobody is in it.
    assert "people withheld               1" in ended.out
    assert len((tmp_path / "rows" / "people.csv").read_text("utf-8-sig").splitlines()) == 1
    ended = await export(addresses[Role.COORDINATOR], "rows")
    assert (ended.code, "is there already" in ended.err) == (1, True)
    assert not (tmp_path / "refused").exists()


async def _address(uow, role):
    staff = await make_staff(uow, role)
    return (await get_account(uow, staff.account_id)).email
