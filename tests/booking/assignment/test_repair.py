"""The plan of a repair, on its own: who can be kept is kept, nobody is in two places, and the answer is always one."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.assignment.repair import Piece, fits, plan
from booking.slots.availability import Interval

STAFF = [UUID(int=number) for number in range(1, 5)]
AWAY = STAFF[0]
MORNING = datetime(2026, 11, 25, tzinfo=UTC)


@st.composite
def problems(draw):
    pieces = []
    for number in range(draw(st.integers(1, 5))):
        touched = draw(st.booleans())
        start = MORNING + timedelta(minutes=35 * number if touched else 20 * draw(st.integers(0, 8)))
        allowed = draw(st.frozensets(st.sampled_from(STAFF[1:])))
        who = AWAY if touched else draw(st.sampled_from(STAFF[1:]))
        busy = Interval(start, start + timedelta(minutes=35))
        if any(each.practitioner_id == who and _meet(each.busy, busy) for each in pieces):
            continue
        known = draw(st.frozensets(st.sampled_from(STAFF[1:])))
        pieces.append(Piece(UUID(int=100 + number), busy, who, allowed, known, touched))
    return pieces


def _meet(left: Interval, right: Interval) -> bool:
    return left.start < right.end and right.start < left.end


def _best_kept(pieces) -> int:
    def options(piece: Piece):
        return [None, *piece.allowed - {AWAY}] if piece.touched else [*{*piece.allowed, piece.practitioner_id}]

    best = 0
    for chosen in product(*(options(each) for each in pieces)):
        clash = any(
            chosen[i] is not None and chosen[i] == chosen[j] and _meet(pieces[i].busy, pieces[j].busy)
            for i in range(len(pieces))
            for j in range(i)
        )
        if not clash:
            best = max(best, sum(who is not None for who, each in zip(chosen, pieces, strict=True) if each.touched))
    return best


@settings(max_examples=60, deadline=None)
@given(problems(), st.randoms())
def test_as_many_are_kept_as_any_way_of_giving_them_could_keep(pieces, random):
    made = plan(pieces, {})
    touched = [each.id for each in pieces if each.touched]
    assert {*made.lost} | {each for each in touched if each in made.given} == {*touched}
    assert len(touched) - len(made.lost) == _best_kept(pieces)
    after = [(made.given.get(each.id, each.practitioner_id), each) for each in pieces if each.id not in made.lost]
    for number, (who, piece) in enumerate(after):
        assert who in piece.allowed or (not piece.touched and who == piece.practitioner_id)
        assert not any(who == other and _meet(piece.busy, each.busy) for other, each in after[:number])
    assert fits(pieces, made.given)
    shuffled = list(pieces)
    random.shuffle(shuffled)
    assert plan(shuffled, {}) == made


def test_what_puts_somebody_in_two_places_or_where_they_may_not_be_does_not_fit():
    busy = Interval(MORNING, MORNING + timedelta(minutes=35))
    b, c = STAFF[1], STAFF[2]
    lost = Piece(UUID(int=100), busy, AWAY, frozenset({b, c}), frozenset(), touched=True)
    in_the_way = Piece(UUID(int=101), busy, b, frozenset({b}), frozenset(), touched=False)
    assert fits([lost, in_the_way], {lost.id: c})
    assert fits([lost, in_the_way], {})
    assert not fits([lost, in_the_way], {lost.id: b})
    assert not fits([lost, in_the_way], {in_the_way.id: c})
    assert not fits([lost, in_the_way], {UUID(int=7): c})


def test_another_makes_room_only_when_that_keeps_more():
    busy = Interval(MORNING, MORNING + timedelta(minutes=35))
    b, c = STAFF[1], STAFF[2]
    lost = Piece(UUID(int=100), busy, AWAY, frozenset({b}), frozenset(), touched=True)
    in_the_way = Piece(UUID(int=101), busy, b, frozenset({b, c}), frozenset(), touched=False)
    assert plan([lost, in_the_way], {}).given == {lost.id: b, in_the_way.id: c}
    flexible = Piece(UUID(int=100), busy, AWAY, frozenset({b, c}), frozenset(), touched=True)
    assert plan([flexible, in_the_way], {}).given == {flexible.id: c}


def test_a_familiar_face_comes_before_a_light_load():
    busy = Interval(MORNING, MORNING + timedelta(minutes=35))
    b, c = STAFF[1], STAFF[2]
    one = Piece(UUID(int=100), busy, AWAY, frozenset({b, c}), frozenset({c}), touched=True)
    assert plan([one], {b: 0, c: 9}).given == {one.id: c}
    stranger = Piece(UUID(int=100), busy, AWAY, frozenset({b, c}), frozenset(), touched=True)
    assert plan([stranger], {b: 9, c: 0}).given == {stranger.id: c}
