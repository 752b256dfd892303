"""The month goes out to a spreadsheet and comes in again whole, or not at all."""

import contextlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from booking.rota.sheets import Sheet, SheetChange, SheetRow, changes_in, dates_of, to_csv, to_xlsx
from core.errors import Invalid

DATES = dates_of(date(2027, 5, 1), 31)
ROWS = (SheetRow("p1", "佐藤 花子", "助産師"), SheetRow("p2", "=1+1", "医師"))
COLOURS = {"D": 0, "N": 1, "1": 2, "夜": 3}


def sheet(cells: dict[Any, str] | None = None) -> Sheet:
    return Sheet(DATES, ROWS, COLOURS, cells or {}, frozenset({DATES[2]}))


FILLED = sheet({("p1", DATES[0]): "D", ("p1", DATES[1]): "1", ("p2", DATES[30]): "夜"})
WHOLE = to_xlsx(FILLED, "x")
cells = st.dictionaries(
    st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from(DATES)), st.sampled_from(sorted(COLOURS)), max_size=20
)


def written(of: Sheet, form: str) -> bytes:
    return to_csv(of) if form == "csv" else to_xlsx(of, "2027年5月")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(deadline=None, max_examples=20)
@given(before=cells, after=cells)
def test_a_sheet_read_back_gives_exactly_what_was_changed(form: str, before: Any, after: Any) -> None:
    found = changes_in(written(sheet(after), form), sheet(before))
    changed = {(each.id, each.date): each.code for each in found}
    assert changed == {
        cell: after.get(cell) for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)
    }


def test_excel_in_japan_reads_the_csv() -> None:
    assert to_csv(FILLED).startswith(b"\xef\xbb\xbf")


def test_a_csv_that_excel_saved_in_its_own_way_is_read() -> None:
    text = to_csv(FILLED).decode("utf-8-sig").replace("2027-05-0", "2027/5/").replace("2027-05-", "2027/5/")
    assert changes_in(text.encode("cp932"), FILLED) == ()


def test_full_width_letters_are_the_plain_codes() -> None:
    text = to_csv(FILLED).decode("utf-8-sig").replace(",D,", ",Ｎ,", 1)
    assert changes_in(text.encode(), FILLED) == (SheetChange("p1", DATES[0], "N"),)


def test_people_who_are_left_out_stay_as_they_are() -> None:
    lines = to_csv(FILLED).decode("utf-8-sig").splitlines()
    assert changes_in("\n".join(lines[:2]).encode(), FILLED) == ()


def test_a_name_never_becomes_a_formula() -> None:
    page = load_workbook(io.BytesIO(to_xlsx(FILLED, "x"))).worksheets[0]
    assert page["B3"].data_type == "s"
    assert ",'=1+1," in to_csv(FILLED).decode("utf-8-sig") or "'=1+1" in to_csv(FILLED).decode("utf-8-sig")


def refused(data: bytes) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Invalid) as raised:
        changes_in(data, FILLED)
    return raised.value.code, raised.value.params


@pytest.mark.parametrize(
    ("was", "becomes", "code", "params"),
    [
        ("id,name", "name,id", "rota.sheet_columns", {"column": 1}),
        ("2027-05-01", "2027-06-01", "rota.sheet_columns", {"column": 4}),
        ("2027-05-31", "2027-05-31,2027-06-01", "rota.sheet_columns", {"column": 35}),
        ("2027-05-02", "2027-13-02", "rota.sheet_columns", {"column": 5}),
        ("p1,", "p9,", "rota.sheet_person", {"row": 2}),
        ("p2,", "p1,", "rota.sheet_person_twice", {"row": 3}),
        (",D,", ",X,", "rota.sheet_code", {"row": 2, "column": 4}),
        (",D,", ",=A1,", "rota.sheet_formula", {"row": 2, "column": 4}),
        (",D,", ',"D,', "rota.sheet_unreadable", {}),
    ],
)
def test_a_sheet_that_does_not_fit_says_where(was: str, becomes: str, code: str, params: dict[str, int]) -> None:
    text = to_csv(FILLED).decode("utf-8-sig").replace(was, becomes, 1)
    assert refused(text.encode()) == (code, params)


def test_a_formula_in_a_workbook_is_refused() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(FILLED, "x")))
    book.worksheets[0]["D2"] = "=D3"
    out = io.BytesIO()
    book.save(out)
    assert refused(out.getvalue()) == ("rota.sheet_formula", {"row": 2, "column": 4})


def test_a_code_that_could_begin_a_formula_is_text_in_a_file_and_comes_back_as_it_was() -> None:
    page = replace(FILLED, colours={"=A1": 0, "+": 1}, cells={(FILLED.rows[0].id, FILLED.dates[0]): "=A1"})
    assert "'=A1" in to_csv(page).decode("utf-8-sig")
    assert changes_in(to_csv(page), page) == ()
    data = to_xlsx(page, "x")
    assert load_workbook(io.BytesIO(data)).worksheets[0]["D2"].data_type == "s"
    assert changes_in(data, page) == ()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_files_that_would_fill_the_memory_are_refused() -> None:
    assert refused(b"," * 2_000_001)[0] == "rota.sheet_too_large"
    assert refused(b"\n" * 600)[0] in {"rota.sheet_columns", "rota.sheet_too_large"}
    assert refused(packed({"xl/workbook.xml": b"0" * 30_000_000}))[0] == "rota.sheet_too_large"
    assert refused(packed({f"{name}.xml": b"" for name in range(200)}))[0] == "rota.sheet_too_large"


@pytest.mark.parametrize(
    ("name", "end", "tag"),
    [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="3"/>'),
        ("xl/worksheets/sheet1.xml", b"</row>", b"<c/>"),
    ],
)
def test_a_small_file_of_very_many_tags_is_refused_before_it_is_read(name: str, end: bytes, tag: bytes) -> None:
    parts = unpacked(to_xlsx(FILLED, "x"))
    parts[name] = parts[name].replace(end, tag * 300_000 + end, 1)
    data = packed(parts)
    assert len(data) < 100_000
    assert refused(data)[0] == "rota.sheet_too_large"


def test_a_workbook_with_entities_is_refused() -> None:
    parts = unpacked(to_xlsx(FILLED, "x"))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts[name]
    assert refused(packed(parts))[0] == "rota.sheet_unreadable"


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_fails_otherwise(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(2, len(whole) - 1), min_size=1, max_size=20)):
        whole[at] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(2, len(whole)))
    with contextlib.suppress(Invalid):
        changes_in(bytes(whole[:cut]), FILLED)
