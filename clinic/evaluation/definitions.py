"""What each figure means, in both languages; given with the figures so that they are read rightly.

Whoever changes how something is counted changes its text here and VERSION with it: a report keeps the version.
"""

from clinic.evaluation.measures.funnel import Step
from clinic.evaluation.measures.phq9 import Missing, Success
from core.model import LocalText, Model


class Definition(Model):
    """The meaning of a figure, by its code."""

    figure: str
    text: LocalText


def _define(figure: str, ja: str, en: str) -> Definition:
    return Definition(figure=figure, text=LocalText(ja=ja, en=en))


VERSION = "2026-11-2"

_OUTPUTS = (
    _define(
        "notices",
        "市の指標：期間内に多くの人へ発出した通知の回数。予約のお知らせなど、本人の用件についての連絡は数えない。",
        "The city's measure: how often a notice was sent to many in the period. Reminders of appointments and other "
        "messages about a person's own affairs are none.",
    ),
    _define(
        "notices.recipients",
        "参考：それらの通知が届けられた人の数（のべ）。",
        "Beside it: the recipients of all these notices, each counted as often as one was sent to them.",
    ),
    _define(
        "registrations",
        "市の指標：期間内に登録した人の数。",
        "The city's measure: the people who registered in the period.",
    ),
    _define(
        "registrations.total",
        "参考：期間の末日までに登録した人の累計。",
        "Beside it: all who registered up to the last day of the period.",
    ),
    _define(
        "counselling",
        "市の指標：期間内にカウンセリングを利用した回数（のべ）。入室が認められた予約の相談と、応答のあった緊急の相談を数える。"
        "終了後の文字でのやりとりは数えない。",
        "The city's measure: the uses of counselling in the period. Booked sessions to which the person was admitted "
        "and urgent calls that were answered; what followed in writing is not counted.",
    ),
    _define(
        "counselling.people",
        "参考：カウンセリングを利用した人の実数。",
        "Beside it: the distinct people who used counselling.",
    ),
    _define(
        "counselling.urgent",
        "参考：そのうち、応答のあった緊急の相談の回数。",
        "Of these, the urgent calls that were answered.",
    ),
    _define(
        "counselling.urgent_unanswered",
        "参考：この画面では応答のなかった緊急の相談の回数（電話など別の方法で対応したものを含む）。利用回数に含めない。",
        "Beside it: urgent calls whose door was not opened, also those met in another way, such as by telephone. They "
        "are in no count of uses.",
    ),
    _define(
        "uses.all",
        "参考：すべてのサービスを合わせた相談の回数（のべ）。入室が認められたもの。",
        "Beside it: the consultations of all services together whose person was admitted.",
    ),
    _define(
        "uses.people",
        "参考：いずれかの相談を利用した人の実数。",
        "Beside it: the distinct people who used any of them.",
    ),
    _define(
        "uses.follow_ups",
        "参考：終了後も文字で続き、本人が1通以上書いた相談の数。利用回数に含めない。",
        "Beside it: consultations that went on in writing after their end, with at least one message of the person's. "
        "They are in no count of uses.",
    ),
)

_SURVEYS = (
    _define(
        "satisfaction",
        "市の指標：満足度（複数の項目・各5点満点）の平均。回答ごとに項目の平均を出し、その平均をとる（答えた項目の数によらず、"
        "どの回答も同じ重み）。分布は、回答ごとの平均の整数部分で数える。",
        "The city's measure: contentment, several items of 5 points. The mean of each survey's own mean, so that "
        "every survey weighs the same however many items it answered. The distribution counts the whole points of "
        "these means.",
    ),
    _define(
        "satisfaction.items",
        "参考：答えのあった項目をすべて同じ重みで平均したもの。",
        "Beside it: the mean of all answered items alike.",
    ),
    _define("satisfaction.people", "参考：回答した人の実数。", "Beside it: the distinct people who answered."),
    _define(
        "satisfaction.skipped",
        "参考：回答しないことを選んだアンケートの数。",
        "Beside it: the surveys that people chose not to answer.",
    ),
    _define(
        "image",
        "市の指標：自治体の子育て環境のイメージが「良くなった」「とても良くなった」と答えた人の割合。"
        "1人が何度か答えたときは期間内の最後の答えを使う。",
        "The city's measure: the share of people who say that their image of the city as a place to raise children "
        "became better or much better. Of several answers of one person the last in the period counts.",
    ),
    _define("image.worse", "参考：悪くなったと答えた人の割合。", "Beside it: the share who say that it became worse."),
    _define("image.answers", "参考：この項目への答えの数（のべ）。", "Beside it: all answers to this item."),
)

