"""A report as one CSV: a line for each number, so that any program can sort and sum them. Pure."""

from collections.abc import Iterator

from clinic.evaluation.reports.content import FigureView, ReportContent
from clinic.evaluation.sheets.words import BESIDE, MEASURES, TOTAL, WHOLE_PERIOD, WITHHELD, status
from core import spreadsheets

HEAD = ("表", "コード", "期間", "区分コード", "区分", "値", "n", "下限（95％）", "上限（95％）", "備考")

Line = tuple[str, str, str, str, str, float | None, int | None, float | None, float | None, str]


def to_csv(content: ReportContent) -> bytes:
    """Return a report as CSV."""
    return spreadsheets.to_csv([HEAD, *_lines(content)])


def _lines(content: ReportContent) -> Iterator[Line]:
    for measure in content.measures:
        title = MEASURES.get(measure.code, measure.code)
        yield _figure(title, measure.code, WHOLE_PERIOD, measure.figure)
        for beside in measure.neighbours:
            yield _figure(BESIDE.get(beside.code, beside.code), beside.code, WHOLE_PERIOD, beside.figure)
        for point in measure.quarters:
            yield _figure(title, measure.code, point.span, point.figure)
            for beside in point.neighbours:
                yield _figure(BESIDE.get(beside.code, beside.code), beside.code, point.span, beside.figure)
    for table in content.tables:
        names = {category.code: category.name.ja for category in table.categories}
        for cell in table.cells:
            name = TOTAL if cell.category is None else names[cell.category]
            note = WITHHELD if cell.value is None else ""
            yield table.title.ja, table.name, cell.span, cell.category or "", name, cell.value, None, None, None, note
    for each in content.wordings:
        # What was asked, and in which words, behind the scores above.
        version = f"{each.version} / {each.text_id} / {each.text_status}"
        yield "質問票", each.questionnaire, WHOLE_PERIOD, each.text_id, version, each.forms, None, None, None, ""
    yield "定義", "definitions_version", WHOLE_PERIOD, "", content.definitions_version, None, None, None, None, ""


def _figure(title: str, code: str, span: str, figure: FigureView) -> Line:
    return title, code, span, "", "", figure.value, figure.n, figure.low, figure.high, status(figure)
