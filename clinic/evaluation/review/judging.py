"""Judges the comparisons of a review together: each by its method, all adjusted for one another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.evaluation.measures.satisfaction import POINTS
from clinic.evaluation.review.change import (
    Change,
    Moments,
    change_of_counts,
    change_of_means,
    change_of_medians,
    change_of_shares,
    holm,
    moments,
    widest_moments,
)
from clinic.evaluation.review.model import FEWEST, SURE, Comparison, Method, Quarter, Side, Verdict


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a comparison; `change` and `p_adjusted` only of what could be tested.

    `wordings_differ`: people read other words, or another version of the form, in one of the quarters.
    """

    comparison: Comparison
    verdict: Verdict
    change: Change | None = None
    p_adjusted: float | None = None

    @property
    def wordings_differ(self) -> bool:
        """Tell whether both sides name the wordings behind them, and these are not the same."""
        before, after = self.comparison.before.wordings, self.comparison.after.wordings
        return bool(before and after and before != after)


def judge(comparisons: Sequence[Comparison], before: Quarter, after: Quarter) -> tuple[Statement, ...]:
    """Return a statement for each comparison, in their order; p is adjusted (Holm) over all that could be tested."""
    found = [_of(each, before, after) for each in comparisons]
    ps = iter(holm([each.p for each in found if isinstance(each, Change)]))
    return tuple(
        Statement(comparison, _verdict(each, p := next(ps)), each, p)
        if isinstance(each, Change)
        else Statement(comparison, each)
        for comparison, each in zip(comparisons, found, strict=True)
    )


def _verdict(change: Change, p: float) -> Verdict:
    if p >= SURE:
        return Verdict.NO_CHANGE
    return Verdict.HIGHER if change.effect > (1 if change.is_ratio else 0) else Verdict.LOWER


def _of(comparison: Comparison, before: Quarter, after: Quarter) -> Change | Verdict:
    sides = (comparison.before, comparison.after)
    missing = [side.missing for side in sides if side.missing is not None]
    for reason in (Verdict.NOT_RELEASED, Verdict.UNMEASURED, Verdict.WITHHELD):
        if reason in missing:
            return reason
    if sides[0].definitions_version != sides[1].definitions_version:
        return Verdict.DEFINITIONS_DIFFER
    n = [side.n or 0 for side in sides]
    if comparison.method is Method.COUNTS:
        if sum(n) < FEWEST:
            return Verdict.TOO_FEW
        return change_of_counts(n[0], n[1], before.days, after.days)
    if min(n) < FEWEST:
        return Verdict.TOO_FEW
    return _tested(comparison.method, *sides) or Verdict.NO_SPREAD


def _tested(method: Method, before: Side, after: Side) -> Change | None:
    match method:
        case Method.SHARES:
            return change_of_shares((before.reached or 0, before.n or 0), (after.reached or 0, after.n or 0))
        case Method.MEDIANS:
            return change_of_medians(before.values, after.values)
        case Method.WIDEST_MEANS:
            return change_of_means(_widest(before), _widest(after))
        case _:
            return change_of_means(moments(before.values), moments(after.values))


def _widest(side: Side) -> Moments:
    return widest_moments(side.n or 0, side.value or 0, POINTS[0], POINTS[-1])
