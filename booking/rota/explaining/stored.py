"""What was explained as JSON, there and back: findings, and suggestions of what to let go of. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from booking.rota.checking import Breach, Finding
from booking.rota.explaining.explanation import Explanation, Outcome, Suggestion
from booking.rota.explaining.relaxation import Relaxation, RelaxationKind
from booking.rota.problem import RuleCode, Wish

Json = dict[str, Any]

_RULES: Mapping[str, RuleCode | Breach] = {each.value: each for each in (*RuleCode, *Breach)}


def findings_to_json(findings: Iterable[Finding]) -> list[Json]:
    """Return findings as JSON values."""
    return [{**asdict(each), "days": list(each.days)} for each in findings]


def findings_from_json(rows: Iterable[Json]) -> tuple[Finding, ...]:
    """Return the findings of such values; raises KeyError or TypeError for others."""
    return tuple(Finding(**{**row, "rule": _RULES[row["rule"]], "days": tuple(row["days"])}) for row in rows)


def suggestions_to_json(suggestions: Iterable[Suggestion]) -> list[list[Json]]:
    """Return each suggestion as the list of what it lets go of."""
    return [[asdict(how) for how in each.relaxations] for each in suggestions]


def suggestions_from_json(rows: Iterable[Sequence[Json]]) -> tuple[Suggestion, ...]:
    """Return the suggestions of such values; raises KeyError, TypeError or ValueError for others."""
    return tuple(Suggestion(tuple(_relaxation(how) for how in row)) for row in rows)


def explanation_to_json(explanation: Explanation) -> Json:
    """Return a whole explanation as JSON values."""
    return {
        "outcome": explanation.outcome,
        "conflicts": findings_to_json(explanation.conflicts),
        "wishes": [asdict(wish) for wish in explanation.wishes],
        "is_minimal": explanation.is_minimal,
        "suggestions": suggestions_to_json(explanation.suggestions),
    }


def explanation_from_json(value: Json) -> Explanation:
    """Return the explanation of such values; raises KeyError, TypeError or ValueError for others."""
    return Explanation(
        Outcome(value["outcome"]),
        findings_from_json(value["conflicts"]),
        tuple(Wish(**wish) for wish in value["wishes"]),
        value["is_minimal"],
        suggestions_from_json(value["suggestions"]),
    )


def _relaxation(how: Json) -> Relaxation:
    code = how["code"]
    return Relaxation(**{**how, "kind": RelaxationKind(how["kind"]), "code": None if code is None else RuleCode(code)})
