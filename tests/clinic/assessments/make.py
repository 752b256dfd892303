"""A person about to begin counselling, and those around them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.assessments.scoring.phq9 import PHQ9
from clinic.assessments.views import ResponseOut
from clinic.encounters import episodes
from clinic.encounters import service as encounters
from clinic.encounters.states import EpisodeOutcome
from core.clock import ManualClock
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner

NOTHING = dict.fromkeys(PHQ9.items, 0)


def answers_of_total(total: int) -> dict[str, int]:
    """Return nine answers with a total of 0 to 24 and a zero for item 9."""
    answers = dict(NOTHING)
    for item in PHQ9.items[:8]:
        answers[item] = min(3, total)
        total -= answers[item]
    assert total == 0
    return answers


@dataclass
class Counselling:
    """A parent with a counselling appointment in an hour, their counsellor and the staff around."""

    units: Units
    clock: ManualClock
    parent: Principal
    counsellor: Principal
    psychiatrist: Principal
    midwife: Principal
    appointment_id: UUID

    async def start(self, occasion: Occasion = Occasion.COURSE_START) -> ResponseOut:
        """Begin what is due."""
        async with self.units.write() as uow:
            return await responses.start(
                uow,
                self.parent,
                questionnaire="phq-9",
                language="ja",
                occasion=occasion,
                appointment_id=None,
                episode_id=None,
            )

    async def answer(self, response_id: UUID, link_id: str, value: int) -> ResponseOut:
        """Answer one item."""
        async with self.units.write() as uow:
            return await responses.answer(uow, self.parent, response_id, link_id, value)

    async def complete(self, response_id: UUID) -> ResponseOut:
        """Hand a response in."""
        async with self.units.write() as uow:
            return await responses.complete(uow, self.parent, response_id)

    async def fill_in(self, total: int, occasion: Occasion = Occasion.COURSE_START) -> ResponseOut:
        """Answer a whole form with a total of 0 to 24, without item 9."""
        response = await self.start(occasion)
        async with self.units.write() as uow:
            for link_id, value in answers_of_total(total).items():
                await responses.answer(uow, self.parent, response.id, link_id, value)
            return await responses.complete(uow, self.parent, response.id)

    async def hold_session(self, appointment_id: UUID | None = None) -> UUID:
        """Hold the session now, from arrival to its end; returns the encounter's id."""
        async with self.units.write() as uow:
            encounter = await encounters.arrive(uow, self.parent, appointment_id or self.appointment_id, "家")
        async with self.units.write() as uow:
            await encounters.admit(uow, self.counsellor, encounter.id)
        async with self.units.write() as uow:
            await encounters.finish(uow, self.counsellor, encounter.id)
        return encounter.id

    async def close_course(self) -> UUID:
        """Close the running course; returns its id."""
        async with self.units.write() as uow:
            episode = next(one for one in await episodes.list_episodes(uow, self.counsellor) if one.closed_at is None)
            await episodes.close_episode(uow, self.counsellor, episode.id, EpisodeOutcome.COMPLETED, "目標に届いた")
            return episode.id

    async def book(self, starts_at: datetime) -> UUID:
        """Book another session."""
        async with self.units.write() as uow:
            booked = await make_appointment(uow, self.parent, self.counsellor, starts_at, "counselling")
            return booked.id


async def make_counselling(units: Units, clock: ManualClock) -> Counselling:
    """Make a parent with a counselling appointment that starts in ten minutes."""
    async with units.write() as uow:
        parent = await make_parent(uow)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        starts_at = clock.now() + timedelta(minutes=10)
        booked = await make_appointment(uow, parent, counsellor, starts_at, "counselling")
        return Counselling(units, clock, parent, counsellor, psychiatrist, midwife, booked.id)
