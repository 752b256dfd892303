"""What a deletion run would erase, counted and without a name."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from clinic.keeping.closing import asked, nameless, unused
from clinic.keeping.kept import is_held, is_in_danger
from clinic.keeping.retention import Policy, RecordKind
from clinic.keeping.states import ErasureState
from clinic.keeping.steps import STEPS
from clinic.keeping.tables import ErasureRequest
from core.unit_of_work import UnitOfWork
from people.persons.tables import Person

REQUESTS, UNUSED, NAMES = "requests", "unused", "names"
"""The steps that come after those of `steps`: accounts of who asked, unused ones, names that stand at nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one step would erase: `records` of `people`, ended up to the local day `until` (None: whatever the day)."""

    step: str
    kind: RecordKind
    until: date | None
    records: int
    people: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of all steps, how many people a hold or an open alert keeps, and how many requests wait for that."""

    rows: tuple[Row, ...]
    held: int
    in_danger: int
    requests_waiting: int

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to erase."""
        return not any(row.records for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as it is stored with a run."""
        rows = [{**asdict(row), "until": None if row.until is None else row.until.isoformat()} for row in self.rows]
        return {**asdict(self), "rows": rows}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "Plan":
        """Return a stored plan."""
        rows = tuple(
            Row(
                row["step"],
                RecordKind(row["kind"]),
                None if row["until"] is None else date.fromisoformat(row["until"]),
                row["records"],
                row["people"],
            )
            for row in stored["rows"]
        )
        return cls(rows, stored["held"], stored["in_danger"], stored["requests_waiting"])


def instant_before(uow: UnitOfWork, policy: Policy, kind: RecordKind, day: date) -> datetime:
    """Return the instant before which something of a kind must have ended to be over its time on a local day."""
    begin, _ = uow.zone.day(policy.cutoff_day(kind, day) + timedelta(days=1))
    return begin


async def plan(uow: UnitOfWork, policy: Policy, day: date) -> Plan:
    """Count what is over its time on a local day, in one query for each step."""
    rows = []
    for step in STEPS:
        due = step.due(instant_before(uow, policy, step.kind, day), uow.now)
        records, people = await _count(uow, due)
        rows.append(Row(step.name, step.kind, policy.cutoff_day(step.kind, day), records, people))
    accounts: Sequence[tuple[str, Select[*tuple[Any, ...]], date | None]] = (
        (REQUESTS, asked(uow.now), None),
        (
            UNUSED,
            unused(instant_before(uow, policy, RecordKind.ACCOUNTS, day), uow.now),
            policy.cutoff_day(RecordKind.ACCOUNTS, day),
        ),
        (NAMES, nameless(uow.now), None),
    )
    for name, due, until in accounts:
        records, _ = await _count(uow, due)
        rows.append(Row(name, RecordKind.ACCOUNTS, until, records, records))
    requests = select(func.count()).where(ErasureRequest.state == ErasureState.OPEN)
    waiting = await uow.session.scalar(requests) or 0
    return Plan(
        rows=tuple(rows),
        held=await _people(uow, select(func.count()).select_from(Person).where(is_held(Person.id))),
        in_danger=await _people(uow, select(func.count()).select_from(Person).where(is_in_danger(Person.id))),
        requests_waiting=waiting - next(row.records for row in rows if row.step == REQUESTS),
    )


async def _count(uow: UnitOfWork, due: Select[*tuple[Any, ...]]) -> tuple[int, int]:
    found = due.subquery()
    source, person = found.c[0], found.c[1]
    records, people = (
        await uow.session.execute(select(func.count(source), func.count(person.distinct())).select_from(found))
    ).one()
    return records, people


async def _people(uow: UnitOfWork, query: Select[*tuple[Any, ...]]) -> int:
    return await uow.session.scalar(query) or 0
