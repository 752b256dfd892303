"""Alerts and calls for help in the simulated year: taken on, assessed, and followed by what was agreed."""

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from clinic.encounters import service as encounters
from clinic.safety import assessing, flags, tasks, urgent
from clinic.safety.kinds import FlagKind
from core.principal import Principal, Role
from people.risk.kinds import RiskLevel
from server.simulate import assumptions, words
from server.simulate.agenda import Story
from server.simulate.characters import Character
from server.simulate.rota import answering
from server.simulate.stage import Stage
from server.simulate.visit import talk, write_down


async def answer_alerts(stage: Stage, client: Principal, seed: int) -> Story:
    """Let a counsellor take on the alerts of a person, assess them, and do what was agreed; often there is none."""
    rng = Random(seed)  # noqa: S311  a simulation
    if not await _open_flags(stage, stage.city.of_role(Role.COUNSELLOR)[0], client, of_call=False):
        return
    yield _between(stage, assumptions.FLAG_TAKEN_AFTER, rng)
    counsellor = await answering(stage, rng)
    for flag_id in await _open_flags(stage, counsellor, client, of_call=False):
        async with stage.units.write() as uow:
            await flags.acknowledge(uow, counsellor, flag_id, None)
        stage.counts["alerts"] += 1
    async for at in _assess(stage, counsellor, client, rng):
        yield at


async def call_for_help(stage: Stage, who: Character, client: Principal) -> Story:
    """Let a person call who is on duty, in some night of the weeks to come; they answer."""
    rng = stage.source(who, "urgent")
    zone = stage.units.zone
    day = zone.today(stage.clock.now() + timedelta(days=rng.uniform(1, 90)))
    at = zone.to_utc(day, time(rng.choice((22, 23, 0, 1, 2, 3, 4)), rng.randint(0, 59)))
    if at >= stage.until:
        return
    yield at
    async with stage.units.write() as uow:
        called = await urgent.call(uow, client, words.CALLED_PLACE)
    stage.counts["urgent_calls"] += 1
    yield _between(stage, assumptions.CALL_ANSWERED_AFTER, rng)
    counsellor = await answering(stage, rng)
    async with stage.units.write() as uow:
        await urgent.answer(uow, counsellor, called.id)
    async for at in talk(stage, who, client, counsellor, called.id, rng, is_written=True):
        yield at
    async for at in _assess(stage, counsellor, client, rng, ends=called.id):
        yield at


async def _assess(
    stage: Stage, counsellor: Principal, client: Principal, rng: Random, *, ends: UUID | None = None
) -> Story:
    """Assess what the counsellor took on of a person, after ending their urgent encounter `ends`; then do it."""
    yield _between(stage, assumptions.FLAG_ASSESSED_AFTER, rng)
    if ends is not None:
        async with stage.units.write() as uow:
            await encounters.finish(uow, counsellor, ends)
        stage.agenda.begin(write_down(stage, counsellor, ends, "urgent", RiskLevel.HIGH, rng.getrandbits(32)))
    for flag_id in await _open_flags(stage, counsellor, client, of_call=ends is not None):
        content = assessing.RiskAssessmentIn(
            immediacy=assessing.Immediacy.NOT_NEAR,
            plan=assessing.Plan.NONE,
            protection=words.FLAG_PROTECTION,
            company=assessing.Company.ADULT,
            action=words.FLAG_ACTION,
            next_step=words.FLAG_NEXT_STEP,
            next_at=stage.clock.now() + timedelta(days=rng.uniform(1, 3)),
        )
        async with stage.units.write() as uow:
            await assessing.assess(uow, counsellor, flag_id, content)
        stage.counts["alerts_assessed"] += 1
    yield stage.clock.now() + timedelta(hours=rng.uniform(2, 23))
    async with stage.units.read() as uow:
        promised = await tasks.list_tasks(uow, counsellor)
    for task in promised:
        if task.person.id == client.person_id:
            async with stage.units.write() as uow:
                await tasks.finish(uow, counsellor, task.id, words.FLAG_RESULT)


async def _open_flags(stage: Stage, counsellor: Principal, client: Principal, *, of_call: bool) -> list[UUID]:
    # A call for help is for who answers it: only they know that they spoke.
    async with stage.units.read() as uow:
        found = await flags.list_open(uow, counsellor)
    return [
        each.id
        for each in found
        if each.person is not None
        and each.person.id == client.person_id
        and (each.kind is FlagKind.URGENT_CALL) is of_call
    ]


def _between(stage: Stage, least_and_most: tuple[timedelta, timedelta], rng: Random) -> datetime:
    least, most = least_and_most
    return stage.clock.now() + least + (most - least) * rng.random()
