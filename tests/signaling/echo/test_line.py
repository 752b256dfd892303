"""Who is next at the echo."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Unavailable
from signaling.echo.line import Line, Move


def test_who_comes_first_has_the_seat_and_the_others_move_up_as_it_is_left() -> None:
    line = Line(seats=1, waiting=5)
    assert [line.ask(name, uuid4()) for name in "abcd"] == [0, 1, 2, 3]
    assert line.ask("c", uuid4()) == 2
    assert line.leave("c") == [Move("d", 2)]
    assert line.leave("a") == [Move("b", 0), Move("d", 1)]
    assert line.leave("a") == []
    assert line.leave("d") == []
    assert [line.position(name) for name in "abcd"] == [None, 0, None, None]


def test_nobody_joins_a_full_line_and_whoever_has_a_place_keeps_it() -> None:
    line = Line(seats=1, waiting=1)
    line.ask("a", uuid4())
    line.ask("b", uuid4())
    with pytest.raises(Unavailable, match=r"echo.busy"):
        line.ask("c", uuid4())
    assert line.ask("b", uuid4()) == 1


def test_without_seats_there_is_no_line() -> None:
    with pytest.raises(Unavailable, match=r"echo.off"):
        Line(seats=0, waiting=5).ask("a", uuid4())


@given(st.integers(1, 3), st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=60))
def test_seats_are_never_exceeded_nor_empty_while_somebody_waits(seats: int, steps: list[tuple[bool, int]]) -> None:
    line = Line(seats, waiting=20)
    known: dict[str, int] = {}
    for comes, who in steps:
        sid = str(who)
        if comes:
            known[sid] = line.ask(sid, UUID(int=who))
        else:
            known.pop(sid, None)
            known |= {move.sid: move.position for move in line.leave(sid)}
        # What each was told is how it stands.
        assert known == {sid: line.position(sid) for sid in line.all()}
        positions = sorted(known.values())
        seated = min(seats, len(positions))
        assert positions == [0] * seated + list(range(1, len(positions) - seated + 1))
