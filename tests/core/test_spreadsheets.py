"""CSV that a spreadsheet reads as it is meant."""

import csv
import io

import pytest

from core import spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_text_that_could_begin_a_formula_is_no_formula(text: str) -> None:
    assert spreadsheets.harmless(text) == f"'{text}"


def test_numbers_stay_numbers_and_texts_come_back_as_they_were() -> None:
    written = spreadsheets.to_csv([("質問", "値"), ('と"ても,よい\n', -1.5), ("", None), ("=A1", 0)])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode(spreadsheets.ENCODING), newline="")))
    assert rows == [["質問", "値"], ['と"ても,よい\n', "-1.5"], ["", ""], ["'=A1", "0"]]
