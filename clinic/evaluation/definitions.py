"""What each figure means, in both languages; given with the figures so that they are read rightly."""

from core.model import LocalText, Model


class Definition(Model):
    """The meaning of a figure."""

    figure: str
    text: LocalText


def _define(figure: str, ja: str, en: str) -> Definition:
    return Definition(figure=figure, text=LocalText(ja=ja, en=en))


VERSION = "2026-11"

DEFINITIONS = (
    _define(
        "registrations",
        "期間内に登録した人の数と、期間の末日までに登録した人の累計。",
        "People who registered in the period, and all who registered up to its last day.",
    ),
    _define(
        "consultations",
        "期間内に入室が認められた相談の件数（のべ）と、相談した人の実数。サービスごと。",
        "Consultations whose person was admitted in the period, and the distinct people, by service.",
    ),
    _define(
        "phq9.started_10_or_more",
        "期間内に終了したカウンセリングのうち、開始時のPHQ-9が10点以上のもの。1回の経過（開始から終了まで）を1件と数える。",
        "Courses of counselling closed in the period whose PHQ-9 at the start was 10 or more; each course counts once.",
    ),
    _define(
        "phq9.pairs",
        "そのうち、終了時のPHQ-9もあり、開始時と14日以上離れているもの。割合の分母。",
        "Of these, those with a PHQ-9 at the end, 14 days or more after the start. The shares are of these.",
    ),
    _define(
        "phq9.share_10_or_fewer",
        "市の指標：終了時に10点以下だった割合。10点のままでも達成に数える。",
        "The city's measure: the share with 10 or fewer at the end. Staying at 10 counts as reached.",
    ),
    _define(
        "phq9.share_below_10",
        "参考：終了時に10点未満だった割合。",
        "Beside it: the share below 10 at the end.",
    ),
    _define(
        "phq9.missing_ends",
        "開始時が10点以上で、終了時のPHQ-9がないもの。割合に含めない。",
        "Courses that began with 10 or more and have no PHQ-9 at the end. They are in no share.",
    ),
    _define(
        "phq9.pairs_under_14_days",
        "開始時と終了時が14日未満のもの。別に数え、割合に含めない。",
        "Pairs less than 14 days apart. Counted apart and in none of the shares above.",
    ),
    _define(
        "phq9.null",
        "「―」は測っていないことを示す。0%ではない。",
        "A missing value means that nothing was measured; it is not 0 %.",
    ),
)
