"""The export's rows, from de-identified facts. Pure.

No day, number or name of the facts is in them: people have fresh pseudonyms, days are placed anew (see placing), hours
and waits are coarse, and rows stand in the order of the pseudonyms, which tells nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from clinic.evaluation.facts.model import AgeBand, BookedAppointment, Course, Facts, Score, Screen, Stage, Survey, Use
from clinic.evaluation.facts.narrowing import known_until
from clinic.exchange.research.anonymity import LEVELS, Anonymised, Subject, Traits, anonymise, traits_at
from clinic.exchange.research.columns import APPOINTMENTS, CONSULTATIONS, COURSES, FILES, PEOPLE, RESPONSES
from clinic.exchange.research.placing import Placing, place

Value = str | int | None
Row = tuple[Value, ...]
_Fact = Use | BookedAppointment | Course | Screen | Survey


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many were left out: people, rows by file for `k`, and rows by file as their days left too little `room`."""

    people: int
    k: Mapping[str, int]
    room: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Person:
    pseudonym: str
    placing: Placing | None
    traits: Traits
    registered: date
    facts: Mapping[str, Sequence[_Fact]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The rows of an export; `levels` counts the people by the level at which their traits are shown."""

    first_day: date
    last_day: date
    people: tuple[_Person, ...]
    levels: Mapping[str, int]
    withheld: Withheld

    def rows(self, file: str) -> Iterator[Row]:
        """Give the rows of one of the files, as its columns are in `columns.COLUMNS`."""
        for person in self.people:
            if file == PEOPLE:
                traits = person.traits
                day = _shown(person.placing, person.registered, self.first_day, self.last_day)
                yield person.pseudonym, traits.stage, traits.child_age, traits.district, day
            else:
                made = [self._row(person, fact) for fact in person.facts.get(file, ())]
                # On one day they are in no order of the day.
                yield from sorted(made, key=lambda row: tuple(map(str, row)))

    def _row(self, person: _Person, fact: _Fact) -> Row:
        def shown(day: date | None) -> str | None:
            return _shown(person.placing, day, self.first_day, self.last_day)

        def score(one: Score | None) -> Row:
            if one is None:
                return None, None, None, None
            return shown(one.day), one.total, one.version, one.text_id

        match fact:
            case Use():
                band = fact.hour // 6 * 6
                return (
                    person.pseudonym,
                    shown(fact.day),
                    f"{band:02}-{band + 5:02}",
                    fact.kind.value,
                    int(fact.admitted),
                    int(fact.finished),
                    fact.service,
                    fact.profession,
                    fact.modality,
                    _minutes(fact.wait_seconds),
                    _minutes(fact.reply_seconds),
                )
            case BookedAppointment():
                return (
                    person.pseudonym,
                    shown(fact.day),
                    fact.lead_days,
                    fact.state,
                    int(fact.cancelled_late),
                    fact.service,
                    fact.profession,
                    fact.modality,
                )
            case Course():
                return (
                    person.pseudonym,
                    shown(fact.opened),
                    shown(fact.closed),
                    fact.outcome,
                    fact.sessions,
                    *score(fact.start),
                    *score(fact.end),
                    *score(fact.last),
                    int(fact.start_skipped),
                    int(fact.end_skipped),
                )
            case Screen():
                scale = (fact.questionnaire, fact.occasion, int(fact.skipped), fact.total, None, None, None)
                return person.pseudonym, shown(fact.day), *scale, fact.version, fact.text_id, fact.text_status
            case Survey():
                items = (None, None) if fact.skipped else (fact.items_sum, fact.items_count)
                survey = ("satisfaction", None, int(fact.skipped), None, *items, fact.image)
                return person.pseudonym, shown(fact.day), *survey, fact.version, fact.text_id, fact.text_status


def make_dataset(facts: Facts, k: int, random: Random) -> Dataset:
    """Return the rows of all who registered up to the last day of the facts' period.

    `random` makes the pseudonyms and the days of this export alone. Raises ValueError for a period that is too short
    for the days to be placed in, see `placing.SHORTEST_PERIOD`.
    """
    first_day, last_day = facts.first_day, known_until(facts)
    of_person = _by_person(facts)
    placings: dict[int, Placing] = {}
    too_long: defaultdict[str, int] = defaultdict(int)
    subjects: list[Subject] = []
    for one in facts.registrations:
        files = of_person.get(one.person, {})
        days = [day for file in files.values() for fact in file for day in _days(fact) if first_day <= day <= last_day]
        if one.day >= first_day:
            days.append(one.day)
        if days:
            placing = placings[one.person] = place(days, first_day, last_day, random)
            for name, rows in tuple(files.items()):
                kept = [fact for fact in rows if all(placing.keeps(day) for day in _days(fact) if day <= last_day)]
                too_long[name] += len(rows) - len(kept)
                files[name] = kept
        traits = _told(files, one.stage, one.age, one.district)
        held = frozenset(name for name, rows in files.items() if rows)
        levels = tuple(traits_at(level, *traits) for level in range(len(LEVELS)))
        subjects.append(Subject(one.person, levels, held | {PEOPLE}))
    return _dataset(facts, last_day, subjects, anonymise(subjects, k), placings, of_person, too_long, random)


def _dataset(
    facts: Facts,
    last_day: date,
    subjects: Sequence[Subject],
    found: Anonymised,
    placings: Mapping[int, Placing],
    of_person: Mapping[int, dict[str, list[_Fact]]],
    too_long: Mapping[str, int],
    random: Random,
) -> Dataset:
    for_k: defaultdict[str, int] = defaultdict(int)
    people: list[_Person] = []
    levels: defaultdict[str, int] = defaultdict(int)
    registered = facts.registrations.days().objects()
    pseudonyms = iter(_pseudonyms(len(found.shown), random))
    for subject in subjects:
        number = subject.number
        files = of_person.get(number, {})
        level = found.shown.get(number)
        left_out = FILES if level is None else found.withheld.get(number, ())
        for name in left_out:
            for_k[name] += len(files.get(name, ()))
        if level is None:
            for_k[PEOPLE] += 1
            continue
        levels[LEVELS[level]] += 1
        people.append(
            _Person(
                next(pseudonyms),
                placings.get(number),
                subject.levels[level],
                registered[number],
                {name: rows for name, rows in files.items() if name not in left_out},
            )
        )
    people.sort(key=lambda one: one.pseudonym)
    rest = [name for name in FILES if name != PEOPLE]
    return Dataset(
        facts.first_day,
        last_day,
        tuple(people),
        {level: levels[level] for level in LEVELS},
        Withheld(for_k[PEOPLE], {name: for_k[name] for name in rest}, {name: too_long.get(name, 0) for name in rest}),
    )


def _by_person(facts: Facts) -> dict[int, dict[str, list[_Fact]]]:
    sources: Mapping[str, Sequence[_Fact]] = {
        CONSULTATIONS: facts.uses,
        APPOINTMENTS: facts.appointments,
        COURSES: facts.courses,
        RESPONSES: (*facts.screens, *facts.surveys),
    }
    found: defaultdict[int, dict[str, list[_Fact]]] = defaultdict(dict)
    for name, rows in sources.items():
        for fact in rows:
            found[fact.person].setdefault(name, []).append(fact)
    return found


def _days(fact: _Fact) -> Iterator[date]:
    if isinstance(fact, Course):
        scores = (one.day for one in (fact.start, fact.end, fact.last) if one is not None)
        yield from (day for day in (fact.opened, fact.closed, *scores) if day is not None)
    else:
        yield fact.day


def _told(
    files: Mapping[str, Sequence[_Fact]], stage: Stage, age: AgeBand | None, district: str | None
) -> tuple[Stage, AgeBand | None, str | None]:
    """Return the traits at the first consultation in the period, else those given, of the registration."""
    for fact in files.get(CONSULTATIONS, ()):
        if isinstance(fact, Use):
            return fact.stage, fact.age, fact.district
    return stage, age, district


def _pseudonyms(count: int, random: Random) -> Sequence[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made[f"P{random.getrandbits(64):016x}"] = None
    return list(made)


def _shown(placing: Placing | None, day: date | None, first_day: date, last_day: date) -> str | None:
    if placing is None or day is None or not first_day <= day <= last_day or not placing.keeps(day):
        return None
    return placing.place(day).isoformat()


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else seconds // 60
