import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from people.persons.telephones import normalise

SEPARATORS = st.sampled_from(["", " ", "-", "‐", "–", "—", "−", "ー", "-", "　", ".", ") "])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("090-1234-5678", "09012345678"),
        ("０９０ー１２３４ー５６７８", "09012345678"),
        ("(03) 1234 5678", "0312345678"),
        ("+81 90-1234-5678", "09012345678"),
        ("+81 (0)90 1234 5678", "09012345678"),
        ("0120-279-338", "0120279338"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_written(written: str, kept: str) -> None:
    assert normalise(written) == kept


@pytest.mark.parametrize(
    "written", ["", "119", "110", "#8000", "090", "0901234567890", "00-1234-5678", "090-1234-567x", "+0 12345678"]
)
def test_what_cannot_be_rung_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise(written)
    assert refusal.value.code == "people.telephone_invalid"


@given(st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True), st.data())
def test_separators_make_no_difference(digits: str, data: st.DataObject) -> None:
    assert normalise("".join(digit + data.draw(SEPARATORS) for digit in digits)) == digits


@given(st.text())
def test_any_text_is_a_number_that_stays_the_same_or_refused(text: str) -> None:
    try:
        number = normalise(text)
    except Invalid:
        return
    assert normalise(number) == number
    assert number.removeprefix("+").isascii()
    assert number.removeprefix("+").isdigit()
