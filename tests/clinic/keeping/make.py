"""A family with everything that a record can hold, years ago; and deletion runs."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from clinic.encounters import episodes
from clinic.encounters import service as encounters
from clinic.encounters.states import EpisodeOutcome
from clinic.encounters.tables import Encounter
from clinic.keeping import holds, runs
from clinic.keeping.deleting import perform
from clinic.keeping.tables import DeletionRun, LegalHold
from clinic.records import service as records
from clinic.records import versions
from clinic.records.summaries import service as summaries
from clinic.records.tables import Note
from clinic.safety import assessing, tasks
from clinic.safety.tables import Flag, SafetyTask
from core.clock import ManualClock
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.practitioners.tables import Practitioner
from tests.clinic.records.letters.make import make_by_ground, revoke
from tests.clinic.records.make import make_content
from tests.people.make import make_staff
from tests.server.policies.world import FOUND, World, make_world

SIX_YEARS = timedelta(days=6 * 366)


async def make_finished(units: Units, clock: ManualClock) -> World:
    """Make a family whose consultation, course and alerts are over, the hold of theirs lifted."""
    world = await make_world(units, clock)
    counsellor = world.counsellor
    async with units.write() as uow:
        version = (await uow.session.scalars(select(Note.version))).one()
        content = make_content(Role.COUNSELLOR)
        saved = await records.save(uow, counsellor, world.encounter_id, content, version)
        await records.sign(uow, counsellor, world.encounter_id, saved.version)
        changed = make_content(Role.COUNSELLOR, None, advice="昼に眠る")
        await versions.amend(uow, counsellor, world.encounter_id, 0, "聞き直した", changed)
        handed = await make_by_ground(uow, counsellor, world.owner, "子どもの安全のため")
        await revoke(uow, counsellor, handed.id)
        await summaries.release(uow, counsellor, world.encounter_id, "休む時間を決めた", 0)
    async with units.write() as uow:
        for encounter in (await uow.session.scalars(select(Encounter))).all():
            host = counsellor if encounter.id == world.encounter_id else await _host(uow, encounter)
            if encounter.finished_at is None:
                await encounters.finish(uow, host, encounter.id)
    async with units.write() as uow:
        for flag_id in (await uow.session.scalars(select(Flag.id).where(Flag.closed_at.is_(None)))).all():
            await assessing.assess(uow, counsellor, flag_id, assessing.RiskAssessmentIn.model_validate(FOUND))
    async with units.write() as uow:
        for task_id in (await uow.session.scalars(select(SafetyTask.id).where(SafetyTask.done_at.is_(None)))).all():
            await tasks.finish(uow, counsellor, task_id, "話せた")
        for episode in await episodes.list_episodes(uow, counsellor):
            await episodes.close_episode(uow, counsellor, episode.id, EpisodeOutcome.COMPLETED, "目標に届いた")
        administrator = next(one for one in world.strangers if one.role is Role.ADMINISTRATOR)
        for hold_id in (await uow.session.scalars(select(LegalHold.id).where(LegalHold.lifted_at.is_(None)))).all():
            await holds.lift(uow, administrator, hold_id, "裁判が終わった")
    return world


async def _host(uow: UnitOfWork, encounter: Encounter) -> Principal:
    practitioner = await uow.session.get_one(Practitioner, encounter.practitioner_id)
    return Principal(practitioner.account_id, Role.MIDWIFE, UUID(int=0), practitioner_id=practitioner.id)


async def make_administrators(units: Units) -> tuple[Principal, Principal]:
    """Make two administrators: one who proposes and one who approves."""
    async with units.write() as uow:
        return await make_staff(uow, Role.ADMINISTRATOR), await make_staff(uow, Role.ADMINISTRATOR, "大野 進")


async def delete_what_is_over(units: Units) -> DeletionRun:
    """Propose, approve and do a run; return it as it ended."""
    one, other = await make_administrators(units)
    async with units.write() as uow:
        run_id = await runs.propose(uow, one)
    async with units.write() as uow:
        await runs.approve(uow, other, run_id)
    await perform(units, run_id, batch=2)
    async with units.read() as uow:
        return await uow.session.get_one(DeletionRun, run_id)
