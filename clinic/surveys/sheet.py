"""The counted answers to a survey as CSV: a line for each number. Pure."""

from collections.abc import Iterator

from clinic.surveys.views import QuestionResult, ResultsOut
from core import spreadsheets

HEAD = ("質問コード", "質問", "項目", "回答", "値", "備考")
_ANSWERED, _MEAN, _COUNT = "回答数", "平均", "件数"

Line = tuple[str, str, str, str, int | float | None, str]


def to_csv(results: ResultsOut) -> bytes:
    """Return results as CSV."""
    return spreadsheets.to_csv([HEAD, *_lines(results)])


def _lines(results: ResultsOut) -> Iterator[Line]:
    withheld = f"{results.threshold}未満は表示しません"
    yield "", results.title.ja, "版", "", results.version, ""
    note = f"回答は{results.together}件ずつまとめて集計に入ります"
    yield "", "", "答えた人", "", results.completed, withheld if results.completed is None else note
    yield "", "", "答えなかった人", "", results.skipped, withheld if results.skipped is None else ""
    for question in results.questions:
        yield from _of(question, withheld)


def _of(question: QuestionResult, withheld: str) -> Iterator[Line]:
    code, words = question.link_id, question.words.ja
    yield code, words, _ANSWERED, "", question.answered, withheld if question.answered is None else ""
    if question.mean is not None:
        yield code, words, _MEAN, "", question.mean, ""
    for option in question.options:
        yield code, words, _COUNT, option.words.ja, option.count, withheld if option.count is None else ""
