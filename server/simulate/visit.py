"""One consultation of the simulated year, from the booking to the signed note."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from booking.appointments import service as appointments
from booking.services.tables import Modality
from clinic.encounters import service as encounters
from clinic.encounters.views import Author
from clinic.records import service as records
from clinic.records.cosigning import service as cosigning
from clinic.records.forms import form_for
from clinic.records.views import NoteContent
from core.principal import Principal, Role
from people.risk.kinds import RiskLevel
from server.simulate import assumptions, words
from server.simulate.agenda import Story
from server.simulate.characters import Character
from server.simulate.stage import Booked, Stage

_REASONS = {
    "midwife": ("feeding", "sleep", "recovery", "parenting"),
    "paediatrician": ("child_health", "growth"),
    "obstetrician": ("pregnancy", "recovery"),
    "counselling": ("mood", "parenting", "relationship"),
    "urgent": ("mood",),
}
_OUTCOMES = ("information", "reassured", "follow_up")


class Visit:
    """A booked consultation: it is moved, cancelled, stayed away from, or held.

    `encounter_id` is set once the person has come, `episode_id` with it in a course. `risk` is what the note will say
    of the risk, None for nothing.
    """

    def __init__(self, stage: Stage, who: Character, client: Principal, service: str, rng: Random) -> None:
        self._stage = stage
        self._who = who
        self._client = client
        self._service = service
        self._rng = rng
        self.encounter_id: UUID | None = None
        self.episode_id: UUID | None = None
        self.risk: RiskLevel | None = None

    async def keep(self, booked: Booked) -> Story:
        """Play what becomes of an appointment."""
        stage, rng = self._stage, self._rng
        before = booked.starts_at - stage.clock.now()
        if rng.random() < assumptions.RESCHEDULED and before > timedelta(hours=6):
            yield stage.clock.now() + before * rng.uniform(0.1, 0.6)
            wished = booked.starts_at + timedelta(days=rng.choice((1, 2)))
            booked = await stage.reschedule(self._client, self._service, booked, wished)
        what = rng.random()
        if what < assumptions.CANCELLED:
            yield stage.clock.now() + (booked.starts_at - stage.clock.now()) * rng.uniform(0.3, 0.95)
            async with stage.units.write() as uow:
                await appointments.cancel(uow, self._client, booked.id)
            stage.counts["cancelled"] += 1
        elif what < assumptions.CANCELLED + assumptions.NO_SHOW:
            # Nobody does anything: that nobody came is noted by the service itself.
            stage.counts["stayed_away"] += 1
        else:
            async for at in self._hold(booked):
                yield at

    async def _hold(self, booked: Booked) -> Story:
        stage, rng = self._stage, self._rng
        is_late = rng.random() < assumptions.LATE
        minutes = rng.uniform(4, 14) if is_late else -rng.uniform(1, 12)
        yield booked.starts_at + timedelta(minutes=minutes)
        async with stage.units.write() as uow:
            arrived = await encounters.arrive(uow, self._client, booked.id, words.CALLED_PLACE)
        self.encounter_id, self.episode_id = arrived.id, arrived.episode_id
        staff = stage.city.clinicians[booked.practitioner_id]
        wait = rng.uniform(10, 20) if rng.random() < assumptions.KEPT_WAITING else rng.uniform(0, 4)
        yield max(booked.starts_at, stage.clock.now()) + timedelta(minutes=wait)
        async with stage.units.write() as uow:
            await encounters.admit(uow, staff, arrived.id)
        is_written = booked.modality is Modality.TEXT
        async for at in talk(stage, self._who, self._client, staff, arrived.id, rng, is_written=is_written):
            yield at
        length = booked.ends_at - booked.starts_at
        yield max(stage.clock.now(), booked.starts_at + length * rng.uniform(0.6, 1.05))
        async with stage.units.write() as uow:
            await encounters.finish(uow, staff, arrived.id)
        stage.counts["consultations"] += 1
        stage.agenda.begin(write_down(stage, staff, arrived.id, self._service, self.risk, rng.getrandbits(32)))


async def talk(
    stage: Stage,
    who: Character,
    client: Principal,
    staff: Principal,
    encounter_id: UUID,
    rng: Random,
    *,
    is_written: bool,
) -> Story:
    """Let the two write to each other: a conversation, or beside a call a line at most."""
    count = rng.randint(4, 8) if is_written else rng.choice((0, 0, 1))
    authors = {
        True: Author(account_id=client.account_id, display_name=who.name, role=client.role),
        False: Author(account_id=staff.account_id, display_name=stage.city.names[staff.account_id], role=staff.role),
    }
    for by_client, body in words.said(rng, who.locale, count):
        yield stage.clock.now() + timedelta(seconds=rng.uniform(20, 110))
        await stage.write(encounter_id, authors[by_client], body)


async def write_down(
    stage: Stage, staff: Principal, encounter_id: UUID, service: str, risk: RiskLevel | None, seed: int
) -> Story:
    """Let the clinician write and sign the note; a counsellor's is co-signed some days later."""
    rng = Random(seed)  # noqa: S311  a simulation
    yield _after(stage, assumptions.NOTE_SIGNED_AFTER, rng)
    reasons = rng.sample(_REASONS[service], k=min(len(_REASONS[service]), rng.choice((1, 1, 2))))
    content = NoteContent(
        fields=_fields(staff.role, rng), risk_level=risk, reasons=reasons, outcome=rng.choice(_OUTCOMES)
    )
    async with stage.units.write() as uow:
        saved = await records.save(uow, staff, encounter_id, content, 0)
    async with stage.units.write() as uow:
        await records.sign(uow, staff, encounter_id, saved.version)
    stage.counts["notes"] += 1
    if staff.role is not Role.COUNSELLOR:
        return
    yield _after(stage, assumptions.COSIGNED_AFTER, rng)
    async with stage.units.read() as uow:
        psychiatrist = await stage.city.supervisor_of(uow, staff)
        waiting = await cosigning.list_waiting(uow, psychiatrist)
    # The psychiatrist looks in and works off what waits; there may be nothing any more.
    for each in waiting:
        async with stage.units.write() as uow:
            await cosigning.open_note(uow, psychiatrist, each.id)
        async with stage.units.write() as uow:
            await cosigning.cosign(uow, psychiatrist, each.id)
        stage.counts["cosigned"] += 1


def _fields(role: Role, rng: Random) -> dict[str, str]:
    return {
        field.id: field.options[0].code if field.kind == "choice" else words.note_text(rng, field.id)
        for field in form_for(role).fields
    }


def _after(stage: Stage, between: tuple[timedelta, timedelta], rng: Random) -> datetime:
    least, most = between
    return stage.clock.now() + least + (most - least) * rng.random()