_SUCCESS = {
    Success.AT_MOST_10: ("終了時に10点以下だった割合", "The share with 10 or fewer at the end"),
    Success.BELOW_10: ("終了時に10点未満だった割合", "The share below 10 at the end"),
    Success.CHANGE_5: ("5点以上下がった割合", "The share that fell by 5 points or more"),
    Success.RESPONSE_50: ("開始時の半分以下になった割合", "The share whose total fell to half or less"),
    Success.BELOW_5: ("終了時に5点未満だった割合", "The share below 5 at the end"),
}
_MISSING = {
    Missing.COMPLETE: ("終了時のPHQ-9があるものだけで数える。", "of the courses that have a PHQ-9 at the end."),
    Missing.LAST_VALUE: (
        "終了時のPHQ-9がないものは、終了までに分かっている最後の点数（なければ開始時の点数）で数える。",
        "where there is no PHQ-9 at the end, the last total known before the close stands for it, or the start's.",
    ),
    Missing.NO_SUCCESS: (
        "終了時のPHQ-9がないものは、達しなかったものとして数える。",
        "where there is no PHQ-9 at the end, it counts as not reached.",
    ),
}

_PHQ9 = (
    _define(
        "phq9",
        "市の指標：期間内に終了したカウンセリングのうち、開始時のPHQ-9が10点以上で、終了時のPHQ-9があるものについて、"
        "終了時に10点以下だった割合。10点のままでも達成に数える。開始時と終了時の間の日数では除かない。"
        "1回の経過（開始から終了まで）を1件と数える。",
        "The city's measure: of the courses of counselling closed in the period that began with PHQ-9 of 10 or more "
        "and have a PHQ-9 at the end, the share with 10 or fewer then. Staying at 10 counts as reached. None is left "
        "out for the days between. Each course counts once.",
    ),
    *(
        _define(
            f"phq9.{success}.{missing}",
            f"参考：{_SUCCESS[success][0]}。{_MISSING[missing][0]}",
            f"Beside it: {_SUCCESS[success][1][0].lower()}{_SUCCESS[success][1][1:]}; {_MISSING[missing][1]}",
        )
        for success in Success
        for missing in Missing
        if (success, missing) != (Success.AT_MOST_10, Missing.COMPLETE)
    ),
    _define(
        "phq9.at_most_10.from_14_days",
        "参考：市の指標を、開始時と終了時が14日以上離れているものだけで数えたもの。"
        "PHQ-9は2週間についてたずねるため、それより近い2つは同じ日々を含む。",
        "Beside it: the city's measure of those 14 days or more apart only. PHQ-9 asks about two weeks; two forms "
        "nearer than that speak of the same days.",
    ),
    _define(
        "phq9.at_most_10.under_14_days",
        "参考：市の指標を、開始時と終了時が14日未満のものだけで数えたもの。",
        "Beside it: the city's measure of those less than 14 days apart only.",
    ),
    _define(
        "phq9.people",
        "参考：開始時が10点以上で終了した経過の、人の実数。",
        "Beside it: the distinct people of the courses that began with 10 or more.",
    ),
    _define(
        "phq9.closed_courses",
        "期間内に終了したカウンセリングの経過。",
        "The courses of counselling closed in the period.",
    ),
    _define(
        "phq9.running_courses",
        "期間の末日に続いていた経過。",
        "The courses that ran on at the end of the period.",
    ),
    _define(
        "phq9.without_start",
        "終了した経過のうち、開始時のPHQ-9がないもの。どの割合にも含めない。",
        "Closed courses without a PHQ-9 at the start. They are in no share.",
    ),
    _define(
        "phq9.started_10_or_more",
        "終了した経過のうち、開始時のPHQ-9が10点以上のもの。",
        "Closed courses whose PHQ-9 at the start was 10 or more.",
    ),
    _define(
        "phq9.missing_ends",
        "そのうち、終了時のPHQ-9がないもの。市の指標の割合に含めない。",
        "Of these, those without a PHQ-9 at the end. They are not in the city's share.",
    ),
    _define(
        "phq9.skipped_ends",
        "そのうち、本人が答えないことを選んだもの。",
        "Of these, those where the person chose not to answer.",
    ),
)

