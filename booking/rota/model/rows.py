"""Searching a rota by people's whole rows (column generation), where only cover joins people. Pure but for its time.

A linear programme chooses among known rows; its prices tell which further rows are worth knowing, and once none is, its
value bounds every rota. Then people are fixed to rows one after the other, the rest priced anew; and again for some
people at a time, while the others keep theirs.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

from booking.rota.model.board import Board
from booking.rota.model.first import plain_cost
from booking.rota.model.master import TINY, Column, Master, Solved
from booking.rota.model.patterns import Ints, Patterns
from booking.rota.model.pricing import NEVER, Priced, Pricer, pricers
from booking.rota.problem import Problem, Rota

FINEST, COARSEST = 1024, 16
"""Prices are whole parts of one by so many: by the most, where that fits."""

FEW_ROWS, MANY_ROWS = 2, 4
"""So many rows of a person are added in a round at most: few while the bound is sought, many while people are fixed."""
KEPT = 40
"""So many of each person's rows are taken over where some people are decided anew."""

GENERATING = 0.4
"""So much of the time rows are generated for all people, at most."""
ROUNDS = 40
"""About so many rounds are needed: where they would take longer than the time, this is no way to search."""
HURRY = 0.1
"""With so much of the time left, all who are left are fixed at once."""

CLOSE = 0.25
"""Within this part of the value the bound is near; before, prices are too wild to tell which shifts to count."""
CLOSE_ENOUGH = 0.1
"""Farther from the bound, rows that are missing would lead people astray."""
DECIDED = 0.6
"""A row of which so much is taken is fixed together with others."""
FEW_PEOPLE = 20
"""With so few people left, more rounds are priced before the next is fixed: what they take cannot be mended later."""
FEW_ROUNDS, MOST_ROUNDS = 1, 6
WORTH_A_ROUND = 0.5
"""A round that gains less is the last."""
WHOLE = 0.99
"""Costs are whole numbers: what gains less gains nothing."""

FEWEST_FREE = 6
"""So many people at least are decided anew."""


@dataclass(frozen=True, slots=True)
class _Round:
    """What pricing came to: how many rows are new, the bound if all were priced, shifts that people had too often."""

    added: int
    bound: float | None
    crowded: Mapping[int, frozenset[str]]


