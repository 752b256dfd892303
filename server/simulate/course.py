"""A course of counselling in the simulated year: PHQ-9, sessions, drop-outs, the close and the last PHQ-9."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from booking.services.tables import Modality
from clinic.assessments.scoring.phq9 import HIGH_RISK_TOTAL
from clinic.encounters import episodes
from clinic.encounters.service import COURSE
from clinic.encounters.states import EpisodeOutcome
from clinic.encounters.tables import EpisodeOfCare
from core.principal import Principal
from people.risk.kinds import RiskLevel
from server.simulate import assumptions, words
from server.simulate.agenda import Story
from server.simulate.asked import answer_what_is_due
from server.simulate.characters import Character, pick
from server.simulate.stage import Booked, Stage
from server.simulate.visit import Visit


class Course:
    """What one person goes through; `distress` falls with the sessions, `episode_id` is set with the first one."""

    def __init__(self, stage: Stage, who: Character, client: Principal) -> None:
        self._stage = stage
        self._who = who
        self._client = client
        self._rng = stage.source(who, "course")
        self._outcome = pick(self._rng, assumptions.OUTCOMES)
        self._distress = who.distress
        self._episode_id: UUID | None = None

    async def play(self) -> Story:
        """Play the course, if they seek one and have a telephone, as counselling asks for."""
        stage, rng = self._stage, self._rng
        if rng.random() >= assumptions.SEEKS_COUNSELLING:
            return
        yield stage.clock.now() + timedelta(days=rng.uniform(*assumptions.SEEKS_AFTER_DAYS))
        for number in range(assumptions.COURSE_SESSIONS):
            booked = await self._book(assumptions.FIRST_WAIT_DAYS if number == 0 else assumptions.SESSION_DAYS)
            if booked is None:
                # There is nothing more to be had within the year: what was begun runs on.
                return
            async for at in self._session(booked):
                yield at
            is_last = number + 1 == assumptions.COURSE_SESSIONS
            if self._episode_id is not None and not is_last and rng.random() < assumptions.DROPS_OUT:
                self._outcome = EpisodeOutcome.DROPPED_OUT.value
                break
        if self._episode_id is not None:
            async for at in self._close(self._episode_id):
                yield at

    async def _book(self, days: tuple[float, float]) -> Booked | None:
        stage = self._stage
        if stage.clock.now() >= stage.until:
            return None
        wished = stage.clock.now() + timedelta(days=self._rng.uniform(*days))
        modality = Modality(pick(self._rng, assumptions.COURSE_MODALITIES))
        return await stage.book(self._client, COURSE, wished, modality, familiar=True)

    async def _session(self, booked: Booked) -> Story:
        stage, rng = self._stage, self._rng
        yield booked.starts_at - timedelta(hours=rng.uniform(1, 40))
        await self._answer(assumptions.ANSWERS_START)
        visit = Visit(stage, self._who, self._client, COURSE, rng)
        visit.risk = RiskLevel.HIGH if self._distress >= HIGH_RISK_TOTAL else RiskLevel.MIDDLE
        async for at in visit.keep(booked):
            yield at
        if visit.encounter_id is not None:
            self._episode_id = visit.episode_id
            self._distress *= rng.uniform(*assumptions.EASED_BY_SESSION)

    async def _close(self, episode_id: UUID) -> Story:
        stage, rng = self._stage, self._rng
        dropped = self._outcome == EpisodeOutcome.DROPPED_OUT
        if dropped and rng.random() < assumptions.NEVER_CLOSED:
            return
        closes_at = stage.clock.now() + timedelta(days=rng.uniform(28, 42) if dropped else rng.uniform(0.1, 4))
        if closes_at >= stage.until:
            return
        yield closes_at
        async with stage.units.read() as uow:
            leads = select(EpisodeOfCare.practitioner_id).where(EpisodeOfCare.id == episode_id)
            counsellor = stage.city.clinicians[(await uow.session.scalars(leads)).one()]
        outcome, reason = EpisodeOutcome(self._outcome), words.CLOSING[self._outcome]
        async with stage.units.write() as uow:
            await episodes.close_episode(uow, counsellor, episode_id, outcome, reason)
        stage.counts["courses_closed"] += 1
        yield stage.clock.now() + timedelta(hours=rng.uniform(1, 96))
        await self._answer(assumptions.ANSWERS_END[self._outcome])

    async def _answer(self, share: float) -> None:
        await answer_what_is_due(self._stage, self._who, self._client, self._distress, self._rng, share=share)