_STEPS = {
    Step.REGISTERED: ("期間内に登録した人。", "The people who registered in the period."),
    Step.USED: ("相談に入室が認められた人。", "Who was admitted to a consultation."),
    Step.SCREENED: (
        "PHQ-2、PHQ-9、GAD-7、EPDSのいずれかを終えた人。",
        "Who completed PHQ-2, PHQ-9, GAD-7 or EPDS.",
    ),
    Step.OFFERED: (
        "リスクの段階が「高」になり、カウンセリングを先に案内された人。",
        "Whose tier of risk became high, from when on counselling is offered first.",
    ),
    Step.COUNSELLED: (
        "カウンセリング、または緊急の相談に入室が認められた人。",
        "Who was admitted to counselling or to an urgent call.",
    ),
    Step.ENDED: (
        "カウンセリングの経過が終了した人（終わり方によらない）。",
        "Whose course of counselling was closed, whatever its outcome.",
    ),
}

_OTHERS = (
    *(_define(f"funnel.{step}", *texts) for step, texts in _STEPS.items()),
    _define(
        "funnel",
        "期間内に登録した人が、期間内にどこまで進んだか。段階ごとに別々に数えるため、前の段階を経ていない人も含む。"
        "登録が新しい人ほど、進むための時間は短い。",
        "How far those who registered in the period have come within it. Each step is counted for itself, also for who "
        "did not pass the one before. The latest to register have had the least time.",
    ),
    _define(
        "times.wait",
        "到着（予約の時刻より早く着いたときは予約の時刻）から、最初に入室が認められるまでの時間。",
        "From the arrival, or from the booked time where the person came before it, to the first admission.",
    ),
    _define(
        "times.reply",
        "文字の相談で、本人の最初のメッセージから、その後の担当者の最初のメッセージまでの時間。",
        "In consultations by text, from the person's first message to the first message of staff after it.",
    ),
    _define(
        "times.missed",
        "行われた予約と来なかった予約のうち、来なかったものの割合。",
        "Of the appointments that took place or that nobody came to, the share that nobody came to.",
    ),
    _define(
        "p90",
        "中央値は、偶数個のとき中央の2つの平均。「9割」は、小さい順に並べて全体の9割を含む最小の値（最近順位法）。",
        "The median of an even number is the mean of the two in the middle. The value that nine of ten do not exceed "
        "is by nearest rank.",
    ),
    _define(
        "load",
        "利用が始まった時刻（時）と曜日の種類ごとの件数。祝日は日曜日に含める。応答のなかった緊急の相談と、"
        "終了後の文字でのやりとりも、種類を分けて示す。",
        "Uses by the hour in which they began and the kind of day; public holidays count as Sundays. Urgent calls that "
        "nobody answered and what followed in writing are there too, each as its own kind.",
    ),
    _define(
        "breakdown",
        "子どもの月齢（いちばん下の子）、妊娠・子育ての別、地区ごとの件数。登録は登録日、利用は利用日の状態による。",
        "By the age of the youngest child, stage and district: registrations by what held on their day, uses by what "
        "held on the day of the use.",
    ),
    _define(
        "interval",
        "割合の95％信頼区間（ウィルソンの方法）。",
        "The 95 % interval of a share, by Wilson's method.",
    ),
    _define(
        "unmeasured",
        "「―」は測っていないことを示す。0ではない。",
        "A missing value means that nothing was measured; it is not 0.",
    ),
)

DEFINITIONS = (*_OUTPUTS, *_SURVEYS, *_PHQ9, *_OTHERS)
