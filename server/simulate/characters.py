"""Who registers in the simulated year, drawn from a seed. Pure.

Each person has a random source of their own, so that more people do not change what the others are like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from core.clock import ServiceZone
from core.principal import Locale
from people.persons.ties import OtherTie
from server.simulate import assumptions

T = TypeVar("T")

_NAMES = (
    "あかり",
    "いずみ",
    "うみ",
    "えま",
    "かえで",
    "きよみ",
    "くるみ",
    "さくら",
    "しおり",
    "すみれ",
    "ちひろ",
    "なつき",
)


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the simulated year, as they are when they register.

    `stage` is a key of assumptions.SERVICES; `due_in` counts days, `months_old` the months of age of the children.
    `distress` is what a PHQ-9 total would follow (0 to 27); `contacts_a_month` is 0 for who never asks anything.
    """

    number: int
    registers_at: datetime
    name: str
    locale: Locale
    stage: str
    due_in: int | None
    months_old: tuple[int, ...]
    tie: OtherTie | None
    district: str | None
    telephone: str | None
    consents: bool
    contacts_a_month: float
    distress: float

    @property
    def email(self) -> str:
        """Return the address that they sign in with: of a domain that never is (RFC 2606)."""
        return f"person{self.number:05d}@hagukumi.example"


def source(seed: int, number: int, what: str) -> Random:
    """Return the random source of one person for one thing, the same wherever and in whatever order it is asked for."""
    # As text: the seeding of a text is the same in every process.
    return Random(f"{seed}:{number}:{what}")  # noqa: S311  a simulation, and it has to come out the same again


def pick(rng: Random, weighted: Sequence[tuple[T, float]]) -> T:
    """Return one of the things by their weights."""
    return rng.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]


def chance_from(distress: float, steps: Sequence[tuple[float, float]]) -> float:
    """Return the chance at a distress: that of the first of the falling steps that it reaches."""
    return next(chance for least, chance in steps if distress >= least)


def draw(seed: int, number: int, first_day: date, days: int, districts: Sequence[str], zone: ServiceZone) -> Character:
    """Return the person of a number; they register on one of `days` local days from `first_day` on."""
    rng = source(seed, number, "character")
    day = first_day + timedelta(days=_registration_day(rng, first_day, days))
    at = zone.to_utc(day, time(rng.randint(8, 22), rng.randint(0, 59)))
    stage = pick(rng, assumptions.STAGES)
    uses = rng.random() >= assumptions.NEVER_USES
    least, most = assumptions.CONTACTS_A_MONTH
    return Character(
        number=number,
        registers_at=at,
        name=rng.choice(_NAMES),
        locale="en" if rng.random() < assumptions.ENGLISH else "ja",
        stage=stage,
        due_in=rng.randint(14, 220) if stage == "pregnant" else None,
        months_old=_children(rng, stage),
        tie=rng.choice((OtherTie.PARTNER, OtherTie.GRANDPARENT)) if stage == "family" else None,
        district=rng.choice(districts) if districts and rng.random() < assumptions.DISTRICT_NAMED else None,
        telephone=_telephone(rng, number),
        consents=uses or rng.random() >= assumptions.WITHOUT_CONSENT,
        contacts_a_month=least + (most - least) * rng.random() ** 2 if uses else 0.0,
        distress=_distress(rng),
    )


def _registration_day(rng: Random, first_day: date, days: int) -> int:
    def weight(day: int) -> float:
        return assumptions.EARLY + (1 - assumptions.EARLY) * day / max(1, days - 1)

    checkups = [day for day in range(days) if _is_checkup(first_day + timedelta(days=day))]
    if checkups and rng.random() < assumptions.AFTER_CHECKUP:
        held = rng.choices(checkups, [weight(day) for day in checkups])[0]
        return min(days - 1, held + rng.randint(0, 6))
    return rng.choices(range(days), [weight(day) for day in range(days)])[0]


def _is_checkup(day: date) -> bool:
    return day.weekday() == assumptions.CHECKUP_WEEKDAY and (day.day - 1) // 7 + 1 in assumptions.CHECKUP_WEEKS


def _children(rng: Random, stage: str) -> tuple[int, ...]:
    youngest = {"infant": (0, 11), "child": (12, 66)}.get(stage)
    if youngest is None:
        return (rng.randint(18, 48),) if stage == "pregnant" and rng.random() < assumptions.SECOND_CHILD else ()
    months = rng.randint(*youngest)
    return (months, months + rng.randint(18, 40)) if rng.random() < assumptions.SECOND_CHILD else (months,)


def _telephone(rng: Random, number: int) -> str | None:
    return f"+8131235{number % 10_000:04d}" if rng.random() < assumptions.TELEPHONE else None


def _distress(rng: Random) -> float:
    kind = "high" if rng.random() < assumptions.HIGH_DISTRESS else "low"
    return min(27.0, max(0.0, rng.gauss(*assumptions.DISTRESS[kind])))
