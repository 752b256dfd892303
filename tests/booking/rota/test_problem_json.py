"""A problem as JSON: the same comes back, and the same input has the same hash."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from booking.rota.problem import Cover, Lock, Previous, Problem, Rule, Shift, Staff, Wish
from booking.rota.problem_json import input_hash, problem_from_json, problem_to_json, rota_from_json, rota_to_json


def problems() -> st.SearchStrategy[Problem]:
    rules = st.builds(Rule, weight=st.none() | st.integers(), params=st.dictionaries(st.text(), st.integers()))
    return st.builds(
        Problem,
        first=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        shifts=_few(st.builds(Shift)),
        staff=_few(st.from_type(Staff)),
        cover=_few(st.from_type(Cover)),
        rules=_few(rules),
        wishes=_few(st.from_type(Wish)),
        locks=_few(st.from_type(Lock)),
        previous=st.none() | st.from_type(Previous),
        spans=st.dictionaries(st.tuples(st.integers(), st.text()), st.tuples(st.integers(), st.integers()), max_size=3),
    )


def _few(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


@given(problems())
def test_a_problem_comes_back_from_json_as_it_was(problem: Problem) -> None:
    text = json.dumps(problem_to_json(problem))
    again = problem_from_json(json.loads(text))
    assert again == problem
    assert input_hash(again) == input_hash(problem)
    if problem.previous is not None:
        assert rota_from_json(rota_to_json(problem.previous.rota)) == problem.previous.rota


@given(problems())
def test_another_input_has_another_hash(problem: Problem) -> None:
    assert input_hash(replace(problem, days=problem.days + 1)) != input_hash(problem)
