"""Facts kept as columns: reckoned with whole columns at once, and read one by one as named tuples. Pure.

A field's type says how its column is kept: dates as `Days`, numbers as `Numbers`, everything else (codes, truth
values) as `Coded`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import repeat
from types import NoneType
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints, overload

import numpy as np
import numpy.typing as npt
from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Which = slice | Ints | Mask
"""Which rows: a slice, their places in order, or a truth value for each."""

_Fact = TypeVar("_Fact", bound=tuple[Any, ...])
_new: Callable[..., Any] = tuple.__new__


class _Places(dict[Any, int]):
    """The place of each value, in the order in which they were asked for first."""

    def __missing__(self, value: Any) -> int:
        place = self[value] = len(self)
        return place


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Values of which there are few: for each row its place among `values`."""

    places: Ints
    values: tuple[Any, ...]

    @classmethod
    def of(cls, objects: Sequence[Any]) -> "Coded":
        """Return the column of these values."""
        values = tuple(dict.fromkeys(objects))
        places = dict(zip(values, range(len(values)), strict=True))
        return cls(np.fromiter(map(places.__getitem__, objects), np.int64, len(objects)), values)

    @classmethod
    def joined(cls, columns: Sequence["Coded"]) -> "Coded":
        """Return columns as one."""
        known = _Places()
        places = [np.array([known[value] for value in one.values], np.int64)[one.places] for one in columns]
        return cls(np.concatenate(places), tuple(known))

    def take(self, which: Which) -> "Coded":
        """Return the column of these rows."""
        return Coded(self.places[which], self.values)

    def objects(self) -> list[Any]:
        """Return the values, one for each row."""
        objects: list[Any] = as_objects(self.values)[self.places].tolist()
        return objects

    def being(self, *values: Any) -> Mask:
        """Return which rows have one of these values."""
        wanted: Mask = np.array([value in values for value in self.values], np.bool_)
        return wanted[self.places] if len(wanted) else np.zeros(0, np.bool_)

    def told(self, of: Callable[[Any], Any]) -> "Coded":
        """Return the column with something else in place of each value; it may be the same for several."""
        known = _Places()
        others = np.array([known[of(value)] for value in self.values], np.int64)
        return Coded(others[self.places], tuple(known))

    def compact(self) -> "Coded":
        """Return the column with each value once."""
        return self.told(lambda value: value)

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold, for `Rows.of_plain`."""
        return {"places": self.places, "values": self.values}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], hint: Any) -> "Coded":
        """Return the column of what `plain` gave, its values made into what `hint` says."""
        values = tuple(TypeAdapter(list[hint]).validate_python(plain["values"]))
        places = np.array(plain["places"], np.int64)
        if len(places) and not 0 <= places.min() <= places.max() < len(values):
            raise ValueError("a place without a value")
        return cls(places, values)


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Numbers: whole ones, or with a fraction; where one is missing (None) all are kept with a fraction, and it as NaN.

    `is_whole`: what is told are whole numbers, however they are kept.
    """

    numbers: npt.NDArray[Any]
    is_whole: bool = True

    @classmethod
    def of(cls, objects: Sequence[float | None], *, is_whole: bool = True) -> "Numbers":
        """Return the column of these numbers."""
        try:
            return cls(np.array(objects, np.int64 if is_whole else np.float64), is_whole)
        except TypeError:
            return cls(np.array(objects, np.float64), is_whole)

    @classmethod
    def joined(cls, columns: Sequence["Numbers"]) -> "Numbers":
        """Return columns as one."""
        return cls(np.concatenate([one.numbers for one in columns]), columns[0].is_whole)

    def take(self, which: Which) -> "Numbers":
        """Return the column of these rows."""
        return Numbers(self.numbers[which], self.is_whole)

    def objects(self) -> list[Any]:
        """Return the numbers, one for each row, None where it is missing."""
        numbers: list[Any] = self.numbers.tolist()
        if self.numbers.dtype == np.int64:
            return numbers
        kind = int if self.is_whole else float
        return [None if number != number else kind(number) for number in numbers]  # noqa: PLR0124

    def known(self) -> npt.NDArray[Any]:
        """Return the numbers that are not missing."""
        if self.numbers.dtype == np.int64:
            return self.numbers
        found: npt.NDArray[Any] = self.numbers[~np.isnan(self.numbers)]
        return found.astype(np.int64) if self.is_whole else found

    def coded(self) -> Coded:
        """Return the numbers as values; none may be missing."""
        values, places = np.unique(self.numbers, return_inverse=True)
        return Coded(places.astype(np.int64), tuple(values.tolist()))

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold; a missing number is null there."""
        return {"numbers": self.numbers}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], hint: Any) -> "Numbers":
        """Return the column of what `plain` gave."""
        return cls.of(plain["numbers"], is_whole=float not in _types(hint))


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days, as the numbers that `date.toordinal` gives."""

    ordinals: Ints

    @classmethod
    def of(cls, objects: Sequence[date]) -> "Days":
        """Return the column of these days."""
        return cls(np.fromiter(map(date.toordinal, objects), np.int64, len(objects)))

    @classmethod
    def joined(cls, columns: Sequence["Days"]) -> "Days":
        """Return columns as one."""
        return cls(np.concatenate([one.ordinals for one in columns]))

    def take(self, which: Which) -> "Days":
        """Return the column of these rows."""
        return Days(self.ordinals[which])

    def objects(self) -> list[Any]:
        """Return the days, one for each row."""
        return self.coded().objects()

    def coded(self, of: Callable[[date], Any] | None = None) -> Coded:
        """Return the days as values, or with `of` what it makes of each."""
        if not len(self.ordinals):
            return Coded(self.ordinals, ())
        first = int(self.ordinals.min())
        found = np.flatnonzero(np.bincount(self.ordinals - first))
        places = np.zeros(int(found[-1]) + 1, np.int64)
        places[found] = np.arange(len(found))
        days = Coded(
            places[self.ordinals - first], tuple(date.fromordinal(first + number) for number in found.tolist())
        )
        return days if of is None else days.told(of)

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold: the first of the days, and how far from it each is."""
        if not len(self.ordinals):
            return {"first": None, "days": []}
        first = int(self.ordinals.min())
        return {"first": date.fromordinal(first).isoformat(), "days": self.ordinals - first}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], hint: Any) -> "Days":  # noqa: ARG003
        """Return the column of what `plain` gave."""
        first = 0 if plain["first"] is None else date.fromisoformat(plain["first"]).toordinal()
        return cls(np.array(plain["days"], np.int64) + first)


Column = Coded | Numbers | Days


class Rows(Sequence[_Fact], Generic[_Fact]):
    """Facts of a kind, a named tuple, in their order, kept as columns. They never change.

    They are equal to another sequence of equal facts.
    """

    __slots__ = ("_columns", "kind")

    def __init__(self, kind: type[_Fact], columns: Mapping[str, Column]) -> None:
        self.kind = kind
        self._columns = columns

    @classmethod
    def of(cls, kind: type[_Fact], rows: Iterable[_Fact]) -> "Rows[_Fact]":
        """Return these facts as columns."""
        columns = tuple(zip(*rows, strict=True)) or tuple(() for _ in fields_of(kind))
        return cls(kind, dict(zip(fields_of(kind), map(column, fields_of(kind).values(), columns), strict=True)))

    @classmethod
    def joined(cls, kind: type[_Fact], parts: Sequence["Rows[_Fact]"]) -> "Rows[_Fact]":
        """Return parts as one, in their order."""
        if not parts:
            return cls.of(kind, ())
        return cls(kind, {name: _joined([part.column(name) for part in parts]) for name in fields_of(kind)})

    def column(self, name: str) -> Column:
        """Return the column of a field."""
        return self._columns[name]

    def coded(self, name: str) -> Coded:
        """Return the column of a field as values, also when it holds days or numbers of which none is missing."""
        found = self._columns[name]
        return found if isinstance(found, Coded) else found.coded()

    def numbers(self, name: str) -> Numbers:
        """Return the column of a field that holds numbers."""
        found = self._columns[name]
        if not isinstance(found, Numbers):
            raise TypeError(f"{name} holds no numbers")
        return found

    def days(self, name: str = "day") -> Days:
        """Return the column of a field that holds days."""
        found = self._columns[name]
        if not isinstance(found, Days):
            raise TypeError(f"{name} holds no days")
        return found

    def take(self, which: Which) -> "Rows[_Fact]":
        """Return these rows alone."""
        return Rows(self.kind, {name: column.take(which) for name, column in self._columns.items()})

    def within(self, first_day: date, last_day: date) -> "Rows[_Fact]":
        """Return those of the days from `first_day` to `last_day`, both included; they are in the order of the day."""
        days = self.days().ordinals
        begin, end = np.searchsorted(days, [first_day.toordinal(), last_day.toordinal() + 1]).tolist()
        return self[begin:end]

    def __len__(self) -> int:
        first: Column = next(iter(self._columns.values()))
        return len(first.places if isinstance(first, Coded) else _array(first))

    def __iter__(self) -> Iterator[_Fact]:
        columns = [self._columns[name].objects() for name in fields_of(self.kind)]
        return map(_new, repeat(self.kind), zip(*columns, strict=True))

    @overload
    def __getitem__(self, place: int) -> _Fact: ...

    @overload
    def __getitem__(self, place: slice) -> "Rows[_Fact]": ...

    def __getitem__(self, place: int | slice) -> "_Fact | Rows[_Fact]":
        if isinstance(place, slice):
            return self.take(place)
        place = range(len(self))[place]
        (found,) = self.take(slice(place, place + 1))
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def __repr__(self) -> str:
        return f"Rows({self.kind.__name__}, {list(self)!r})"

    def plain(self) -> dict[str, Any]:
        """Return what JSON can hold, with numpy's arrays in it."""
        return {name: self._columns[name].plain() for name in fields_of(self.kind)}

    @classmethod
    def of_plain(cls, kind: type[_Fact], plain: Mapping[str, Mapping[str, Any]]) -> "Rows[_Fact]":
        """Return the facts of what `plain` gave. Raises ValueError when it holds no such facts."""
        try:
            columns = {name: _column_kind(hint).of_plain(plain[name], hint) for name, hint in fields_of(kind).items()}
        except (KeyError, TypeError, OverflowError):
            raise ValueError("no columns") from None
        lengths = {len(one.places if isinstance(one, Coded) else _array(one)) for one in columns.values()}
        if len(lengths) > 1:
            raise ValueError("columns of several lengths")
        return cls(kind, columns)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read columns, as `plain` gives them, or a list of facts by the names of their fields."""
        (kind,) = get_args(source)

        def read(value: Any, one_by_one: Callable[[Any], Any]) -> Rows[Any]:
            if isinstance(value, Rows):
                return value
            return cls.of_plain(kind, value) if isinstance(value, dict) else cls.of(kind, one_by_one(value))

        one_by_one: Any = list[kind]  # type: ignore[valid-type]  # known as it runs
        return core_schema.no_info_wrap_validator_function(read, handler.generate_schema(one_by_one))


@cache
def fields_of(kind: type[tuple[Any, ...]]) -> Mapping[str, Any]:
    """Return the fields of a named tuple and their types, in order."""
    hints = get_type_hints(kind)
    return {name: hints[name] for name in cast("Any", kind)._fields}


def column(hint: Any, objects: Sequence[Any]) -> Column:
    """Return values as the column that a field of this type has."""
    kind = _column_kind(hint)
    return Numbers.of(objects, is_whole=float not in _types(hint)) if kind is Numbers else kind.of(objects)


def tally(*columns: Coded) -> dict[tuple[Any, ...], int]:
    """Return how many rows have each combination of values that there is; the columns are of the same rows."""
    places = np.zeros(len(columns[0].places), np.int64)
    for one in columns:
        places = places * len(one.values) + one.places
    counts = np.bincount(places)
    found = np.flatnonzero(counts)
    numbers = np.unravel_index(found, [len(one.values) for one in columns]) if len(found) else ()
    names = [as_objects(one.values)[of_one].tolist() for one, of_one in zip(columns, numbers, strict=False)]
    return dict(zip(zip(*names, strict=True), counts[found].tolist(), strict=True)) if names else {}


def as_objects(values: Sequence[Any]) -> npt.NDArray[Any]:
    """Return values as an array of just these objects."""
    array: npt.NDArray[Any] = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        array[place] = value
    return array


def _array(column: Numbers | Days) -> npt.NDArray[Any]:
    return column.numbers if isinstance(column, Numbers) else column.ordinals


def _joined(columns: Sequence[Any]) -> Column:
    joined: Column = type(columns[0]).joined(columns)
    return joined


def _column_kind(hint: Any) -> type[Coded] | type[Numbers] | type[Days]:
    types = _types(hint)
    if types == {date}:
        return Days
    return Numbers if types <= {int, float} else Coded


def _types(hint: Any) -> set[Any]:
    return set(get_args(hint) or (hint,)) - {NoneType}
