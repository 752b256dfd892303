import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.assignment.policy import anyone, named
from core.ids import new_id


@given(st.lists(st.uuids(), min_size=1, unique=True), st.randoms(), st.data())
def test_anyone_is_one_of_the_least_loaded_whatever_the_order(free, random, data):
    load = {each: data.draw(st.integers(0, 5)) for each in free}
    choice = anyone(len(free), free, load)
    shuffled = list(free)
    random.shuffle(shuffled)
    assert anyone(len(free), shuffled, load) == choice
    assert load[choice.practitioner_id] == min(load.values())


def test_equals_are_told_apart_by_who_is_here_longest_and_the_reasons_are_said():
    first, second = new_id(), new_id()
    choice = anyone(3, [second, first], {})
    assert choice.practitioner_id == first
    assert choice.assignment == {
        "policy": "fair_load",
        "reasons": [
            {"code": "on_schedule", "count": 3},
            {"code": "free", "count": 2},
            {"code": "fewest_appointments", "appointments": 0, "weeks": 4},
            {"code": "longest_here", "count": 2},
        ],
    }


def test_somebody_named_needs_no_reasons():
    somebody = new_id()
    assert named(somebody).assignment == {"policy": "named", "reasons": []}


def test_there_is_nobody_to_choose_from_nobody():
    with pytest.raises(ValueError, match="nobody"):
        anyone(1, [], {})
