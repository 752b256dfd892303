"""Which counts of a survey a coordinator is shown: none of fewer people than the threshold. Pure.

Of a question the number of those who answered it is given, unless it is small itself, and of a scale the mean. A small
count of an answer is hidden, and so are others as long as it could be worked out from what is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.assessments.given import ANSWERED
from clinic.assessments.questionnaire import Item, ItemKind
from clinic.assessments.scoring.survey import FIVE_POINTS
from clinic.evaluation.disclosure.cells import Cell, Key, Relation, Statement
from clinic.evaluation.disclosure.protecting import protect
from clinic.evaluation.disclosure.tables import is_small

_ALL = "all"
_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """What is shown of a question; None is withheld. `mean` is rounded to two places, None as well where there is none.

    `options` go from an answer's number to its count.
    """

    answered: int | None
    mean: float | None
    options: Mapping[int, int | None]


def count_of(value: int, threshold: int) -> int | None:
    """Return a count, or None for one that is too small to be shown."""
    return None if is_small(value, threshold) else value


def count(item: Item, tally: Mapping[int, int], threshold: int) -> Counted:
    """Return what is shown of a question whose answers by number were given so often."""
    answers = {value: number for value, number in tally.items() if value != ANSWERED}
    is_single = item.kind in (ItemKind.CHOICE, ItemKind.NUMBER)
    answered = sum(answers.values()) if is_single else tally.get(ANSWERED, 0)
    options = {option.value: answers.get(option.value, 0) for option in item.options}
    if is_small(answered, threshold):
        return Counted(None, None, dict.fromkeys(options))
    if not answered:
        return Counted(0, None, options)
    total = sum(value * number for value, number in answers.items())
    mean = round(total / answered, 2) if item.kind is ItemKind.NUMBER or is_scale(item) else None
    if not options:
        return Counted(answered, mean, {})
    known = statement(options, answered, threshold, with_mean=mean is not None, several=not is_single)
    pattern = protect(known, threshold=threshold)
    if pattern.exposed and mean is not None:
        mean = None
        pattern = protect(statement(options, answered, threshold), threshold=threshold)
    if pattern.exposed:
        return Counted(answered, None, dict.fromkeys(options))
    return Counted(
        answered, mean, {value: number if _key(value) in pattern.shown else None for value, number in options.items()}
    )


def is_scale(item: Item) -> bool:
    """Return whether a question has five points, so that a mean of them says something."""
    return item.kind is ItemKind.CHOICE and {option.value for option in item.options} == FIVE_POINTS


def statement(
    options: Mapping[int, int], answered: int, threshold: int, *, with_mean: bool = False, several: bool = False
) -> Statement:
    """Return the cells of a question and all that is known of them; the mean is taken for known to the last digit."""
    whole, total = Key("answered", _ALL), Key("total", _ALL)
    cells = {
        _key(value): Cell(number, is_small(number, threshold), weight=_WEIGHT) for value, number in options.items()
    }
    cells[whole] = Cell(answered, small=False, always=True)
    keys = [_key(value) for value in options]
    if several:
        relations = [Relation(((whole, 1), (key, -1)), slack=True) for key in keys]
        relations.append(Relation((*((key, 1) for key in keys), (whole, -1)), slack=True))
    else:
        relations = [Relation(((whole, 1), *((key, -1) for key in keys)))]
    if with_mean:
        cells[total] = Cell(sum(value * number for value, number in options.items()), small=False, always=True)
        relations.append(Relation(((total, 1), *((_key(value), -value) for value in options if value))))
    return Statement(cells, tuple(relations))


def _key(value: int) -> Key:
    return Key("answered", _ALL, (f"answer:{value}",))
