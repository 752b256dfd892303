"""What the stories of the simulated year act with: each act is one unit of work, as a request of its own would be."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from booking.appointments import service as appointments
from booking.appointments.tables import Appointment
from booking.assignment.policy import Wishes
from booking.services.tables import Modality
from booking.slots.service import find
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author
from core.clock import ManualClock
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import Units
from people.city import City as CityOfResidents
from people.consents.catalogue import ConsentCatalogue
from people.consents.kinds import ConsentKind
from people.persons.contacts import Telephone
from people.registration.service import Registration, register
from server.demo.families import months_before
from server.simulate.agenda import Agenda
from server.simulate.characters import Character, source
from server.simulate.city import City

_SEARCHED_DAYS = 3


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment as the story that booked it knows it."""

    id: UUID
    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime
    modality: Modality

    @classmethod
    def of(cls, row: Appointment) -> "Booked":
        """Return what a story needs of a stored appointment."""
        return cls(row.id, row.practitioner_id, row.starts_at, row.ends_at, row.modality)


@dataclass(slots=True)
class Stage:
    """The services on the simulated clock, the city, and how often what happened; nothing new begins from `until` on.

    `password_hash` is everybody's.
    """

    units: Units
    clock: ManualClock
    agenda: Agenda
    writer: ChatWriter
    city: City
    residents: CityOfResidents
    consents: ConsentCatalogue
    password_hash: str
    seed: int
    until: datetime
    counts: Counter[str] = field(default_factory=Counter)

    def source(self, who: Character, what: str) -> Random:
        """Return the random source of a person for one thing."""
        return source(self.seed, who.number, what)

    async def register(self, who: Character) -> Principal:
        """Register a person and return their principal, as if signed in."""
        kinds = ConsentKind if who.consents else (ConsentKind.TERMS,)
        async with self.units.write() as uow:
            today = uow.zone.today(uow.now)
            number = who.telephone
            entry = Registration(
                email=who.email,
                display_name=who.name,
                locale=who.locale,
                consents={kind: self.consents.current(kind).version for kind in kinds},
                pregnant_due=None if who.due_in is None else today + timedelta(days=who.due_in),
                birth_months=tuple(months_before(today, age) for age in who.months_old),
                other_tie=who.tie,
                district=who.district,
                telephone=None if number is None else Telephone(number, may_ring=True, may_leave_message=True),
            )
            registered = await register(uow, entry, self.password_hash, catalogue=self.consents, city=self.residents)
        self.counts["registrations"] += 1
        return replace(registered, session_id=new_id())

    async def book(
        self,
        client: Principal,
        service: str,
        wished: datetime,
        modality: Modality,
        *,
        familiar: bool = False,
        reason: str | None = None,
    ) -> Booked | None:
        """Book the free time of a service that is next to `wished`; None where none is free in those days."""
        service_id = self.city.services[service]
        starts_at = await self._free_near(client, service_id, wished)
        if starts_at is None or starts_at >= self.until:
            return None
        try:
            async with self.units.write() as uow:
                row = await appointments.book(
                    uow, client, service_id, starts_at, None, modality, reason, wishes=Wishes(familiar=familiar)
                )
        except (Conflict, NotFound):
            # As many as can be booked in this period, no number to call back, or not for their tier: so it is.
            self.counts["refused"] += 1
            return None
        self.counts["booked"] += 1
        return Booked.of(row)

    async def reschedule(self, client: Principal, service: str, booked: Booked, wished: datetime) -> Booked:
        """Move an appointment to the free time next to `wished`; where there is none it stays."""
        starts_at = await self._free_near(client, self.city.services[service], wished)
        if starts_at is None or starts_at >= self.until:
            return booked
        async with self.units.write() as uow:
            moved = await appointments.reschedule(uow, client, booked.id, starts_at, None, booked.modality)
        self.counts["rescheduled"] += 1
        return Booked.of(moved)

    async def write(self, encounter_id: UUID, author: Author, body: str) -> None:
        """Write a message in a consultation."""
        await self.writer.append(encounter_id, author, new_id(), body)
        self.counts["messages"] += 1

    async def _free_near(self, client: Principal, service_id: UUID, wished: datetime) -> datetime | None:
        async with self.units.read() as uow:
            day: date = uow.zone.today(wished)
            found = await find(uow, client, service_id, day, day + timedelta(days=_SEARCHED_DAYS - 1))
        return min(found.free, key=lambda starts_at: (abs(starts_at - wished), starts_at), default=None)
