"""Reports as files: what stands in them, and what no spreadsheet may take for a formula."""

import csv
import io
import zipfile

from openpyxl import load_workbook

from clinic.evaluation.reports.city import for_the_city, pattern_of
from clinic.evaluation.reports.whole import whole_report
from clinic.evaluation.sheets.csv_sheet import to_csv
from clinic.evaluation.sheets.workbook import to_xlsx
from tests.clinic.evaluation.reports.make import make_inputs

CONTENT = whole_report(make_inputs())


def test_csv_has_a_line_for_each_number_in_utf_8_with_a_mark() -> None:
    written = to_csv(CONTENT)
    assert written.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    total = [line for line in lines if line[1] == "registrations_by_stage" and line[2] == "2026" and not line[3]]
    assert [line[5] for line in total] == ["60"]
    assert sum(line[1] == "phq9" for line in lines) == 5


def test_no_cell_begins_a_formula() -> None:
    """A service of that name would otherwise be reckoned by whoever opens the file."""
    lines = list(csv.reader(io.StringIO(to_csv(CONTENT).decode("utf-8-sig"))))
    assert any(cell == "'=1+1" for line in lines for cell in line)
    assert not any(cell[:1] in {"=", "+", "-", "@"} for line in lines for cell in line if cell)
    book = load_workbook(io.BytesIO(to_xlsx(CONTENT)))
    assert not any(cell.data_type == "f" for page in book for row in page for cell in row)


def test_the_workbook_has_charts_and_the_same_bytes_each_time() -> None:
    written = to_xlsx(CONTENT)
    assert written == to_xlsx(CONTENT)
    names = zipfile.ZipFile(io.BytesIO(written)).namelist()
    assert sum(name.startswith("xl/charts/chart") for name in names) == 6 + len(CONTENT.tables)


def test_the_citys_file_says_what_is_withheld() -> None:
    city = for_the_city(CONTENT, 5, pattern_of(CONTENT, 5, []).shown)
    book = load_workbook(io.BytesIO(to_xlsx(city)))
    assert any(cell.value == "非公開" for page in book for row in page for cell in row)
    lines = list(csv.reader(io.StringIO(to_csv(city).decode("utf-8-sig"))))
    assert all(line[5] == "" for line in lines if line[9] == "非公開")
