"""Plans of faults: seeded, complete, and over before their end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.nemesis import ONE_NODE, SEVERAL_NODES, plan

seeds = st.integers(0, 10**6)


@given(seeds, st.sampled_from([SEVERAL_NODES, ONE_NODE]))
def test_every_kind_comes_and_all_are_over_before_the_end(seed: int, kinds: tuple) -> None:
    faults = plan(seed, 60, kinds, longest=3)
    assert {fault.kind for fault in faults} == set(kinds)
    assert all(fault.at >= 0 and fault.ends < 60 for fault in faults)
    assert faults == sorted(faults, key=lambda fault: fault.at)


@given(seeds)
def test_at_one_place_there_is_one_fault_at_a_time(seed: int) -> None:
    faults = plan(seed, 60, SEVERAL_NODES, longest=3)
    for place in {fault.place for fault in faults}:
        there = [fault for fault in faults if fault.place == place]
        assert all(one.ends < other.at for one, other in pairwise(there))


@given(seeds)
def test_the_lengths_that_are_asked_for_are_there(seed: int) -> None:
    faults = plan(seed, 300, SEVERAL_NODES, longest=3, set_lengths={"redis down": (5, 60)})
    assert {5, 60} <= {fault.seconds for fault in faults if fault.kind == "redis down"}


def test_a_seed_gives_its_plan_again() -> None:
    assert plan(7, 60, SEVERAL_NODES, longest=3) == plan(7, 60, SEVERAL_NODES, longest=3)
    assert plan(7, 60, SEVERAL_NODES, longest=3) != plan(8, 60, SEVERAL_NODES, longest=3)


def test_too_short_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        plan(1, 5, SEVERAL_NODES, longest=3)
