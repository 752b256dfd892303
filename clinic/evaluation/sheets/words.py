"""The words on the sheets, Japanese first: the city's files are read in Japanese. Pure."""

from collections.abc import Mapping

from clinic.evaluation.reports.content import FigureView

MEASURES: Mapping[str, str] = {
    "notices": "通知を発出した回数",
    "registrations": "登録者数",
    "counselling": "利用者のべ人数",
    "satisfaction": "アプリユーザー満足度（5点満点の平均）",
    "image": "自治体の子育て環境のイメージが良化した人の割合",
    "phq9": "利用時PHQ-9が10点以上の人で、終了時に10点以下に下がった割合",
}
"""As the city's plan names them."""

BESIDE: Mapping[str, str] = {
    "phq9.below_10.complete": "参考：終了時に10点未満だった割合",
    "phq9.started_10_or_more": "開始時10点以上で終了した経過の数",
    "phq9.missing_ends": "うち終了時のPHQ-9がないもの",
    "counselling.people": "利用者の実人数",
}

WITHHELD = "非公開"
UNMEASURED: Mapping[str, str] = {"not_built": "測定していません", "no_cases": "該当なし"}
TOTAL = "合計"
WHOLE_PERIOD = "期間全体"
NOTE = "「非公開」は、少ない人数から個人が推測されないよう伏せた数です。0は0と表示します。"


def status(figure: FigureView) -> str:
    """Return why a figure has no value, or nothing."""
    if figure.withheld:
        return WITHHELD
    return UNMEASURED.get(figure.unmeasured or "", figure.unmeasured or "")
