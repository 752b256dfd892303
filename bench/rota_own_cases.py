"""Our own rota case, from a seed: midwives, doctors and counsellors over 31 days with public holidays.

Nights and holidays are covered by active and on-call shifts; people have contracts, leave, wishes and what they did
before. `impossible` makes a variant that no rota can satisfy, in one of several ways.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import holidays

from booking.rota.problem import (
    Assignment,
    Cover,
    CoverDayKind,
    DutyKind,
    Lock,
    Problem,
    Rule,
    RuleCode,
    Shift,
    Staff,
    Wish,
)
from booking.rota.rules import starting_rules

HOUR = 60
DAYS = 31
MONTHS = (date(2026, 12, 1), date(2027, 1, 1), date(2027, 5, 1))
SHARES = (100, 100, 100, 80, 60)

DAY = Shift("D", 9 * HOUR, 8 * HOUR)
EVENING = Shift("E", 14 * HOUR, 8 * HOUR, forbids=frozenset({"D"}))
NIGHT = Shift("N", 20 * HOUR, 12 * HOUR, is_night=True)
CALL = Shift("C", 20 * HOUR, 12 * HOUR, DutyKind.ON_CALL, is_night=True, counted_minutes=0)
DAY_CALL = Shift("H", 9 * HOUR, 11 * HOUR, DutyKind.ON_CALL, counted_minutes=0)
SHIFTS = (DAY, EVENING, NIGHT, CALL, DAY_CALL)


def own_case(people: int, seed: int) -> Problem:
    """Return a case of 15 to 40 people."""
    chance = random.Random(seed)
    first = MONTHS[seed % len(MONTHS)]
    kinds = _kinds(first)
    midwives, doctors = round(people * 0.4), round(people * 0.34)
    sizes = {"midwife": midwives, "doctor": doctors, "counsellor": people - midwives - doctors}
    staff = [_person(chance, role, number, size) for role, size in sizes.items() for number in range(size)]
    return Problem(
        first,
        DAYS,
        SHIFTS,
        tuple(staff),
        tuple(_cover(kinds, sizes)),
        starting_rules(),
        tuple(wish for person in staff for wish in _wishes(chance, person)),
        kinds=kinds,
    )


def _kinds(first: date) -> tuple[CoverDayKind, ...]:
    public = holidays.country_holidays("JP", years=range(first.year, first.year + 2))
    kinds = []
    for offset in range(DAYS):
        day = first + timedelta(offset)
        if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
            kinds.append(CoverDayKind.YEAR_END)
        elif day in public:
            kinds.append(CoverDayKind.HOLIDAY)
        else:
            kinds.append({5: CoverDayKind.SATURDAY, 6: CoverDayKind.SUNDAY}.get(day.weekday(), CoverDayKind.WEEKDAY))
    return tuple(kinds)


def _person(chance: random.Random, role: str, number: int, size: int) -> Staff:
    staff_id = f"{role}-{number:02}"
    share = SHARES[number % len(SHARES)]
    begins = (number * DAYS // size + chance.randrange(3)) % DAYS
    leave = frozenset(range(begins, min(begins + chance.randrange(2, 6), DAYS))) if chance.random() < 0.6 else ()
    last = {"midwife": "N", "doctor": "C", "counsellor": "E"}[role]
    tail = [Assignment(staff_id, -7 + day, "D", role) for day in range(2 + number % 3)]
    if number == 0:
        tail = [*tail, Assignment(staff_id, -1, last, role)]
    return Staff(
        staff_id,
        frozenset({role}),
        share,
        senior=number % 2 == 0,
        nights=round(0.24 * share) + chance.randrange(2),
        holidays=round(0.12 * share) + chance.randrange(2),
        max_week_minutes=2400 * share // 100,
        max_month_minutes=10_200 * share // 100,
        leave=frozenset(leave),
        tail=tuple(tail),
    )


def _wishes(chance: random.Random, person: Staff) -> list[Wish]:
    days = chance.sample(range(DAYS), 4)
    off = [Wish(person.id, day, None, on=False, weight=10 * chance.randrange(1, 4)) for day in days[:3]]
    return [*off, Wish(person.id, days[3], "D" if "counsellor" not in person.id else "E", on=True, weight=10)]


def _cover(kinds: tuple[CoverDayKind, ...], sizes: dict[str, int]) -> list[Cover]:
    found = []
    double = sizes["midwife"] >= 10
    for day, kind in enumerate(kinds):
        is_open = kind is CoverDayKind.WEEKDAY
        found += [
            Cover(day, "D", "midwife", max(1, sizes["midwife"] // 4) if is_open else 1),
            Cover(day, "N", "midwife", 2 if double else 1, hard=True, needs_senior=double),
            Cover(day, "C", "doctor", 1, hard=True),
            Cover(day, "E", "counsellor", max(1, sizes["counsellor"] // 5)),
        ]
        if is_open:
            found.append(Cover(day, "D", "doctor", max(1, sizes["doctor"] // 4)))
        else:
            found += [Cover(day, "H", "doctor", 1, hard=True), Cover(day, "C", "counsellor", 1, hard=True)]
    return found


def _with_rule(problem: Problem, code: RuleCode, **params: int) -> Problem:
    return replace(problem, rules=tuple(Rule(code, params) if one.code is code else one for one in problem.rules))


def _change(problem: Problem, role: str, change: Callable[[Staff], Staff]) -> Problem:
    return replace(problem, staff=tuple(change(one) if role in one.roles else one for one in problem.staff))


def _all_away(problem: Problem, chance: random.Random) -> Problem:
    day = chance.randrange(5, DAYS - 5)
    return _change(problem, "midwife", lambda one: replace(one, leave=one.leave | {day}))


def _few_nights(problem: Problem, chance: random.Random) -> Problem:
    return _change(problem, "doctor", lambda one: replace(one, max_nights=chance.randrange(1, 4)))


def _locked_into_leave(problem: Problem, chance: random.Random) -> Problem:
    person = chance.choice([one for one in problem.staff if "midwife" in one.roles])
    day = chance.randrange(5, DAYS - 5)
    away = _change(problem, "midwife", lambda one: replace(one, leave=one.leave | {day}) if one == person else one)
    return replace(away, locks=(Lock(person.id, day, Assignment(person.id, day, "N", "midwife")),))


def _locked_without_rest(problem: Problem, chance: random.Random) -> Problem:
    person = chance.choice([one for one in problem.staff if "midwife" in one.roles])
    day = chance.randrange(5, DAYS - 5)
    stays = [Assignment(person.id, day, "N", "midwife"), Assignment(person.id, day + 1, "D", "midwife")]
    free = _change(problem, "midwife", lambda one: replace(one, leave=frozenset()) if one == person else one)
    return replace(free, locks=tuple(Lock(person.id, each.day, each) for each in stays))


def _short_hours(problem: Problem, _chance: random.Random) -> Problem:
    return _change(problem, "midwife", lambda one: replace(one, max_month_minutes=24 * HOUR))


def _too_few_nights(problem: Problem, _chance: random.Random) -> Problem:
    return _with_rule(problem, RuleCode.NIGHTS_A_MONTH, max=2)


def _no_senior(problem: Problem, chance: random.Random) -> Problem:
    day = chance.randrange(5, DAYS - 5)
    away = _change(problem, "midwife", lambda one: replace(one, leave=one.leave | {day}) if one.senior else one)
    cover = [replace(one, needs_senior=True) if one.shift_id == "N" and one.day == day else one for one in away.cover]
    return replace(away, cover=tuple(cover))


def _much_work(problem: Problem, chance: random.Random) -> Problem:
    person = chance.choice(problem.staff)
    role = next(iter(person.roles))
    return _change(problem, role, lambda one: replace(one, min_minutes=11_500) if one == person else one)


TROUBLES = (
    _all_away,
    _few_nights,
    _locked_into_leave,
    _locked_without_rest,
    _short_hours,
    _too_few_nights,
    _no_senior,
    _much_work,
)


def impossible(people: int, seed: int) -> Problem:
    """Return a case that no rota satisfies; the seed tells in which way."""
    return TROUBLES[seed % len(TROUBLES)](own_case(people, seed), random.Random(seed))
