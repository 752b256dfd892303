"""k-anonymity by generalising and then withholding. Pure.

The quasi-identifiers are what a neighbour may know of somebody: the stage, the age of the youngest child, the district.
In each file every combination of them that is shown has rows of k people or more, so that who is known to be in a file
is one of k (Sweeney 2002, doi 10.1142/S0218488502001648). It says nothing of how alike these k are otherwise.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.evaluation.facts.model import AgeBand, Stage

ANY = "*"
"""Stands for what was generalised away: it may be anything, also nothing."""

NONE = "none"
"""No child that is born; no district told."""


@dataclass(frozen=True, slots=True, order=True)
class Traits:
    """The quasi-identifiers as they are shown."""

    stage: str
    child_age: str
    district: str


COARSE_AGES: Mapping[AgeBand, str] = {
    AgeBand.M0_2: "0-11",
    AgeBand.M3_5: "0-11",
    AgeBand.M6_11: "0-11",
    AgeBand.M12_23: "12-35",
    AgeBand.M24_35: "12-35",
    AgeBand.M36_71: "36-",
    AgeBand.M72: "36-",
}

LEVELS = ("as_told", "without_district", "coarse_age", "stage_only", "nothing")
"""From the finest to the coarsest."""


def traits_at(level: int, stage: Stage, age: AgeBand | None, district: str | None) -> Traits:
    """Return the traits at one of the LEVELS, by its place."""
    fine = NONE if age is None else age.value
    coarse = NONE if age is None else COARSE_AGES[age]
    match LEVELS[level]:
        case "as_told":
            return Traits(stage.value, fine, district or NONE)
        case "without_district":
            return Traits(stage.value, fine, ANY)
        case "coarse_age":
            return Traits(stage.value, coarse, ANY)
        case "stage_only":
            return Traits(stage.value, ANY, ANY)
        case _:
            return Traits(ANY, ANY, ANY)


@dataclass(frozen=True, slots=True)
class Subject:
    """A person: the traits, from the finest level to the coarsest, and the files in which they have rows."""

    number: int
    levels: tuple[Traits, ...]
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Anonymised:
    """`shown`: the place of the level at which a person's traits are shown, by number; who is missing is withheld.

    `withheld` names the files of which a person's rows are left out.
    """

    shown: Mapping[int, int]
    withheld: Mapping[int, frozenset[str]]


def anonymise(subjects: Sequence[Subject], k: int) -> Anonymised:
    """Return at which level each person is shown, so that the groups of every file have k people or more.

    Each level takes the groups that are large enough; who is too few there goes on to the next. After the last, rows of
    too few are withheld, and people who are too few altogether.
    """
    if k < 1:
        raise ValueError("k is 1 or more")
    shown: dict[int, int] = {}
    left = list(subjects)
    coarsest = len(LEVELS) - 1
    for level in range(coarsest):
        following: list[Subject] = []
        for group in _groups(left, level):
            kept = _large_enough(group, k)
            shown.update((one.number, level) for one in kept)
            numbers = {one.number for one in kept}
            following += [one for one in group if one.number not in numbers]
        left = following
    if len(left) < k:
        return Anonymised(shown, {})
    too_few = {file for file, people in _people_of_files(left).items() if people < k}
    shown.update((one.number, coarsest) for one in left)
    return Anonymised(shown, {one.number: one.files & too_few for one in left if one.files & too_few})


def _groups(subjects: Sequence[Subject], level: int) -> Sequence[Sequence[Subject]]:
    groups: defaultdict[Traits, list[Subject]] = defaultdict(list)
    for one in subjects:
        groups[one.levels[level]].append(one)
    return [groups[traits] for traits in sorted(groups)]


def _large_enough(group: Sequence[Subject], k: int) -> Sequence[Subject]:
    """Return those of a group who can be shown: none of its files has fewer than k of them."""
    kept = group
    while len(kept) >= k:
        too_few = {file for file, people in _people_of_files(kept).items() if people < k}
        if not too_few:
            return kept
        kept = [one for one in kept if not one.files & too_few]
    return ()


def _people_of_files(subjects: Sequence[Subject]) -> Counter[str]:
    return Counter(file for one in subjects for file in one.files)
