import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.assignment.policy import Wishes, anyone, named
from core.ids import new_id
from people.practitioners.kinds import Gender


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


@given(st.lists(st.uuids(), min_size=1, unique=True), st.data())
def test_who_wants_a_familiar_face_gets_one_whenever_one_is_free(free, data):
    load = {each: data.draw(st.integers(0, 5)) for each in free}
    known = data.draw(st.frozensets(st.sampled_from(free)))
    chosen = anyone(len(free), free, load, known)
    among = known or free
    assert chosen.practitioner_id in among
    assert load[chosen.practitioner_id] == min(load[each] for each in among)
    codes = [reason["code"] for reason in chosen.assignment["reasons"]]
    assert ("knows_person" in codes) is bool(known)


@given(
    st.builds(Wishes, st.sampled_from([None, "ja", "en"]), st.sampled_from([None, *Gender]), st.booleans()),
)
def test_wishes_are_read_from_a_claim_as_they_were_written(wishes):
    kept = wishes.kept_in({"policy": "named", "reasons": []})
    assert Wishes.of(kept) == wishes
    assert kept["policy"] == "named"


def test_a_wish_is_kept_and_never_traded_away():
    assert Wishes(language="en").admits(["ja", "en"], None)
    assert not Wishes(language="en").admits(["ja"], None)
    assert not Wishes(gender=Gender.FEMALE).admits(["ja"], None)
    assert Wishes().admits([], None)
