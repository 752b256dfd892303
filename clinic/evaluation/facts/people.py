"""The people and the staff of a gathering."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any

import numpy as np
from sqlalchemy import select

from booking.services.tables import Service
from clinic.evaluation.facts.columns import columns_of, day_number, plain, seconds
from clinic.evaluation.facts.local_time import LocalTime
from clinic.evaluation.facts.model import Registration, ServiceName
from clinic.evaluation.facts.rows import Coded, Days, Ints, Numbers, Rows
from clinic.evaluation.facts.ties import TiesOfAll, Told
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.tables import Child, Person
from people.practitioners.tables import Practitioner

Key = Any
"""An id as the driver gives it: text from SQLite, a UUID from PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Known:
    """The people who registered, by their ids: their numbers, and what ties them to the service."""

    registrations: Rows[Registration]
    numbers: Mapping[Key, int]
    ties: TiesOfAll
    districts: Coded
    """The last of `ties` and `districts` are nobody's, so that the number -1 finds them."""

    def numbered(self, persons: Sequence[Key]) -> Ints:
        """Return the numbers of people, -1 for somebody who is not known."""
        return np.fromiter(map(self.numbers.get, persons, repeat(-1)), np.int64, len(persons))

    def on(self, numbers: Ints, days: Days) -> tuple[Coded, Coded, Coded]:
        """Return the stages, the bands of age of the youngest child, and the districts, of people each on a day."""
        return (*self.ties.on(numbers, days), self.districts.take(numbers))


_NOTHING: Told = (None, (), False)
NOBODY = Known(Rows.of(Registration, ()), {}, TiesOfAll.of([_NOTHING]), Coded.of([None]))


@dataclass(frozen=True, slots=True)
class Offices:
    """The professions of the practitioners and the codes of the services, by their ids, and the services' names.

    The ids are written as `str` does it.
    """

    professions: Mapping[str, str]
    codes: Mapping[str, str]
    names: tuple[ServiceName, ...]

    def profession(self, practitioner: Key) -> str:
        """Return the profession of a practitioner."""
        return self.professions[str(practitioner)]

    def code(self, service: Key) -> str:
        """Return the code of a service."""
        return self.codes[str(service)]


async def read_people(uow: UnitOfWork, end: datetime, local: LocalTime) -> Known:
    """Return who registered before an instant, in the order of the registration."""
    births: dict[Key, list[int]] = defaultdict(list)
    children = select(plain(Child.household_id), day_number(Child.birth_month)).order_by(Child.birth_month)
    async for columns in columns_of(uow, children):
        for household, birth in zip(*columns, strict=True):
            births[household].append(birth)
    query = (
        select(
            plain(Person.id),
            plain(Person.household_id),
            day_number(Person.pregnant_due),
            Person.other_tie.is_not(None),
            Person.district,
            seconds(Person.created_at),
        )
        .where(Person.created_at < end)
        .order_by(Person.created_at, Person.id)
    )
    ids: list[Key] = []
    told: list[Told] = []
    districts: list[str | None] = []
    registered: list[int] = []
    async for persons, households, dues, others, of_persons, created in columns_of(uow, query):
        ids += persons
        told += zip(dues, map(births.get, households, repeat(())), others, strict=True)
        districts += of_persons
        registered += created
    ties, at_home = TiesOfAll.of([*told, _NOTHING]), Coded.of([*districts, None])
    numbers, days = np.arange(len(ids)), local.days(registered)
    fields = (Numbers(numbers), days, *ties.on(numbers, days), at_home.take(numbers))
    registrations = Rows(Registration, dict(zip(Registration._fields, fields, strict=True)))
    return Known(registrations, dict(zip(ids, range(len(ids)), strict=True)), ties, at_home)


async def read_offices(uow: UnitOfWork) -> Offices:
    """Return the practitioners' professions and the services."""
    roles = select(plain(Practitioner.id), plain(Account.role)).join(Account, Account.id == Practitioner.account_id)
    services = select(plain(Service.id), Service.code, Service.name_ja, Service.name_en).order_by(
        Service.position, Service.code
    )
    codes: dict[str, str] = {}
    names: list[ServiceName] = []
    for key, *name in await uow.session.execute(services):
        codes[str(key)] = name[0]
        names.append(ServiceName(*name))
    professions = {str(key): role for key, role in await uow.session.execute(roles)}
    return Offices(professions, codes, tuple(names))
