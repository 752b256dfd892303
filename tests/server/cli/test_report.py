"""`hagukumi report`: the figures of a period in each form, or one sentence why there are none."""

import csv
import io
import json
from zipfile import ZipFile, is_zipfile

import pytest
from sqlalchemy import select

from core.audit.events import Action, Entity
from core.audit.tables import AuditEvent
from tests.server.cli.process import run

YEAR = ("report", "--from", "2025-04-01", "--to", "2026-03-31")


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_each_form_is_written(hagukumi, database_url, tmp_path, form):
    path = tmp_path / f"report.{form}"
    code, out, err = hagukumi(*YEAR, "--format", form, "--out", str(path), database_url=database_url)
    assert (code, out, err) == (0, "", "")
    if form == "json":
        content = json.loads(path.read_bytes())
        assert (content["audience"], content["first_day"], len(content["measures"])) == ("operator", "2025-04-01", 6)
    elif form == "xlsx":
        assert is_zipfile(path)
        assert any(name.startswith("xl/charts/") for name in ZipFile(path).namelist())
    else:
        assert any("登録者数" in cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) for cell in row)


def test_a_period_of_the_future_is_refused_by_its_code(hagukumi, database_url):
    code, out, err = hagukumi("report", "--from", "2999-04-01", "--to", "2999-06-30", database_url=database_url)
    assert (code, out) == (1, "")
    assert "evaluation.period_in_future" in err


def test_what_is_no_day_is_refused(hagukumi, database_url):
    code, _, err = hagukumi("report", "--from", "spring", "--to", "2026-03-31", database_url=database_url)
    assert (code, "is no day such as 2026-04-01" in err) == (2, True)


async def test_that_the_figures_were_taken_out_stands_in_the_audit_log(units, database_url):
    ended = await run(*YEAR, "--format", "csv", database_url=database_url)
    assert ended.code == 0, ended
    async with units.read() as uow:
        found = (await uow.session.execute(select(AuditEvent.action, AuditEvent.entity))).all()
    assert (Action.READ, Entity.REPORT) in [tuple(one) for one in found]
