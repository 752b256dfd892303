"""What was explained is the same after it was stored and read."""

import json

import pytest

from booking.rota.explaining import explain
from booking.rota.explaining.stored import explanation_from_json, explanation_to_json
from booking.rota.problem import Problem, Wish
from tests.booking.rota.explaining.test_explain import ALL_AWAY, LOCKED, TOO_FEW_NIGHTS, TWO_CONFLICTS


@pytest.mark.parametrize("which", [ALL_AWAY, TOO_FEW_NIGHTS, LOCKED, TWO_CONFLICTS])
def test_conflicts_and_suggestions_survive_their_way_through_json(which: Problem) -> None:
    found = explain(which, seconds=60, suggest_seconds=60)
    assert explanation_from_json(json.loads(json.dumps(explanation_to_json(found)))) == found


def test_wishes_survive_too() -> None:
    found = explain(ALL_AWAY, [Wish("a", 3, None, on=True, weight=10)], seconds=60)
    assert explanation_from_json(json.loads(json.dumps(explanation_to_json(found)))) == found
