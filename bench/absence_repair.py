"""`python -m bench.absence_repair`: planning the repair of a week's absence, against taking the first free colleague.

Ten colleagues, twenty appointments of whoever is away, seeded. At each time four of ten are at work, a third of them
free, a third busy with what cannot move, a third with what can. Once without wishes, once where four of ten are as the
person wishes. Both ways see the same cases in the same run. It prints a table and, as the last line, JSON.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from uuid import UUID

from booking.assignment.repair import Piece, fits, plan
from booking.slots.availability import Interval

COLLEAGUES = 10
TOUCHED = 20
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LENGTH = timedelta(minutes=35)


def case(seed: int, *, wishes: bool) -> list[Piece]:
    """Return the pieces of one week: four touched appointments a day on five days, and those beside them."""
    chance = random.Random(seed)
    staff = [UUID(int=number) for number in range(1, COLLEAGUES + 1)]
    away, pieces = UUID(int=999), []
    for number in range(TOUCHED):
        start = MONDAY + timedelta(days=number // 4, minutes=40 * chance.randrange(3) + 120 * (number % 4))
        busy = Interval(start, start + LENGTH)
        at_work = [each for each in staff if chance.random() < 0.4]
        doing = {each: chance.choice(("nothing", "fixed", "movable")) for each in at_work}
        free = frozenset(each for each in at_work if doing[each] == "nothing")
        movable = [each for each in at_work if doing[each] == "movable"]
        able = frozenset(each for each in (*free, *movable) if not wishes or chance.random() < 0.4)
        known = frozenset(each for each in staff if chance.random() < 0.1)
        pieces.append(Piece(UUID(int=1000 + number), busy, away, able, known, touched=True))
        for index, who in enumerate(movable):
            pieces.append(Piece(UUID(int=2000 + 20 * number + index), busy, who, free, frozenset(), touched=False))
    return pieces


def first_free(pieces: Sequence[Piece]) -> int:
    """Return how many are kept by taking, one after the other, the first colleague who is free."""
    taken = [(each.practitioner_id, each.busy) for each in pieces if not each.touched]
    kept = 0
    for piece in (each for each in pieces if each.touched):
        for who in sorted(piece.allowed):
            if not any(who == other and piece.busy.start < at.end and at.start < piece.busy.end for other, at in taken):
                taken.append((who, piece.busy))
                kept += 1
                break
    return kept


def measure(cases: Sequence[Sequence[Piece]]) -> dict[str, float]:
    """Return the seconds of planning and the shares kept at their time, by the plan and by the first free colleague."""
    seconds, checks, greedy_seconds, kept, greedy, proven = [], [], [], 0, 0, 0
    for pieces in cases:
        began = perf_counter()
        made = plan(pieces, {})
        planned = perf_counter()
        if not fits(pieces, made.given):
            raise AssertionError("a plan that cannot be done")
        checked = perf_counter()
        greedy += first_free(pieces)
        greedy_seconds.append(perf_counter() - checked)
        seconds.append(planned - began)
        checks.append(checked - planned)
        kept += TOUCHED - len(made.lost)
        proven += made.proven
    total = TOUCHED * len(cases)
    return {
        "cases": len(cases),
        "proven": proven,
        "seconds_median": round(median(seconds), 4),
        "seconds_least": round(min(seconds), 4),
        "seconds_most": round(max(seconds), 4),
        "kept_share": round(kept / total, 4),
        "kept_share_first_free": round(greedy / total, 4),
        "seconds_median_first_free": round(median(greedy_seconds), 6),
        "seconds_median_check": round(median(checks), 6),
    }


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures as a table: each case by the plan and by the baseline, and what checking a plan takes."""
    head = f"{'case':<18}{'way':<14}{'kept':>8}{'proven':>10}{'median':>12}{'least':>12}{'most':>12}"
    lines = [head, "-" * len(head)]
    for name, of in figures.items():
        proven = f"{of['proven']}/{of['cases']}"
        times = "".join(f"{of[f'seconds_{each}'] * 1e3:>9.1f} ms" for each in ("median", "least", "most"))
        lines.append(f"{name:<18}{'plan':<14}{of['kept_share']:>8.1%}{proven:>10}{times}")
        first = f"{of['seconds_median_first_free'] * 1e3:>9.2f} ms"
        lines.append(f"{'':<18}{'first free':<14}{of['kept_share_first_free']:>8.1%}{'':>10}{first}")
        check = f"{of['seconds_median_check'] * 1e3:>9.2f} ms"
        lines.append(f"{'':<18}{'check (apply)':<14}{'':>8}{'':>10}{check}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50)
    seeds = range(parser.parse_args().cases)
    figures = {
        name: measure([case(seed, wishes=wishes) for seed in seeds])
        for name, wishes in (("without_wishes", False), ("with_wishes", True))
    }
    print(table(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
