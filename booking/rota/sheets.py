"""A month of the rota as a sheet, XLSX or CSV, out and in again. Pure.

A sheet has one row a person (id, name, role, then a column for each date) and shift codes in its cells. Reading is
strict, since the file comes from outside: nothing is taken unless all of it is understood.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import ParseError

from core import spreadsheets
from core.errors import Invalid

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 100
MOST_TAGS = 250_000
MOST_ROWS = 500
FIXED = ("id", "name", "role")
"""The columns before the dates, as their headers say."""

COLOURS = ("E8F1FE", "E6F5EC", "FFF0E0", "F5ECFE", "FFE8F3", "E9F7F9", "FFF5CC", "F0F0F0")
"""Fills for the eight colours of shifts, light enough for black letters; the code is always in the cell too."""
WEEKEND = "F2F2F2"
"""The fill of Saturdays, Sundays and holidays."""

Cell = tuple[str, date]
"""A person's id and a date."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person on the sheet; name and role are only there to be read by people."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet: people by dates, with the codes of their shifts; a cell that is absent is a day off.

    `colours` are the codes that may be used, each with its colour (0 to 7); `rest_days` are the dates to be shaded.
    """

    dates: tuple[date, ...]
    rows: tuple[SheetRow, ...]
    colours: Mapping[str, int]
    cells: Mapping[Cell, str]
    rest_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A cell that is to hold another code, or None for a day off."""

    id: str
    date: date
    code: str | None


def dates_of(first: date, days: int) -> tuple[date, ...]:
    """Return so many dates from the first one on."""
    return tuple(first + timedelta(day) for day in range(days))


