"""The columns of the export's files: what each means, in which unit. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its unit or kind, and its meaning in both languages; `quasi`: it is a quasi-identifier."""

    name: str
    unit: str
    ja: str
    en: str
    quasi: bool = False


PSEUDONYM = Column(
    "person",
    "code",
    "人の仮の番号。この書き出しのために無作為に作り、対応表は残さない。ほかの書き出しの番号とは関係がない。",
    "The person's pseudonym: random, made for this export; no list of them is kept. It is another in every export.",
)


def _day(name: str, ja: str, en: str) -> Column:
    return Column(
        name,
        "shifted day",
        f"{ja}人ごとにずらした日付で、本当の日ではない。同じ人の中では間隔が保たれる。期間外の日は空欄。",
        f"{en} Shifted by a number of days drawn for the person: not the real day, while what lies between the days of "
        "one person holds. Empty where it lies outside of the period.",
    )


def _code(name: str, ja: str, en: str, *, quasi: bool = False) -> Column:
    return Column(name, "code", ja, en, quasi)


def _whether(name: str, ja: str, en: str) -> Column:
    return Column(name, "0 or 1", ja, en)


PEOPLE, CONSULTATIONS, APPOINTMENTS, COURSES, RESPONSES = FILES = (
    "people",
    "consultations",
    "appointments",
    "courses",
    "responses",
)

_SERVICE = _code(
    "service",
    "予約したサービスのコード。緊急の相談は空欄。",
    "The code of the service; empty for an urgent call.",
)
_PROFESSION = _code("profession", "担当者の職種。", "The profession of the practitioner.")
_MODALITY = _code("modality", "方法（text・voice・video）。", "How it was held or booked: text, voice or video.")


def _score(name: str, ja: str, en: str) -> tuple[Column, ...]:
    return (
        _day(f"{name}_day", f"{ja}のPHQ-9に答え終えた日。", f"The day on which the PHQ-9 {en} was completed."),
        Column(f"{name}_total", "points 0-27", f"{ja}のPHQ-9の合計点。", f"The total of the PHQ-9 {en}."),
        _code(f"{name}_version", f"{ja}の質問票の版。", f"The version of the questionnaire {en}."),
        _code(f"{name}_text", f"{ja}の文言。", f"The wording that was read {en}."),
    )


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    PEOPLE: (
        PSEUDONYM,
        _code(
            "stage",
            "期間内の最初の相談の日（なければ登録の日）の状況。pregnant＝妊娠中、child＝子育て中、other＝その他・不明。"
            "＊はまとめたもの。",
            "The stage on the day of the first consultation in the period, else of the registration: pregnant, child, "
            "or other (also not known). * was generalised.",
            quasi=True,
        ),
        Column(
            "child_age",
            "months, banded",
            "同じ日の末子の月齢の階級。none＝生まれた子どもなし、＊はまとめたもの。",
            "The band of the age of the youngest child on that day; none: no child is born. * was generalised.",
            quasi=True,
        ),
        _code(
            "district",
            "地区のコード。none＝回答なし、＊はまとめたもの。",
            "The code of the district; none: not told. * was generalised.",
            quasi=True,
        ),
        _day("registered", "登録した日。", "The day of the registration."),
    ),
    CONSULTATIONS: (
        PSEUDONYM,
        _day(
            "day",
            "入室が認められた日。緊急の相談は呼び出した日。",
            "The day of the admission; of an urgent call that of the call.",
        ),
        Column(
            "time_of_day",
            "local hours, banded",
            "時間帯：00-05、06-11、12-17、18-23（時）。",
            "The local hours: 00-05, 06-11, 12-17 or 18-23.",
        ),
        _code(
            "kind",
            "appointment＝予約、urgent＝緊急、follow_up＝終了後の文字でのやりとり。",
            "appointment, urgent, or follow_up (what went on in writing after the end).",
        ),
        _whether("admitted", "入室が認められたか。", "Whether the person was admitted."),
        _whether("finished", "終了したか。", "Whether it was held to its end."),
        _SERVICE,
        _PROFESSION,
        _MODALITY,
        Column(
            "wait_minutes",
            "minutes, rounded down",
            "到着（早く来た人は予約時刻）から入室までの分。",
            "From the arrival to the admission; from the booked time for who came before it.",
        ),
        Column(
            "reply_minutes",
            "minutes, rounded down",
            "文字の相談で、最初の書き込みから最初の返事までの分。",
            "Where it was in writing, from the person's first message to the first answer.",
        ),
    ),
    APPOINTMENTS: (
        PSEUDONYM,
        _day("day", "予約の日。", "The day of the appointment."),
        Column("lead_days", "days", "予約した日から予約の日まで。", "From the booking to the appointment."),
        _code(
            "state",
            "booked＝予約中、cancelled＝取消、no_show＝来られず、fulfilled＝実施。",
            "booked, cancelled, no_show or fulfilled.",
        ),
        _whether("cancelled_late", "期限の後に取り消されたか。", "Whether it was cancelled after the notice."),
        _SERVICE,
        _PROFESSION,
        _MODALITY,
    ),
    COURSES: (
        PSEUDONYM,
        _day("opened", "カウンセリングの経過が始まった日。", "The day on which the course of counselling was opened."),
        _day("closed", "経過が終わった日。続いていれば空欄。", "The day on which it was closed; empty while it runs."),
        _code("outcome", "どう終わったか。", "How it ended."),
        Column("sessions", "count", "最後まで行われた予約の回数。", "The booked sessions that were held to their end."),
        *_score("start", "開始時", "at the start"),
        *_score("end", "終了時", "at the end"),
        *_score("last", "開始の後で最後", "that was the last after the start"),
        _whether("start_skipped", "開始時の質問が見送られたか。", "Whether that at the start was skipped."),
        _whether("end_skipped", "終了時の質問が見送られたか。", "Whether that at the end was skipped."),
    ),
    RESPONSES: (
        PSEUDONYM,
        _day("day", "答え終えた日、または見送られた日。", "The day of the completion or the skipping."),
        _code(
            "questionnaire",
            "質問票（phq-2・phq-9・gad-7・epds・satisfaction）。",
            "The questionnaire: phq-2, phq-9, gad-7, epds or satisfaction.",
        ),
        _code("occasion", "何のときに尋ねたか。満足度は空欄。", "Why it was asked; empty for satisfaction."),
        _whether("skipped", "見送られたか。", "Whether it was skipped."),
        Column("total", "points", "尺度の合計点。", "The total of a scale."),
        Column(
            "items_sum",
            "points",
            "満足度：答えた5点項目の合計。",
            "Satisfaction: the sum of the items answered, 1 to 5 each.",
        ),
        Column("items_count", "count", "満足度：答えた項目の数。", "Satisfaction: how many items were answered."),
        Column(
            "image",
            "points 1-5",
            "満足度：市のイメージ（5＝とても良くなった、3＝変わらない、1＝とても悪くなった）。",
            "Satisfaction: the city's image (5 much better, 3 unchanged, 1 much worse).",
        ),
        _code("version", "質問票の版。", "The version of the questionnaire."),
        _code("text", "読まれた文言。", "The wording that was read."),
        _code(
            "text_status",
            "文言の種類（original・unvalidated・licensed）。",
            "original, unvalidated (a translation of the project's own) or licensed.",
        ),
    ),
}
"""By file, in the order of the columns."""
