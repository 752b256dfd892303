"""When the service is used, and whose time it takes: by hour, kind of day and profession. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from clinic.evaluation.facts.local_time import kind_of
from clinic.evaluation.facts.model import DayKind, Facts, UseKind
from clinic.evaluation.facts.narrowing import known_until
from clinic.evaluation.facts.rows import tally


@dataclass(frozen=True, slots=True)
class Cell:
    """The uses that began within an hour (0 to 23) of the days of a kind, with practitioners of a profession."""

    day_kind: DayKind
    hour: int
    profession: str
    kind: UseKind
    uses: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many days of each kind the period has had, and the cells that are not empty, in order."""

    days: dict[DayKind, int]
    cells: tuple[Cell, ...]


def load(facts: Facts) -> Load:
    """Return the load of the facts' period: every use with its kind, urgent calls that nobody answered too."""
    counts = tally(*(facts.uses.coded(name) for name in ("day_kind", "hour", "profession", "kind")))
    order = list(DayKind)
    cells = sorted(
        (Cell(day_kind, hour, profession, kind, uses) for (day_kind, hour, profession, kind), uses in counts.items()),
        key=lambda cell: (order.index(cell.day_kind), cell.hour, cell.profession, cell.kind),
    )
    length = max(0, (known_until(facts) - facts.first_day).days + 1)
    kinds = Counter(kind_of(facts.first_day + timedelta(days=number)) for number in range(length))
    return Load({kind: kinds[kind] for kind in DayKind}, tuple(cells))
