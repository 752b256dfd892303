"""The cheapest rows of people of one shape, by a dynamic programme over days. Pure.

All people of the shape are priced at once: their values are the last axis of arrays over whether and how long a run
lasts, weekends, counted shifts and minutes. Costs are whole numbers, so that the least is exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from booking.rota.model.patterns import OFF, Bools, Ints, Patterns, Row, Shape

Values = npt.NDArray[np.int32]

NEVER = 1 << 29
"""The value of what cannot be; costs of a whole row must stay below an eighth of it."""
SURELY = NEVER // 2

MOST_VALUES = 8_000_000
"""Values of all days that are held at once: four bytes each."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Priced:
    """A person's least cost and cheap rows."""

    person: int
    least: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class _Layer:
    """The least values at the end of a day.

    `off`: of days off in a row (the last place stands for all more); `work`: of classes of kinds and days in a row.
    """

    off: Values
    work: Values


@dataclass(frozen=True, slots=True)
class _Step:
    """What a kind of work adds: its class, the places along the axes of counts and minutes."""

    kind: int
    of_class: int
    counts: tuple[int, ...]
    units: int


class Frame:
    """What the rows of one shape are counted by: classes of kinds, the steps that a kind of work takes, the axes."""

    def __init__(self, patterns: Patterns, shape: Shape, kinds: Sequence[int]) -> None:
        self.days = patterns.problem.days
        self.weekday = patterns.weekday
        self.min_run, self.min_off_run = shape.min_run, shape.min_off_run
        # Kinds after which the same may follow are one class: for each, what may follow, by kind.
        found: dict[tuple[bool, ...], int] = {}
        names = [name for name, _ in shape.counted]
        steps = list[_Step]()
        for kind in kinds:
            after = tuple(patterns.follows(kind, other) for other in range(len(patterns.kinds)))
            shift = patterns.kinds[kind].shift
            counts = tuple(int(shift.id == name) for name in names)
            units = 0 if shift.id in names else shift.counted // shape.step
            steps.append(_Step(kind, found.setdefault(after, len(found)), counts, units))
        self.steps, self.classes = tuple(steps), tuple(found)
        # Where no longest run is set, the last place stands for all longer ones.
        self.is_endless = shape.max_run is None or shape.max_run >= self.days
        self.runs = max(shape.min_run, 2) if self.is_endless else (shape.max_run or 0)
        self.has_weekends = shape.max_weekends is not None
        self.axes = shape.axes
        minutes = np.arange(self.axes[-1]) * shape.step
        for name, most in reversed(shape.counted):
            own = np.arange(most + 1) * patterns.problem.shift_by_id[name].counted
            minutes = own.reshape(-1, *[1] * minutes.ndim) + minutes
        self.ends = np.asarray((minutes >= shape.least) & (minutes <= shape.most))
        """For which counts and minutes the minutes of the whole row are within their bounds."""

    @property
    def size(self) -> int:
        """Return how many values one person needs."""
        states = self.min_off_run + len(self.classes) * self.runs
        return states * prod(self.axes) * self.days

    @property
    def fits(self) -> bool:
        """Return whether this can be priced in time."""
        return self.size <= MOST_VALUES and self.runs >= self.min_run

    def leaving(self, day: int) -> list[slice]:
        """Return from which lengths of runs a day off may follow on a day: from all where the run began on day 0."""
        found = [slice(self.min_run - 1, None)]
        if day < self.min_run:
            found.append(slice(day - 1, day))
        return found

    def weekend_moves(self, day: int) -> list[tuple[slice, int]]:
        """Return for which lengths of the run a day of work adds a weekend: a Sunday only after a Saturday off."""
        if not self.has_weekends or self.weekday[day] < SATURDAY:
            return [(slice(None), 0)]
        if self.weekday[day] == SATURDAY:
            return [(slice(None), 1)]
        return [(slice(0, 1), 1), (slice(1, None), 0)]


