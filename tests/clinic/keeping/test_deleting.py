"""Deletion runs: what is over goes, what is kept stays, and the figures do not change."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, update

import server.tables  # noqa: F401  so that every table is known
from clinic.encounters import messages
from clinic.encounters.attachments.tables import Attachment
from clinic.encounters.tables import EpisodeOfCare, Message
from clinic.evaluation.facts.gathering import gather
from clinic.keeping import holds, runs
from clinic.keeping.deleting import _one_batch, perform
from clinic.keeping.planning import plan
from clinic.keeping.policy import change, read
from clinic.keeping.retention import RecordKind
from clinic.keeping.states import DeletionRunState
from clinic.keeping.tables import DeletionRun, ErasedRecord, LegalHold
from clinic.records import service as records
from clinic.safety.tables import Flag
from core.audit.tables import AuditEvent
from core.crypto import Erased
from core.database import Base
from core.errors import Conflict, Forbidden
from core.principal import Role
from people.accounts.tables import Account
from people.notices.tables import Notice
from tests.clinic.assessments.make import make_counselling
from tests.clinic.keeping.make import SIX_YEARS, delete_what_is_over, make_administrators, make_finished
from tests.people.make import make_staff

SEALED = [
    (table, column)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary)
]
# A mail is queued by a job, and a rare text by few: nothing is to be seen of them in this family.
NOT_MADE = {("mails", "content_sealed"), ("persons", "emergency_contact_sealed")}
# Drafts from two devices at once, and a co-signature that came back, are gone with the rest of their note.
NOT_MADE |= {("letters", "asides_sealed"), ("notes", "asides_sealed"), ("note_cosignings", "comment_sealed")}
NOT_MADE |= {("note_shares", "reason_sealed"), ("glass_breakings", "reason_sealed"), ("claims", "reason_sealed")}
# Frozen reports hold nobody: their facts are de-identified, and they stay as they were.
NOT_MADE |= {("reports", "content_sealed"), ("reports", "inputs_sealed"), ("report_releases", "shown_sealed")}


async def sealed_rows(units) -> dict[tuple[str, str], int]:
    """Return, by table and column, how many rows hold something sealed."""
    async with units.read() as uow:
        return {
            (table.name, column.name): await uow.session.scalar(
                select(func.count()).select_from(table).where(func.length(column) > 0)
            )
            for table, column in SEALED
        }


async def all_facts(units):
    """Return all that every figure is reckoned from, but for when it was known."""
    async with units.read() as uow:
        return replace(await gather(uow, date(2026, 4, 1), date(2027, 3, 31)), as_known_at=None)


async def test_six_years_later_nothing_that_was_said_is_left_anywhere_and_the_figures_are_the_same(units, clock):
    world = await make_finished(units, clock)
    counselling = await make_counselling(units, clock)
    await counselling.fill_in(14)
    await counselling.hold_session()
    await counselling.close_course()
    before = await sealed_rows(units)
    assert {place for place, count in before.items() if not count} <= NOT_MADE
    counted = await all_facts(units)
    clock.advance(SIX_YEARS)
    run = await delete_what_is_over(units)
    assert run.state is DeletionRunState.DONE
    assert not {place for place, count in (await sealed_rows(units)).items() if count}
    assert await all_facts(units) == counted
    assert counted.registrations
    assert counted.uses
    assert counted.courses
    assert counted.screens
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Attachment)) == 0
        shown, last = await messages.list_messages(uow, world.counsellor, world.encounter_id, since=0, limit=10)
        assert [(one.body, one.unreadable) for one in shown] == [("", "server.erased")]
        assert last == 1
        with pytest.raises(Erased):
            await records.show(uow, world.counsellor, world.encounter_id)
        owner = await uow.session.get_one(Account, world.owner.account_id)
        assert (owner.display_name, owner.email) == ("—", f"{owner.id.hex}@erased.invalid")
        assert owner.blocked_at is not None
        told = (await uow.session.scalars(select(Notice.data).where(Notice.account_id == owner.id))).all()
        assert told
        assert not any(told)


async def test_what_was_counted_is_what_is_done_each_thing_noted_in_the_name_of_who_approved(units, clock):
    await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    run = await delete_what_is_over(units)
    planned = {row["step"]: row["records"] for row in run.plan["rows"] if row["records"]}
    names = run.results.pop("names")
    assert run.results == planned
    # Whose account was closed loses the name in the same run, since nothing is left that it stands at.
    assert names == planned["unused"]
    async with units.read() as uow:
        query = select(func.count()).where(AuditEvent.action == "delete", AuditEvent.account_id == run.approved_by)
        assert await uow.session.scalar(query) == sum(planned.values()) + names


async def test_five_years_are_counted_from_the_end_of_the_course(units, clock):
    world = await make_finished(units, clock)
    async with units.read() as uow:
        closed = await uow.session.scalar(
            select(EpisodeOfCare.closed_at).where(EpisodeOfCare.person_id == world.owner.person_id)
        )
    # In Tokyo it ended on 24 November 2026.
    assert closed.date() == date(2026, 11, 24)
    for years, hours, due in ((4, 0, 0), (5, -11, 0), (5, 14, 1)):
        clock.set(closed.replace(year=closed.year + years) + timedelta(hours=hours))
        async with units.read() as uow:
            counted = await plan(uow, (await read(uow)).policy, uow.zone.today(uow.now))
        people = {row.step: row.people for row in counted.rows}
        assert (people["notes"] > 0) == bool(due), (years, hours)
    # Reopened, as it were: while a course goes on, nothing of it is over.
    clock.advance(SIX_YEARS)
    async with units.write() as uow:
        await uow.session.execute(update(EpisodeOfCare).values(closed_at=None, state="active"))
    async with units.read() as uow:
        counted = await plan(uow, (await read(uow)).policy, uow.zone.today(uow.now))
    assert {row.step: row.records for row in counted.rows}["notes"] == 0


@pytest.mark.parametrize("keeper", ["hold", "alert"])
async def test_of_whom_a_hold_or_an_open_alert_keeps_nothing_goes(units, clock, keeper):
    world = await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    one, other = await make_administrators(units)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    async with units.write() as uow:
        await runs.approve(uow, other, run_id)
    # Set after the approval: it holds all the same.
    async with units.write() as uow:
        if keeper == "hold":
            await holds.set_on(uow, one, str(world.owner.person_id), "裁判所からの依頼")
        else:
            await uow.session.execute(
                update(Flag).where(Flag.person_id == world.owner.person_id).values(closed_at=None, assessment_id=None)
            )
    before = await sealed_rows(units)
    await perform(units, run_id)
    after = await sealed_rows(units)
    for place in (
        ("messages", "body_sealed"),
        ("notes", "fields_sealed"),
        ("note_amendments", "fields_sealed"),
        ("summaries", "text_sealed"),
        ("questionnaire_answers", "answer_sealed"),
        ("episodes_of_care", "closing_sealed"),
        ("flags", "answer_sealed"),
        ("risk_assessments", "content_sealed"),
        ("attachment_contents", "content_sealed"),
    ):
        assert after[place] == before[place] > 0, place
    async with units.read() as uow:
        assert (await uow.session.get_one(DeletionRun, run_id)).state is DeletionRunState.DONE
        assert (await uow.session.get_one(Account, world.owner.account_id)).display_name == "はな"


async def _die_in_a_batch(units, run_id):
    async with units.write() as uow:
        assert await _one_batch(uow, run_id, 1)
        raise ConnectionError


async def test_a_run_that_is_killed_goes_on_where_it_was_and_two_at_once_do_each_thing_once(units, clock):
    await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    one, other = await make_administrators(units)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    async with units.write() as uow:
        await runs.approve(uow, other, run_id)
    for _ in range(3):
        async with units.write() as uow:
            assert await _one_batch(uow, run_id, 1)
    with pytest.raises(ConnectionError):
        await _die_in_a_batch(units, run_id)
    async with units.read() as uow:
        run = await uow.session.get_one(DeletionRun, run_id)
        assert run.state is DeletionRunState.APPROVED
        assert sum(run.results.values()) == 3
    await asyncio.gather(perform(units, run_id, batch=1), perform(units, run_id, batch=2))
    await perform(units, run_id)
    async with units.read() as uow:
        run = await uow.session.get_one(DeletionRun, run_id)
        planned = {row["step"]: row["records"] for row in run.plan["rows"] if row["records"]}
        assert run.state is DeletionRunState.DONE
        assert {step: run.results[step] for step in planned} == planned
        marks = await uow.session.scalar(select(func.count()).select_from(ErasedRecord))
        assert marks == planned["messages"] + planned["notes"]


async def test_who_proposes_does_not_approve_unless_there_is_nobody_else(units, clock):
    await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    async with units.write() as uow:
        await uow.session.execute(update(Account).where(Account.role == Role.ADMINISTRATOR).values(blocked_at=uow.now))
        one = await make_staff(uow, Role.ADMINISTRATOR)
        first = await runs.propose(uow, one)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
        other = await make_staff(uow, Role.ADMINISTRATOR, "大野 進")
    async with units.read() as uow:
        assert [(run.id, run.state, run.may_approve) for run in await runs.list_runs(uow, one)] == [
            (run_id, DeletionRunState.PROPOSED, False),
            (first, DeletionRunState.DISCARDED, False),
        ]
    for run, error in ((run_id, Forbidden), (first, Conflict)):
        with pytest.raises(error):
            async with units.write() as uow:
                await runs.approve(uow, one, run)
    async with units.write() as uow:
        await uow.session.execute(update(Account).where(Account.id == other.account_id).values(blocked_at=uow.now))
    async with units.write() as uow:
        await runs.approve(uow, one, run_id)
    async with units.read() as uow:
        assert (await uow.session.get_one(DeletionRun, run_id)).alone
    with pytest.raises(Conflict, match=r"keeping\.run_settled"):
        async with units.write() as uow:
            await runs.discard(uow, other, run_id)


async def test_a_plan_that_is_old_is_made_anew_and_without_anything_due_there_is_none(units, clock):
    one, other = await make_administrators(units)
    with pytest.raises(Conflict, match=r"keeping\.nothing_due"):
        async with units.write() as uow:
            await runs.propose(uow, one)
    await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    clock.advance(timedelta(days=15))
    with pytest.raises(Conflict, match=r"keeping\.run_stale"):
        async with units.write() as uow:
            await runs.approve(uow, other, run_id)


async def test_a_run_keeps_to_the_years_it_was_reviewed_with(units, clock):
    await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    one, other = await make_administrators(units)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    async with units.write() as uow:
        await change(uow, one, 0, dict.fromkeys(RecordKind, 10))
    async with units.read() as uow:
        assert (await plan(uow, (await read(uow)).policy, uow.zone.today(uow.now))).is_empty
    with pytest.raises(Conflict, match=r"keeping\.policy_changed"):
        async with units.write() as uow:
            await change(uow, other, 0, dict.fromkeys(RecordKind, 3))
    async with units.write() as uow:
        await runs.approve(uow, other, run_id)
    await perform(units, run_id)
    async with units.read() as uow:
        held = await uow.session.scalar(select(func.count()).where(func.length(Message.body_sealed) > 0))
        assert held == 0


async def test_of_a_hold_the_reason_goes_after_its_years_and_that_it_stood_stays(units, clock):
    world = await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    await delete_what_is_over(units)
    async with units.read() as uow:
        hold = (await uow.session.scalars(select(LegalHold))).one()
        assert (hold.person_id, hold.reason_sealed) == (world.owner.person_id, b"")


async def test_over_http_one_proposes_another_approves_and_the_worker_does_it(api, application, units, clock):
    world = await make_finished(units, clock)
    clock.advance(SIX_YEARS)
    one, other = await make_administrators(units)
    status, listed = await api.as_(one).post("/api/deletion-runs")
    assert status == 201
    [run] = listed["runs"]
    rows = {row["step"]: row for row in run["plan"]["rows"]}
    assert (rows["notes"]["records"], rows["notes"]["people"], rows["notes"]["kind"]) == (1, 1, "notes")
    # Counts alone: nobody is named before or after.
    assert "はな" not in str(listed)
    assert str(world.owner.person_id) not in str(listed)
    status, problem = await api.as_(one).post(f"/api/deletion-runs/{run['id']}/approve")
    assert (status, problem["code"]) == (403, "keeping.second_person")
    status, listed = await api.as_(other).post(f"/api/deletion-runs/{run['id']}/approve")
    assert (status, listed["runs"][0]["state"]) == (200, "approved")
    await application.runner.drain()
    _, listed = await api.as_(one).get("/api/deletion-runs")
    [run] = listed["runs"]
    assert (run["state"], run["approved_by"], run["alone"]) == ("done", "大野 進", False)
    assert run["results"]["notes"] == 1
    status, problem = await api.as_(other).post(f"/api/deletion-runs/{run['id']}/discard")
    assert (status, problem["code"]) == (409, "keeping.run_settled")
    # The page of the consultation says so in the place of the words.
    status, problem = await api.as_(world.counsellor).get(f"/api/encounters/{world.encounter_id}/note")
    assert (status, problem["code"]) == (410, "server.erased")
