"""A person's year: they register, ask for consultations when they need one, and perhaps for counselling."""

from datetime import datetime, time, timedelta
from random import Random

from booking.services.tables import Modality
from core.principal import Principal
from server.simulate import assumptions, words
from server.simulate.agenda import Story
from server.simulate.asked import answer_what_is_due
from server.simulate.characters import Character, chance_from, pick
from server.simulate.course import Course
from server.simulate.safety import call_for_help
from server.simulate.stage import Stage
from server.simulate.visit import Visit

_MONTH = timedelta(days=30)


async def life(stage: Stage, who: Character) -> Story:
    """Play a person's year from their registration on."""
    yield who.registers_at
    client = await stage.register(who)
    if not who.contacts_a_month:
        return
    rng = stage.source(who, "life")
    if who.distress >= assumptions.DISTRESSED:
        stage.agenda.begin(Course(stage, who, client).play())
    if rng.random() < chance_from(who.distress, assumptions.URGENT_CALLS):
        stage.agenda.begin(call_for_help(stage, who, client))
    while True:
        at = stage.clock.now() + _MONTH * rng.expovariate(who.contacts_a_month)
        if at >= stage.until:
            return
        yield at
        async for at in _ask(stage, who, client, rng):
            yield at


async def _ask(stage: Stage, who: Character, client: Principal, rng: Random) -> Story:
    service = pick(rng, assumptions.SERVICES[who.stage])
    modality = Modality(pick(rng, assumptions.MODALITIES))
    reason = rng.choice(words.REASONS_WRITTEN) if rng.random() < 0.5 else None
    booked = await stage.book(client, service, wished_time(stage, rng), modality, reason=reason)
    if booked is None:
        return
    if service == "midwife":
        # Before a midwife's consultation there is something to answer.
        yield booked.starts_at - timedelta(hours=rng.uniform(0.5, 40))
        await answer_what_is_due(stage, who, client, who.distress, rng, share=assumptions.ANSWERS_BEFORE)
    visit = Visit(stage, who, client, service, rng)
    async for at in visit.keep(booked):
        yield at
    if visit.encounter_id is not None:
        yield stage.clock.now() + timedelta(minutes=rng.uniform(5, 600))
        await answer_what_is_due(stage, who, client, who.distress, rng, share=assumptions.ANSWERS_SURVEY)


def wished_time(stage: Stage, rng: Random, days: tuple[float, float] = assumptions.LEAD_DAYS) -> datetime:
    """Return a time that a person wishes, so many days ahead, at one of the hours that people wish."""
    zone = stage.units.zone
    day = zone.today(stage.clock.now() + timedelta(days=rng.uniform(*days)))
    hour = (pick(rng, assumptions.HOURS) + rng.uniform(-2, 2)) % 24
    return zone.to_utc(day, time(int(hour), int(hour % 1 * 60)))