def to_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV."""
    days = [day.isoformat() for day in sheet.dates]
    people = (
        [row.id, row.name, row.role, *(sheet.cells.get((row.id, day)) for day in sheet.dates)] for row in sheet.rows
    )
    return spreadsheets.to_csv([[*FIXED, *days], *people])


def to_xlsx(sheet: Sheet, title: str) -> bytes:
    """Return the sheet as an Excel file with one worksheet of that title (at most 31 characters)."""
    # It takes a third of a second to load, and few processes ever read or write a workbook.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    book = Workbook()
    page = book.active
    if page is None:  # pragma: no cover  # a new workbook always has its first worksheet
        page = book.create_sheet()
    page.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    page.append([*FIXED, *sheet.dates])
    for row in sheet.rows:
        page.append([row.id, "", "", *(sheet.cells.get((row.id, day)) for day in sheet.dates)])
        at = page.max_row
        for column, text in ((2, row.name), (3, row.role)):
            cell = page.cell(at, column)
            cell.value, cell.data_type = text, "s"
    fills = [PatternFill("solid", start_color=colour) for colour in COLOURS]
    rest = PatternFill("solid", start_color=WEEKEND)
    for column, day in enumerate(sheet.dates, start=len(FIXED) + 1):
        head = page.cell(1, column)
        head.number_format = "d"
        page.column_dimensions[get_column_letter(column)].width = 5
        for at, row in enumerate(sheet.rows, start=2):
            cell = page.cell(at, column)
            code = sheet.cells.get((row.id, day))
            cell.alignment = Alignment(horizontal="center")
            # A code is text also where it could be read as a number or a formula.
            if code is not None:
                cell.data_type = "s"
                cell.fill = fills[sheet.colours[code] % len(fills)]
            elif day in sheet.rest_days:
                cell.fill = rest
    for head in page[1]:
        head.font = Font(bold=True)
        head.alignment = Alignment(horizontal="center")
    page.column_dimensions["A"].hidden = True
    page.column_dimensions["B"].width = 18
    page.freeze_panes = page.cell(2, len(FIXED) + 1)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changes_in(data: bytes, sheet: Sheet) -> tuple[SheetChange, ...]:
    """Return what a filled-in sheet changes, by the order of rows and dates; people who are left out stay as they are.

    Raises Invalid: "rota.sheet_too_large"; "rota.sheet_unreadable" where it is neither XLSX nor CSV;
    "rota.sheet_columns" where the header is not that of this month (`column` from 1); "rota.sheet_person" for an
    unknown person and "rota.sheet_person_twice" (`row`); "rota.sheet_code" for an unknown code and
    "rota.sheet_formula" for a formula (`row`, `column`).
    """
    if len(data) > MOST_BYTES:
        raise _too_large()
    rows = _xlsx_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    width = len(FIXED) + len(sheet.dates)
    changes: list[SheetChange] = []
    seen: set[str] = set()
    known = {row.id for row in sheet.rows}
    is_headed = False
    for at, values in enumerate(rows, start=1):
        if at > MOST_ROWS:
            raise _too_large()
        if not is_headed:
            _check_header(values, sheet.dates)
            is_headed = True
            continue
        texts = [_text(value) for value in values]
        if not any(texts):
            continue
        extra = next((column for column, text in enumerate(texts, start=1) if column > width and text), None)
        if extra is not None:
            raise _columns(extra)
        who = texts[0]
        if who not in known:
            raise Invalid("rota.sheet_person", "A row is of nobody on this rota.", row=at)
        if who in seen:
            raise Invalid("rota.sheet_person_twice", "A person has two rows.", row=at)
        seen.add(who)
        changes += _row_changes(sheet, at, who, texts)
    if not is_headed:
        raise _columns(1)
    return tuple(changes)


def _row_changes(sheet: Sheet, at: int, who: str, texts: Sequence[str]) -> Iterator[SheetChange]:
    for column, day in enumerate(sheet.dates, start=len(FIXED)):
        code = texts[column] if column < len(texts) else ""
        if code.startswith("'") and code not in sheet.colours and code[1:] in sheet.colours:
            # As to_csv wrote it.
            code = code[1:]
        if code and code not in sheet.colours:
            if code.startswith("="):
                raise Invalid("rota.sheet_formula", "A cell holds a formula.", row=at, column=column + 1)
            raise Invalid("rota.sheet_code", "A cell holds a code that no shift has.", row=at, column=column + 1)
        if (code or None) != sheet.cells.get((who, day)):
            yield SheetChange(who, day, code or None)


def _check_header(values: Sequence[object], dates: Sequence[date]) -> None:
    wanted = (*FIXED, *dates)
    for column, want in enumerate(wanted):
        value = values[column] if column < len(values) else None
        got = _date(value) if isinstance(want, date) else _text(value)
        if got != want:
            raise _columns(column + 1)
    if any(_text(value) for value in values[len(wanted) :]):
        raise _columns(len(wanted) + 1)


def _date(value: object) -> date | None:
    """Return a header's date, also as Excel writes it into CSV (2027/5/1); None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", _text(value))
    if parts is None:
        return None
    try:
        return date(*map(int, parts.groups()))
    except ValueError:
        return None


def _text(value: object) -> str:
    """Return a cell's text: full-width letters as the plain ones, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _csv_rows(data: bytes) -> Iterable[Sequence[object]]:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            break
    raise _unreadable()


def _xlsx_rows(data: bytes) -> Iterable[Sequence[object]]:
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise _too_large()
            texts = [parts.read(info) for info in infos]
            # Excel writes no document types; entities in one could grow without bound.
            if any(b"<!DOCTYPE" in text for text in texts):
                raise _unreadable()
            # What reading costs goes by the tags: a few bytes packed can be millions of them.
            if sum(text.count(b"<") for text in texts) > MOST_TAGS:
                raise _too_large()
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        page = book.worksheets[0]
        rows = [list(row) for row in page.iter_rows(max_row=MOST_ROWS + 1, max_col=100, values_only=True)]
        book.close()
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        # openpyxl has no error of its own for most files that only look like a workbook.
        raise _unreadable() from error
    return rows


def _columns(column: int) -> Invalid:
    return Invalid("rota.sheet_columns", "The columns are not those of this month.", column=column)


def _too_large() -> Invalid:
    return Invalid("rota.sheet_too_large", "The file is larger than a month can be.")


def _unreadable() -> Invalid:
    return Invalid("rota.sheet_unreadable", "The file is no Excel workbook and no CSV text.")
