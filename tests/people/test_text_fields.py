import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.text_fields import one_line


@pytest.mark.parametrize("name", ["はな", "山田 花子", "Hana-Maria O'Neil", "が", "👶", "José"])
def test_names_of_every_kind_are_taken(name: str) -> None:
    assert one_line(name)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "a\nb", "a\u0000", "\u202eadmin", "a\u2028b", "\u0301"])
def test_what_hides_reorders_or_breaks_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        one_line(text)


@given(st.text())
def test_what_is_taken_stays_as_it_is(text: str) -> None:
    try:
        taken = one_line(text)
    except ValueError:
        return
    assert one_line(taken) == taken
    assert "\x00" not in taken
