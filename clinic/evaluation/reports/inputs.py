"""What a report is made of, as it was known when it was frozen: it is kept, and gives the same report again. Pure."""

import zlib
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import orjson
from pydantic import TypeAdapter

from clinic.evaluation.facts.model import Facts
from clinic.evaluation.facts.rows import Rows


class Result(NamedTuple):
    """A signed note: the local day of its signature, and the codes of its reasons and outcome as last amended."""

    day: date
    reasons: tuple[str, ...]
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a code in both languages, as it was at the freeze."""

    code: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """De-identified facts and results of a period; the city's districts and what figures mean, as at the freeze."""

    facts: Facts
    results: Rows[Result]
    districts: tuple[Label, ...]
    definitions_version: str
    definitions: tuple[Label, ...]


_LEVEL = 3
_INPUTS: TypeAdapter[Inputs] = TypeAdapter(Inputs)


def canonical(value: object) -> bytes:
    """Return a value as JSON of one form: keys sorted, UTF-8, no blanks. Equal values give equal bytes."""
    return orjson.dumps(value, default=_as_columns, option=orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY)


def _as_columns(value: object) -> object:
    """Return facts as columns by the names of their fields, as dataclasses are written: their order may change."""
    if isinstance(value, Rows):
        return value.plain()
    raise TypeError


def pack(inputs: Inputs) -> bytes:
    """Return inputs as compressed canonical JSON, in which facts and results are columns."""
    return zlib.compress(canonical(inputs), level=_LEVEL)


def unpack(packed: bytes) -> Inputs:
    """Return the inputs that were packed. Raises ValueError when the bytes are no inputs.

    Reports that were frozen before facts were columns have lists of them, one by one, which are read as well.
    """
    try:
        return _INPUTS.validate_json(zlib.decompress(packed))
    except zlib.error:
        raise ValueError("not compressed") from None