class Pricer:
    """Prices some people of one shape."""

    def __init__(self, patterns: Patterns, frame: Frame, people: Sequence[int], may: Mapping[int, Bools]) -> None:
        self._patterns, self._frame = patterns, frame
        self.people = tuple(people)
        self._may = np.stack([may.get(person, patterns.may[person]) for person in people], axis=-1)

    def cheapest(self, worth: Ints, scale: int, most: int) -> list[Priced]:
        """Return for each person who has a row the least cost and up to `most` rows, the cheapest first.

        `worth` is what a place is worth, by day and kind, in parts of `scale`, as the least costs are.
        """
        people = list(self.people)
        off = (self._patterns.off_costs[people] * scale).T.astype(np.int32)
        work = (self._patterns.costs[people] * scale - worth).transpose(1, 2, 0).astype(np.int32)
        layers = _Layers(self._frame, off, work, self._may)
        found = zip(self.people, layers.rows(most), strict=True)
        return [Priced(person, least, rows) for person, (least, rows) in found if rows]


class _Layers:
    """The least values of some people at the end of each day, and the rows that lead to them."""

    def __init__(self, frame: Frame, off: Values, work: Values, may: Bools) -> None:
        self._frame = frame
        self._off, self._work, self._may = off, work, may
        self._wide = off.shape[1]
        self._layers: list[_Layer] = []
        for day in range(frame.days):
            self._layers.append(self._layer(day))

    def _empty(self) -> _Layer:
        axes = (*self._frame.axes, self._wide)
        off = np.full((self._frame.min_off_run, *axes), NEVER, dtype=np.int32)
        work = np.full((len(self._frame.classes), self._frame.runs, *axes), NEVER, dtype=np.int32)
        return _Layer(off, work)

    def _layer(self, day: int) -> _Layer:
        new = self._empty()
        last = self._layers[-1] if day else None
        if last is None:
            new.off[(-1, *[0] * len(self._frame.axes))] = self._off[0]
        else:
            new.off[1:] = last.off[:-1]
            np.minimum(new.off[-1], last.off[-1], out=new.off[-1])
            for lengths in self._frame.leaving(day):
                if last.work.shape[0]:
                    np.minimum(new.off[0], last.work[:, lengths].min(axis=(0, 1)), out=new.off[0])
            np.add(new.off, self._off[day], out=new.off)
            np.minimum(new.off, NEVER, out=new.off)
        for step in self._frame.steps:
            may = self._may[day, step.kind]
            if may.any():
                cost = np.where(may, self._work[day, step.kind], NEVER).astype(np.int32)
                self._put(day, step, self._sources(step, last), cost, new)
        return new

    def _sources(self, step: _Step, last: _Layer | None) -> Values:
        """Return the values from which a kind of work is begun, by the length of the run that it then has."""
        runs = self._frame.runs
        axes = self._frame.axes
        source = np.full((runs, *axes, self._wide), NEVER, dtype=np.int32)
        if last is None:
            source[(0, *[0] * len(axes))] = 0
            return source
        source[0] = last.off[-1]
        before = [number for number, after in enumerate(self._frame.classes) if after[step.kind]]
        if before:
            works = last.work[before].min(axis=0) if len(before) > 1 else last.work[before[0]]
            source[1:] = works[:-1]
            if self._frame.is_endless:
                np.minimum(source[-1], works[-1], out=source[-1])
        return source

    def _put(self, day: int, step: _Step, source: Values, cost: Values, new: _Layer) -> None:
        target = new.work[step.of_class]
        for lengths, weekends in self._frame.weekend_moves(day):
            moved = [lengths]
            from_ = [lengths]
            for by in (weekends, *step.counts, step.units):
                moved.append(slice(by, None))
                from_.append(slice(None, -by if by else None))
            part = target[tuple(moved)]
            np.minimum(part, source[tuple(from_)] + cost, out=part)

    def rows(self, most: int) -> Iterator[tuple[int, list[Row]]]:
        """Yield for each person the least cost and the rows."""
        last = self._layers[-1]
        ends = self._frame.ends
        values = np.concatenate([last.off, last.work.reshape(-1, *last.work.shape[2:])])
        for at in range(self._wide):
            # The axes: place, weekends, counts and minutes.
            mine = np.where(ends, values[..., at], NEVER)
            flat = mine.reshape(-1)
            found: list[Row] = []
            order = np.argpartition(flat, min(most, flat.size - 1))[:most] if most < flat.size else np.arange(flat.size)
            for index in order[np.argsort(flat[order], kind="stable")]:
                if flat[index] < SURELY:
                    place, *rest = (int(each) for each in np.unravel_index(index, mine.shape))
                    found.append(self._traced(at, place, tuple(rest), int(flat[index])))
            yield int(flat.min()), found

    def _traced(self, at: int, place: int, rest: tuple[int, ...], value: int) -> Row:
        """Return the row that ends at a place with a value."""
        least_off, runs = self._frame.min_off_run, self._frame.runs
        state = (OFF, place) if place < least_off else divmod(place - least_off, runs)
        row: list[int] = []
        for day in range(self._frame.days - 1, -1, -1):
            kind, state, rest, value = self._before(day, at, state, rest, value)
            row.append(kind)
        return tuple(reversed(row))

    def _before(
        self, day: int, at: int, state: tuple[int, int], rest: tuple[int, ...], value: int
    ) -> tuple[int, tuple[int, int], tuple[int, ...], int]:
        """Return a day's kind, and from which state, axes and value of the day before it was reached."""
        of_class, length = state
        if of_class == OFF:
            before = value - int(self._off[day, at])
            return OFF, self._before_off(day, at, length, rest, before), rest, before
        for step in self._frame.steps:
            if step.of_class != of_class or not self._may[day, step.kind, at]:
                continue
            before = value - int(self._work[day, step.kind, at])
            for lengths, weekends in self._frame.weekend_moves(day):
                if length not in range(runs := self._frame.runs)[lengths] or not runs:
                    continue
                moved = (weekends, *step.counts, step.units)
                earlier = tuple(one - by for one, by in zip(rest, moved, strict=True))
                if min(earlier) < 0:
                    continue
                found = self._before_work(day, at, step, length, earlier, before)
                if found is not None:
                    return step.kind, found, earlier, before
        raise AssertionError("a value that nothing leads to")

    def _before_off(self, day: int, at: int, length: int, rest: tuple[int, ...], value: int) -> tuple[int, int]:
        if day == 0:
            return OFF, 0
        last = self._layers[day - 1]
        final = self._frame.min_off_run - 1
        lengths = {length - 1, final} if length == final else {length - 1}
        for each in sorted(lengths):
            if each >= 0 and last.off[(each, *rest, at)] == value:
                return OFF, each
        for some in self._frame.leaving(day):
            for of_class, run in product(range(len(self._frame.classes)), range(self._frame.runs)[some]):
                if last.work[(of_class, run, *rest, at)] == value:
                    return of_class, run
        raise AssertionError("a day off that nothing leads to")

    def _before_work(
        self, day: int, at: int, step: _Step, length: int, rest: tuple[int, ...], value: int
    ) -> tuple[int, int] | None:
        if day == 0:
            return (OFF, 0) if length == 0 and value == 0 and not any(rest) else None
        last = self._layers[day - 1]
        if length == 0 and last.off[(self._frame.min_off_run - 1, *rest, at)] == value:
            return OFF, self._frame.min_off_run - 1
        lengths = [length - 1] if length else []
        if self._frame.is_endless and length == self._frame.runs - 1:
            lengths.append(length)
        for of_class, after in enumerate(self._frame.classes):
            if after[step.kind]:
                for run in lengths:
                    if last.work[(of_class, run, *rest, at)] == value:
                        return of_class, run
        return None


def pricers(
    patterns: Patterns, people: Mapping[int, frozenset[str]], may: Mapping[int, Bools] | None = None
) -> list[Pricer] | None:
    """Return what prices some people, of each of whom some shifts are to be counted; None where one does not fit.

    `may` narrows where somebody may work.
    """
    groups: dict[Shape, list[int]] = {}
    for person, counted in people.items():
        groups.setdefault(patterns.shape(person, counted), []).append(person)
    found: list[Pricer] = []
    for shape, members in groups.items():
        kinds = np.flatnonzero(np.any([patterns.may[person] for person in members], axis=(0, 1)))
        frame = Frame(patterns, shape, [int(kind) for kind in kinds])
        if not frame.fits:
            return None
        width = max(MOST_VALUES // frame.size, 1)
        found += [Pricer(patterns, frame, members[at : at + width], may or {}) for at in range(0, len(members), width)]
    return found
