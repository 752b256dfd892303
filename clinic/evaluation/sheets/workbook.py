"""A report as an Excel workbook with charts, A4 on paper. Pure."""

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from clinic.evaluation.reports.content import FigureView, MeasureView, ReportContent, TableView
from clinic.evaluation.sheets.words import BESIDE, MEASURES, NOTE, TOTAL, WHOLE_PERIOD, WITHHELD, status

A4 = 9
"""Excel's number of the paper."""

_MADE = datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None)
"""What the file says of its making: always the same, so that the same report gives the same bytes."""


def to_xlsx(content: ReportContent) -> bytes:
    """Return a report as a workbook: a sheet of measures with a chart each, one for each table, one of definitions.

    Texts are written as texts: nothing in the workbook is a formula.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _title(content), "created": _MADE})
    pen = _Pen(book)
    pen.measures(content)
    for number, table in enumerate(content.tables, start=1):
        pen.table(table, number)
    pen.definitions(content)
    book.close()
    return buffer.getvalue()


def _title(content: ReportContent) -> str:
    return f"{content.first_day:%Y年%-m月%-d日}から{content.last_day:%Y年%-m月%-d日}までの報告"


class _Pen:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._share = book.add_format({"num_format": "0.0%"})
        self._points = book.add_format({"num_format": "0.00"})
        self._count = book.add_format({"num_format": "#,##0"})

    def measures(self, content: ReportContent) -> None:
        """Write the six measures with target, interval and neighbours, and beside them their quarters as charts."""
        page = self._page("指標")
        page.write_string(0, 0, _title(content), self._bold)
        page.write_string(1, 0, f"{content.known_at:%Y-%m-%d %H:%M} UTC 時点　定義 {content.definitions_version}")
        page.write_string(2, 0, NOTE if content.audience == "city" else "運営者用（伏せた数はありません）")
        row = 4
        for column, text in enumerate(("指標", "期間", "値", "n", "下限（95％）", "上限（95％）", "目標", "備考")):
            page.write_string(row, column, text, self._head)
        for measure in content.measures:
            row = self._measure(page, row + 1, measure)
        page.set_column(0, 0, 46)
        page.set_column(1, 6, 11)
        page.set_column(7, 7, 20)

    def _measure(self, page: Any, row: int, measure: MeasureView) -> int:
        title = MEASURES.get(measure.code, measure.code)
        self._figure(page, row, title, WHOLE_PERIOD, measure.figure, measure.target)
        for beside in measure.neighbours:
            row += 1
            self._figure(page, row, f"　{BESIDE.get(beside.code, beside.code)}", WHOLE_PERIOD, beside.figure)
        first = row + 1
        for point in measure.quarters:
            row += 1
            target = None if measure.target_of_year else measure.target
            self._figure(page, row, f"　{title}", point.span, point.figure, target)
        if row > first:
            self._chart(page, title, first, row, measure)
        return row

    def _figure(
        self, page: Any, row: int, title: str, span: str, figure: FigureView, target: float | None = None
    ) -> None:
        form = {"share": self._share, "points": self._points}.get(figure.unit, self._count)
        page.write_string(row, 0, title)
        page.write_string(row, 1, span)
        for column, value in ((2, figure.value), (4, figure.low), (5, figure.high), (6, target)):
            if value is not None:
                page.write_number(row, column, value, form)
        if figure.n is not None:
            page.write_number(row, 3, figure.n, self._count)
        page.write_string(row, 7, status(figure))

    def _chart(self, page: Any, title: str, first: int, last: int, measure: MeasureView) -> None:
        chart = self._book.add_chart({"type": "column"})
        spans = ["指標", first, 1, last, 1]
        chart.add_series({"name": title, "categories": spans, "values": ["指標", first, 2, last, 2]})
        if not measure.target_of_year:
            line = self._book.add_chart({"type": "line"})
            line.add_series({"name": "目標", "categories": spans, "values": ["指標", first, 6, last, 6]})
            chart.combine(line)
        chart.set_title({"name": title, "name_font": {"size": 10}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"min": 0})
        chart.set_size({"width": 460, "height": 220})
        place = list(MEASURES).index(measure.code) if measure.code in MEASURES else 0
        page.insert_chart(4 + 12 * place, 9, chart)

    def table(self, table: TableView, number: int) -> None:
        """Write a table, spans down and categories across, with a chart of its innermost spans."""
        name = f"表{number}"
        page = self._page(name)
        page.write_string(0, 0, table.title.ja, self._bold)
        page.write_string(2, 0, "期間", self._head)
        columns = [*(category.code for category in table.categories), None]
        for column, text in enumerate([*(category.name.ja for category in table.categories), TOTAL], start=1):
            page.write_string(2, column, text, self._head)
        values = {(cell.span, cell.category): cell.value for cell in table.cells}
        for row, span in enumerate(table.spans, start=3):
            page.write_string(row, 0, span.name)
            for column, category in enumerate(columns, start=1):
                value = values[span.name, category]
                if value is None:
                    page.write_string(row, column, WITHHELD)
                else:
                    page.write_number(row, column, value, self._count)
        self._table_chart(page, table, name)
        page.set_column(0, len(columns), 12)

    def _table_chart(self, page: Any, table: TableView, name: str) -> None:
        parents = {span.within for span in table.spans}
        leaves = [row for row, span in enumerate(table.spans, start=3) if span.name not in parents]
        kind = {"type": "column", "subtype": "stacked"} if table.at_most == 1 else {"type": "column"}
        chart = self._book.add_chart(kind)
        for column, category in enumerate(table.categories, start=1):
            chart.add_series(
                {
                    "name": category.name.ja,
                    "categories": [name, leaves[0], 0, leaves[-1], 0],
                    "values": [name, leaves[0], column, leaves[-1], column],
                }
            )
        chart.set_title({"name": table.title.ja, "name_font": {"size": 10}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 720, "height": 320})
        page.insert_chart(5 + len(table.spans), 0, chart)

    def definitions(self, content: ReportContent) -> None:
        """Write what the figures mean, and in which words people were asked."""
        page = self._page("定義")
        for row, each in enumerate(content.definitions):
            page.write_string(row, 0, each.figure, self._wrap)
            page.write_string(row, 1, each.text.ja, self._wrap)
        row = len(content.definitions) + 1
        for column, text in enumerate(("質問票", "版", "文言", "文言の種類", "件数")):
            page.write_string(row, column, text, self._head)
        for place, wording in enumerate(content.wordings, start=row + 1):
            texts = (wording.questionnaire, wording.version, wording.text_id, wording.text_status)
            for column, text in enumerate(texts):
                page.write_string(place, column, text)
            page.write_number(place, 4, wording.forms, self._count)
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 80)

    def _page(self, name: str) -> Any:
        page = self._book.add_worksheet(name)
        page.set_paper(A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        return page
