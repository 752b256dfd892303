"""Answering what the service asks: whatever is due, by its definition."""

from random import Random
from uuid import UUID

from clinic.assessments import definitions, responses, tasks
from clinic.assessments.asking.deciding import Asked
from core.errors import Conflict
from core.principal import Principal
from server.simulate import assumptions, forms
from server.simulate.characters import Character
from server.simulate.safety import answer_alerts
from server.simulate.stage import Stage

_ROUNDS = 2
"""What is answered may lead to one more questionnaire."""


async def answer_what_is_due(
    stage: Stage, who: Character, client: Principal, distress: float, rng: Random, *, share: float
) -> None:
    """Let the person answer each form that is due with the chance `share`; else it is skipped, or left.

    What the answers alert of is taken up by a counsellor.
    """
    if client.person_id is None:
        return
    has_answered = False
    for _ in range(_ROUNDS):
        answered = 0
        for each in await _asked(stage, client.person_id):
            if rng.random() < share:
                await _answer(stage, who, client, each, distress, rng)
                answered += 1
            elif rng.random() < assumptions.SKIPS:
                await _skip(stage, who, client, each)
        if not answered:
            break
        has_answered = True
    if has_answered:
        stage.agenda.begin(answer_alerts(stage, client, rng.getrandbits(32)))


async def _asked(stage: Stage, person_id: UUID) -> list[Asked]:
    async with stage.units.read() as uow:
        return list(await tasks.list_due(uow, person_id))


async def _start(stage: Stage, who: Character, client: Principal, asked: Asked) -> UUID | None:
    try:
        async with stage.units.write() as uow:
            begun = await responses.start(
                uow,
                client,
                questionnaire=asked.questionnaire,
                language=who.locale,
                occasion=asked.occasion,
                appointment_id=asked.appointment_id,
                episode_id=asked.episode_id,
            )
    except Conflict:
        # What was answered just before answers this one, too.
        return None
    return begun.id


async def _skip(stage: Stage, who: Character, client: Principal, asked: Asked) -> None:
    response_id = await _start(stage, who, client, asked)
    if response_id is None:
        return
    async with stage.units.write() as uow:
        await responses.skip(uow, client, response_id)
    stage.counts["skipped"] += 1


async def _answer(stage: Stage, who: Character, client: Principal, asked: Asked, distress: float, rng: Random) -> None:
    response_id = await _start(stage, who, client, asked)
    if response_id is None:
        return
    async with stage.units.read() as uow:
        questionnaire = await definitions.find(uow, asked.questionnaire)
    given = forms.answers_to(rng, questionnaire, distress, rng.betavariate(*assumptions.CONTENTMENT))
    for link_id, value in given.items():
        async with stage.units.write() as uow:
            await responses.answer(uow, client, response_id, link_id, value)
    async with stage.units.write() as uow:
        await responses.complete(uow, client, response_id)
    stage.counts[f"answered_{asked.questionnaire}"] += 1