class RowSearch:
    """The search of one problem for which `patterns.are_for` holds, from the rota on the board."""

    def __init__(self, problem: Problem, board: Board, seconds: Callable[[], float], seed: int, workers: int) -> None:
        self._problem, self._board, self._seconds, self._workers = problem, board, seconds, workers
        self._chance = random.Random(seed)  # noqa: S311  # chooses people, keeps no secret
        self._patterns = Patterns(problem)
        self._everybody = range(len(problem.staff))
        self._counted = dict.fromkeys(self._everybody, frozenset[str]())
        self._scale = self._finest_scale()
        self._pool: dict[int, list[Column]] = {}
        self._whole = seconds()

    def begin(self) -> bool:
        """Generate rows, raise the bound and find a first good rota; return whether it is worth going on this way."""
        rota = self._board.rota
        if rota is None or self._scale < COARSEST:
            return False
        master = Master(self._patterns, self._everybody)
        for column in self._columns(rota):
            master.add(column)
        solved = self._generate(master)
        if solved is None:
            return False
        self._keep(master, solved)
        self._dive(master)
        return True

    def improve(self) -> None:
        """Decide some people anew while the others keep their rows, until no seconds are left or it is proven best."""
        size = float(min(12, len(self._everybody)))
        while self._goes_on():
            rota = self._board.rota
            if rota is None:
                return
            columns = self._columns(rota)
            free = set(self._chance.sample(self._everybody, min(round(size), len(self._everybody))))
            master = Master(self._patterns, sorted(free), [one for one in columns if one.person not in free])
            for column in columns:
                if column.person in free:
                    master.add(column)
            for person in free:
                for column in self._pool.get(person, ()):
                    master.add(column)
            began = self._seconds()
            is_hopeless = not self._dive(master)
            # Where it is seen soon that nothing is to be gained, more people are needed; too many take too long.
            quick = began - self._seconds() < self._whole / 40
            size = min(size * 1.05, len(self._everybody)) if is_hopeless and quick else max(size * 0.95, FEWEST_FREE)

    def _generate(self, master: Master) -> Solved | None:
        """Add rows until none is missing or it takes long; return the solved programme, None where this is no way."""
        ready = pricers(self._patterns, self._counted)
        until, is_close = self._whole * (1 - GENERATING), False
        for number in range(10_000):
            began = self._seconds()
            solved = master.solve()
            if solved is None or ready is None:
                return None
            if not self._goes_on(until):
                return solved if is_close else None
            found = self._price(master, solved, ready, FEW_ROWS)
            if found.bound is None:
                return None
            if found.bound > 0:
                self._board.raise_bound(ceil(found.bound - TINY))
            is_close = solved.value - found.bound <= CLOSE_ENOUGH * abs(solved.value)
            is_near = solved.value - found.bound <= CLOSE * abs(solved.value)
            more = {person for person, names in found.crowded.items() if names - self._counted[person]}
            if more and (is_near or not found.added):
                self._counted |= {person: self._counted[person] | found.crowded[person] for person in more}
                ready = pricers(self._patterns, self._counted)
            elif not found.added or solved.value < ceil(found.bound - TINY) + TINY:
                return solved
            if number == 1 and (began - self._seconds()) * ROUNDS > self._whole * GENERATING:
                return None
        return None

    def _price(self, master: Master, solved: Solved, ready: Sequence[Pricer], most: int) -> _Round:
        """Add rows that are worth more than they cost."""
        prices = master.prices(solved, self._scale)
        worth = master.worth(prices)

        found = self._cheapest(ready, worth, most)
        added, crowded, stuck = self._add(master, found)
        asked = master.asked(prices) + sum(one.least for one in found)
        bound = asked / self._scale if len(found) == len(self._everybody) else None
        if stuck:
            # The least costs hold all the same; rows that may be had are found where those shifts are made scarce.
            people = {person: self._counted[person] for person in stuck}
            may = {person: self._patterns.without(person, names, worth) for person, names in stuck.items()}
            added += self._add(master, self._cheapest(pricers(self._patterns, people, may) or (), worth, most))[0]
        return _Round(added, bound, crowded)

    def _cheapest(self, ready: Sequence[Pricer], worth: Ints, most: int) -> list[Priced]:
        def of(pricer: Pricer) -> list[Priced]:
            return pricer.cheapest(worth, self._scale, most) if self._seconds() > 0 else []

        if self._workers > 1 and len(ready) > 1:
            with ThreadPoolExecutor(self._workers) as pool:
                return [one for some in pool.map(of, ready) for one in some]
        return [one for pricer in ready for one in of(pricer)]

    def _add(
        self, master: Master, found: Sequence[Priced]
    ) -> tuple[int, dict[int, frozenset[str]], dict[int, frozenset[str]]]:
        """Add rows; return how many are new, and which shifts are too many in people's cheapest rows, and in all."""
        added, crowded, stuck = 0, dict[int, frozenset[str]](), dict[int, frozenset[str]]()
        for one in found:
            too_many = [self._patterns.too_many(one.person, row) for row in one.rows]
            for row, names in zip(one.rows, too_many, strict=True):
                if not names:
                    added += master.add(Column(one.person, row, self._patterns.cost(one.person, row)))
            if too_many[0]:
                crowded[one.person] = too_many[0]
            if all(too_many):
                stuck[one.person] = frozenset().union(*too_many)
        return added, crowded, stuck

    def _dive(self, master: Master) -> bool:
        """Fix people one after the other and offer the rota; return whether there was hope for a better one."""
        cost = self._board.cost
        while free := master.free:
            solved = master.solve()
            is_hurried = not self._goes_on(self._whole * HURRY)
            if solved is None or (is_hurried and not self._goes_on()):
                return True
            if not is_hurried:
                solved = self._priced(master, solved, free)
            if cost is not None and solved.value > cost - WHOLE:
                return False
            self._fix(master, solved, DECIDED if not is_hurried else 0.0)
        rows = {column.person: column.row for column in (*master.others, *master.fixed.values())}
        rota = self._patterns.rota([rows[person] for person in self._everybody])
        self._board.offer(rota, plain_cost(self._problem, rota))
        return True

    def _priced(self, master: Master, solved: Solved, free: Sequence[int]) -> Solved:
        """Price whoever is free some rounds, and return the programme solved."""
        ready = pricers(self._patterns, {person: self._counted[person] for person in free})
        rounds, rows = (FEW_ROUNDS, FEW_ROWS) if len(free) > FEW_PEOPLE else (MOST_ROUNDS, MANY_ROWS)
        for _ in range(rounds):
            if ready is None or not self._price(master, solved, ready, rows).added:
                return solved
            after = master.solve()
            if after is None:
                return solved
            gain, solved = solved.value - after.value, after
            if gain < WORTH_A_ROUND or not self._goes_on():
                return solved
        return solved

    def _fix(self, master: Master, solved: Solved, decided: float) -> None:
        """Fix people to the rows of which most is taken."""
        fixed, least = 0, max((len(master.free) - FEW_PEOPLE) // 6, 1)
        for column, part in sorted(solved.parts.items(), key=lambda one: (-one[1], one[0].person)):
            if column.person not in master.fixed and (fixed < least or part >= decided):
                master.fix(column)
                fixed += 1

    def _keep(self, master: Master, solved: Solved) -> None:
        """Keep of each person the rows that are cheapest at the prices of the solved programme."""
        worth = master.worth(master.prices(solved, self._scale))

        def price(column: Column) -> int:
            held = sum(int(worth[cell]) for cell in enumerate(column.row) if cell[1] >= 0)
            return column.cost * self._scale - held

        for column in sorted(master.columns, key=price):
            mine = self._pool.setdefault(column.person, [])
            if len(mine) < KEPT:
                mine.append(column)

    def _goes_on(self, until: float = 0.0) -> bool:
        return self._seconds() > until and not self._board.done.is_set()

    def _columns(self, rota: Rota) -> list[Column]:
        rows = enumerate(self._patterns.rows(rota))
        return [Column(person, row, self._patterns.cost(person, row)) for person, row in rows]

    def _finest_scale(self) -> int:
        """Return the finest scale at which the costs of a whole row stay far below what stands for never."""
        patterns, problem = self._patterns, self._problem
        dearest = max((max(cover.under, cover.over) for cover in problem.cover), default=0)
        wishes = int(max(patterns.off_costs.max(initial=0), patterns.costs.max(initial=0)))
        places = max(len({(cover.day, cover.shift_id, cover.role) for cover in problem.cover}), 1)
        doubled = -(-len(problem.cover) // places)
        scale = FINEST
        while scale * problem.days * (dearest * doubled + wishes + 1) >= NEVER // 8:
            scale //= 2
        return scale
