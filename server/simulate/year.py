"""Simulates a year through the real services, on a clock of its own, with nothing sent to anybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from clinic.encounters.chat_writer import ChatWriter
from clinic.safety.alerts.webhook import Telephone
from core.clock import ManualClock, ServiceZone
from core.database import Database
from core.outbox.runner import JobHandler, Outside, Repeating
from people.mail.delivery import Delivery, Post
from people.push.delivery import Pushes
from people.push.services import KNOWN
from server.app import build
from server.demo.seed import PASSWORD
from server.jobs import JOBS, WANTED
from server.settings import Settings
from server.simulate import assumptions, characters
from server.simulate.agenda import Agenda
from server.simulate.city import Holds, hindrance, open_city
from server.simulate.life import life
from server.simulate.rota import keep_rota
from server.simulate.stage import Stage

Tell = Callable[[date, Mapping[str, int]], None]
"""Hears which month begins, and how often what has happened by then."""


class Refused(Exception):
    """The database takes no simulated year; `why` says what is in it."""

    def __init__(self, why: Holds) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people, drawn from which seed, in the year that begins on which local day."""

    people: int
    seed: int
    first_day: date

    @property
    def last_day(self) -> date:
        """Return the year's last local day."""
        return date.fromordinal(year_after(self.first_day).toordinal() - 1)


def year_after(day: date) -> date:
    """Return the same day of the next year; of 29 February, 1 March."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def is_over(first_day: date, today: date) -> bool:
    """Tell whether the year from `first_day` on, and what began in it, lies behind `today`."""
    return year_after(first_day) + assumptions.TAIL <= today


def last_fiscal_year(today: date) -> date:
    """Return the first day of the last whole fiscal year (April to March) that is over, with its tail, on `today`."""
    begin = date(today.year - 1, 4, 1)
    return begin if is_over(begin, today) else begin.replace(year=begin.year - 1)


async def simulate(settings: Settings, plan: Plan, tell: Tell) -> Mapping[str, int]:
    """Fill the database with a year and return how often what happened; `tell` hears of it as each month begins.

    The same plan gives the same year. Raises Refused, before anything is written, for a database that holds others
    than the demonstration. Nothing else may work on the database meanwhile.
    """
    zone = ServiceZone(settings.zone)
    clock = ManualClock(zone.to_utc(plan.first_day, time.min))
    application = build(settings, clock=clock)
    try:
        _wait_for_no_disk(application.database)
        units = application.units
        if (why := await hindrance(units)) is not None:
            raise Refused(why)
        # One hash for all: it is made as for a registration, and it is the cost of making them that would take hours.
        password_hash = await application.people.hasher.hash(PASSWORD)
        agenda = Agenda(units, clock, _handlers(settings))
        until = zone.to_utc(year_after(plan.first_day), time.min)
        stage = Stage(
            units=units,
            clock=clock,
            agenda=agenda,
            writer=ChatWriter(units),
            city=await open_city(units, password_hash, plan.first_day),
            residents=application.people.city,
            consents=application.people.consents,
            password_hash=password_hash,
            seed=plan.seed,
            until=until,
        )
        stage.agenda.begin(keep_rota(stage, plan.first_day))
        _gather(stage, plan)
        stage.writer.start()
        try:
            await agenda.run(until + assumptions.TAIL, _monthly(stage, tell))
        finally:
            await stage.writer.stop()
        return stage.counts
    finally:
        await application.close()


def _gather(stage: Stage, plan: Plan) -> None:
    districts = [district.code for district in stage.residents.districts]
    days = (year_after(plan.first_day) - plan.first_day).days
    for number in range(1, plan.people + 1):
        who = characters.draw(plan.seed, number, plan.first_day, days, districts, stage.units.zone)
        stage.agenda.begin(life(stage, who))


def _handlers(settings: Settings) -> Mapping[str, JobHandler | Outside]:
    """Return what works the outbox off; whatever goes outside ends here: no mail server, no push key, no telephone."""
    post = Post(public_url=settings.public_url, sender=settings.mail_from)
    inside = {name: each for name, each in JOBS.items() if not isinstance(each, Outside | Repeating)}
    outside = (Delivery(post, WANTED), Pushes(None, KNOWN), Telephone())
    return {**inside, **{name: each for way in outside for name, each in way.handlers().items()}}


def _monthly(stage: Stage, tell: Tell) -> Callable[[datetime], None]:
    told: set[date] = set()

    def hear(now: datetime) -> None:
        month = stage.units.zone.today(now).replace(day=1)
        if month not in told:
            told.add(month)
            tell(month, stage.counts)

    return hear


def _wait_for_no_disk(database: Database) -> None:
    """Let commits not wait for the disk: a year that a power failure cuts off is thrown away and made anew."""
    statement = "PRAGMA synchronous = OFF" if database.dialect == "sqlite" else "SET synchronous_commit = off"

    def relax(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        connection.commit()

    database.on_connect(relax)
