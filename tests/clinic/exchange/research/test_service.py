"""An export for research of stored rows: who may make it, what it says of itself, and what is in none of its bytes."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import Uuid, select

from clinic.exchange.research.columns import COLUMNS, FILES
from clinic.exchange.research.service import Wish, export_research, list_exports
from clinic.exchange.research.tables import ResearchExport
from core.audit.tables import AuditEvent
from core.database import Base
from core.errors import DomainError, Forbidden
from core.principal import Role
from people.accounts.tables import Account
from tests.clinic.assessments.make import make_counselling
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_staff

YEAR = Wish(date(2026, 4, 1), date(2027, 3, 31), "産後の相談と気分の変化の研究", "倫理委員会 2027-12")
SOURCES = 8


async def year_of_care(units, clock):
    """Let some people be counselled and others come once, in May 2026, and return a coordinator a year later."""
    clock.set(datetime(2026, 5, 1, 1, tzinfo=UTC))
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        for _ in range(SOURCES):
            await make_consultation(uow, admitted=True)
    for number in range(6):
        care = await make_counselling(units, clock)
        await care.fill_in(10 + number)
        await care.hold_session()
    clock.set(datetime(2027, 4, 2, tzinfo=UTC))
    return coordinator


def read(folder, file):
    rows = csv.DictReader(io.StringIO((folder / f"{file}.csv").read_text("utf-8-sig")))
    assert rows.fieldnames == [column.name for column in COLUMNS[file]]
    return list(rows)


async def test_the_files_say_what_they_are_and_what_was_withheld(units, clock, tmp_path):
    coordinator = await year_of_care(units, clock)
    out = tmp_path / "out"
    made = await export_research(units, coordinator, YEAR, out)
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert (manifest["purpose"], manifest["approval"], manifest["k"]) == (YEAR.purpose, YEAR.approval, 5)
    assert manifest["consentRule"] == "everybody_as_no_kind_of_consent_names_research"
    assert manifest["quasiIdentifiers"] == ["stage", "child_age", "district"]
    for each in manifest["output"]:
        assert hashlib.sha256((out / each["file"]).read_bytes()).hexdigest() == each["sha256"]
    assert made.manifest_sha256 == hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
    assert {file: len(read(out, file)) for file in FILES} == made.counts
    assert made.counts["courses"] == 6
    totals = sorted(row["total"] for row in read(out, "responses"))
    assert totals == [str(10 + number) for number in range(6)]
    dictionary = json.loads((out / "dictionary.json").read_bytes())
    described = {each["file"]: [column["name"] for column in each["columns"]] for each in dictionary["files"]}
    assert described == {f"{file}.csv": [column.name for column in COLUMNS[file]] for file in FILES}
    assert "運営者の確認が必要です" in (out / "dictionary.md").read_text()
    async with units.read() as uow:
        (listed,) = await list_exports(uow)
        assert (listed.id, listed.purpose, listed.withheld["people"]) == (made.id, YEAR.purpose, 0)
        query = select(AuditEvent.account_id, AuditEvent.action).where(AuditEvent.entity_id == made.id)
        assert (await uow.session.execute(query)).all() == [(coordinator.account_id, "execute")]


async def test_no_id_name_or_real_day_of_the_database_is_in_any_byte(units, clock, tmp_path):
    coordinator = await year_of_care(units, clock)
    await export_research(units, coordinator, YEAR, tmp_path / "out")
    written = b"".join(path.read_bytes() for path in sorted((tmp_path / "out").iterdir()))
    ids: set[UUID] = set()
    async with units.read() as uow:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, Uuid)]
            if columns:
                ids.update(value for row in await uow.session.execute(select(*columns)) for value in row if value)
        names = set(await uow.session.scalars(select(Account.display_name)))
        emails = set(await uow.session.scalars(select(Account.email)))
    assert len(ids) > SOURCES
    assert not [text for each in ids for text in (str(each), each.hex) if text.encode() in written]
    # The dictionary's own words hold some short names by accident.
    rows = b"".join(path.read_bytes() for path in (tmp_path / "out").glob("*.csv"))
    assert not [text for text in names | emails if text.encode() in rows]
    # All of them came on this day.
    assert {row["day"] for row in read(tmp_path / "out", "consultations")} & {"2026-05-01"} == set()


async def test_two_exports_cannot_be_joined_by_pseudonym(units, clock, tmp_path):
    coordinator = await year_of_care(units, clock)
    for name in ("one", "other"):
        await export_research(units, coordinator, YEAR, tmp_path / name)
    one, other = ({row["person"] for row in read(tmp_path / name, "people")} for name in ("one", "other"))
    assert (len(one), len(other), one & other) == (14, 14, set())


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.GUEST)])
async def test_nobody_but_a_coordinator_makes_one(units, tmp_path, role):
    async with units.write() as uow:
        account_id = await _account(uow, role)
    with pytest.raises(Forbidden):
        await export_research(units, account_id, YEAR, tmp_path / "out")
    assert not (tmp_path / "out").exists()


async def _account(uow, role):
    staff = await make_staff(uow, Role.COORDINATOR)
    return type(staff)(staff.account_id, role, staff.session_id)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(date(2026, 4, 1), date(2026, 9, 26), "目的", "1"), "research.period_too_short"),
        (Wish(date(2026, 9, 1), date(2026, 4, 1), "目的", "1"), "evaluation.period_invalid"),
        (Wish(date(2026, 4, 1), date(2027, 4, 2), "目的", "1"), "research.period_not_over"),
        (Wish(date(2028, 4, 1), date(2029, 4, 1), "目的", "1"), "evaluation.period_in_future"),
        (Wish(date(2026, 4, 1), date(2027, 3, 31), "  ", "1"), "research.purpose_invalid"),
        (Wish(date(2026, 4, 1), date(2027, 3, 31), "目的", ""), "research.purpose_invalid"),
        (Wish(date(2026, 4, 1), date(2027, 3, 31), "あ" * 401, "1"), "research.purpose_invalid"),
        (Wish(date(2026, 4, 1), date(2027, 3, 31), "目的", "1", 2), "research.k_invalid"),
    ],
)
async def test_what_cannot_be_is_refused_and_leaves_nothing(units, clock, tmp_path, wish, code):
    clock.set(datetime(2027, 4, 2, tzinfo=UTC))
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    with pytest.raises(DomainError) as refused:
        await export_research(units, coordinator, wish, tmp_path / "out")
    assert refused.value.code == code
    assert not list(tmp_path.iterdir())
    async with units.read() as uow:
        assert (await uow.session.scalars(select(ResearchExport))).all() == []


async def test_the_secret_is_of_the_export_alone(monkeypatch, units, clock, tmp_path):
    coordinator = await year_of_care(units, clock)
    # A source with a seed gives the same again, so nothing else goes into pseudonyms and days.
    monkeypatch.setattr("clinic.exchange.research.service.SystemRandom", lambda: Random(7))
    for name in ("one", "other"):
        await export_research(units, coordinator, YEAR, tmp_path / name)
    one, other = ((tmp_path / name / "people.csv").read_bytes() for name in ("one", "other"))
    assert one == other
