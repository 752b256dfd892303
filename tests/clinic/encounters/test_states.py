"""The pure state machines, by properties."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.encounters.arrival import OPEN_AFTER, OPENS_BEFORE, check_arrival
from clinic.encounters.states import EncounterState, admitted, finished, may_call, may_write, put_back
from core.errors import Conflict, DomainError

_ORDER = [EncounterState.ARRIVED, EncounterState.IN_PROGRESS, EncounterState.FINISHED]


_STEPS: dict[Callable[[EncounterState], EncounterState], dict[EncounterState, EncounterState | str]] = {
    admitted: {
        EncounterState.ARRIVED: EncounterState.IN_PROGRESS,
        EncounterState.IN_PROGRESS: EncounterState.IN_PROGRESS,
        EncounterState.FINISHED: "encounters.finished",
    },
    put_back: {
        EncounterState.ARRIVED: EncounterState.ARRIVED,
        EncounterState.IN_PROGRESS: EncounterState.ARRIVED,
        EncounterState.FINISHED: "encounters.finished",
    },
    finished: {
        EncounterState.ARRIVED: "encounters.not_admitted",
        EncounterState.IN_PROGRESS: EncounterState.FINISHED,
        EncounterState.FINISHED: EncounterState.FINISHED,
    },
}


@pytest.mark.parametrize("state", _ORDER)
@pytest.mark.parametrize("step", _STEPS, ids=lambda step: step.__name__)
def test_each_step_leads_where_it_should_from_each_state_or_is_refused(
    step: Callable[[EncounterState], EncounterState], state: EncounterState
) -> None:
    expected = _STEPS[step][state]
    if isinstance(expected, EncounterState):
        assert step(state) is expected
        return
    with pytest.raises(Conflict, match=expected):
        step(state)


@given(st.sampled_from(_ORDER), st.lists(st.sampled_from([admitted, finished]), max_size=6))
def test_an_encounter_goes_back_by_being_put_back_only(
    state: EncounterState, steps: list[Callable[[EncounterState], EncounterState]]
) -> None:
    for step in steps:
        try:
            following = step(state)
        except Conflict:
            continue
        assert _ORDER.index(following) in {_ORDER.index(state), _ORDER.index(state) + 1}
        state = following


@given(st.sampled_from(_ORDER))
def test_whoever_may_call_may_also_write(state: EncounterState) -> None:
    try:
        may_call(state)
    except Conflict:
        return
    may_write(state)


def test_nobody_is_heard_before_admission_nor_after_the_end() -> None:
    for state, code in (
        (EncounterState.ARRIVED, "encounters.not_admitted"),
        (EncounterState.FINISHED, "encounters.finished"),
    ):
        with pytest.raises(Conflict, match=code):
            may_call(state)


_START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@given(st.integers(-200_000, 200_000), st.integers(5, 240))
def test_the_waiting_room_is_open_in_one_stretch_around_the_appointment(seconds: int, minutes: int) -> None:
    ends = _START + timedelta(minutes=minutes)
    now = _START + timedelta(seconds=seconds)
    try:
        check_arrival(now, _START, ends)
        is_open = True
    except DomainError:
        is_open = False
    assert is_open == (_START - OPENS_BEFORE <= now <= ends + OPEN_AFTER)
