"""The fixed, listed tables of a report: counts by month or quarter and one division, and nothing finer. Pure.

What is not on this list is in no report. Tables of the same counts share their totals, and are protected together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinic.evaluation.disclosure.tables import Dimension, Table
from clinic.evaluation.facts.model import AgeBand, DayKind, Stage
from clinic.evaluation.facts.rows import Rows, tally
from clinic.evaluation.measures.outputs import consultations
from clinic.evaluation.reports.fiscal import month_name, quarter_name, spans_of
from clinic.evaluation.reports.inputs import Inputs, Label
from clinic.records.categories import MAX_REASONS, categories

NONE = "none"
"""The category of what has none: no child that is born, no district told, no outcome noted, nothing booked."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A table with its title, and the names of its categories."""

    table: Table
    title: Label
    names: Mapping[str, Label]


def listed_tables(inputs: Inputs) -> tuple[Listed, ...]:
    """Return the tables of a report's period, always in the same order."""
    facts, make = inputs.facts, _Maker(inputs)
    services = [Label(service.code, service.name_ja, service.name_en) for service in facts.services]
    services += [Label(NONE, "緊急の呼び出し（予約なし）", "Urgent calls, not booked")]
    ages = [*_AGES, Label(NONE, "生まれた子どもなし", "No child born yet")]
    districts = [*inputs.districts, Label(NONE, "回答なし", "Not told")]
    outcomes = [*_coded("outcomes"), Label(NONE, "記載なし", "Not noted")]
    registered = _Counted("registrations", facts.registrations.within(facts.first_day, facts.last_day))
    consulted = _Counted("consultations", consultations(facts.uses))
    booked = _Counted("appointments", facts.appointments)
    return (
        make.table("registrations_by_stage", registered, "stage", _STAGES),
        make.table("registrations_by_age", registered, "age", ages, months=False),
        make.table("registrations_by_district", registered, "district", districts, months=False),
        make.table("consultations_by_service", consulted, "service", services),
        make.table("consultations_by_profession", consulted, "profession", _PROFESSIONS, months=False),
        make.table("consultations_by_modality", consulted, "modality", _MODALITIES, months=False),
        make.table("consultations_by_day_kind", consulted, "day_kind", _DAY_KINDS, months=False),
        make.table("consultations_by_stage", consulted, "stage", _STAGES, months=False),
        make.table("consultations_by_age", consulted, "age", ages, months=False),
        make.table("consultations_by_district", consulted, "district", districts, months=False),
        make.table("appointments_by_state", booked, "state", _STATES),
        make.table("notes_by_outcome", _Counted("notes", inputs.results), "outcome", outcomes),
        make.reasons(),
    )


class _Counted:
    """What some tables count, each row by its month and its quarter."""

    def __init__(self, name: str, rows: Rows[Any]) -> None:
        self.name = name
        self.rows = rows
        days = rows.days()
        self.months, self.quarters = days.coded(month_name), days.coded(quarter_name)


class _Maker:
    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._period = (inputs.facts.first_day, inputs.facts.last_day)

    def table(
        self, name: str, counted: _Counted, dimension: str, labels: Sequence[Label], *, months: bool = True
    ) -> Listed:
        """Count rows by their span and category, the value of the field that the dimension is named after."""
        counts = tally(
            counted.months if months else counted.quarters,
            counted.rows.coded(dimension).told(lambda value: value or NONE),
        )
        return self._listed(name, counted.name, dimension, labels, counts, months=months)

    def reasons(self) -> Listed:
        """Count notes by their reasons, of which a note has up to three."""
        results = self._inputs.results
        months = results.days().coded(month_name)
        counts: Counter[tuple[str, str]] = Counter()
        for (month, reasons), number in tally(months, results.coded("reasons")).items():
            for reason in reasons or (NONE,):
                counts[month, reason] += number
        labels = [*_coded("reasons"), Label(NONE, "記載なし", "Not noted")]
        wholes = {month: number for (month,), number in tally(months).items()}
        return self._listed(
            "notes_by_reason", "notes", "reason", labels, counts, months=True, at_most=MAX_REASONS, wholes=wholes
        )

    def _listed(
        self,
        name: str,
        counted: str,
        dimension: str,
        labels: Sequence[Label],
        counts: Mapping[tuple[Any, ...], int],
        *,
        months: bool,
        at_most: int = 1,
        wholes: Mapping[str, int] | None = None,
    ) -> Listed:
        # A code that the lists no longer have is counted all the same, under itself.
        unlisted = sorted({code for _, code in counts} - {label.code for label in labels})
        labels = [*labels, *(Label(code, code, code) for code in unlisted)]
        categories_of_table = tuple(label.code for label in labels)
        table = Table(
            name=name,
            counted=counted,
            spans=spans_of(*self._period, months=months),
            dimensions=(Dimension(dimension, categories_of_table, at_most),),
            counts=dict(counts.items()),
            wholes=wholes,
        )
        return Listed(table, _TITLES[name], {label.code: label for label in labels})


def _coded(which: str) -> list[Label]:
    found = categories()
    options = found.outcomes if which == "outcomes" else found.reasons
    return [Label(option.code, option.label.ja, option.label.en) for option in options]


_STAGES = (
    Label(Stage.PREGNANT, "妊娠中", "Pregnant"),
    Label(Stage.CHILD, "子育て中", "With a child"),
    Label(Stage.OTHER, "その他・不明", "Other or not known"),
)
_AGES = (
    Label(AgeBand.M0_2, "0〜2か月", "0-2 months"),
    Label(AgeBand.M3_5, "3〜5か月", "3-5 months"),
    Label(AgeBand.M6_11, "6〜11か月", "6-11 months"),
    Label(AgeBand.M12_23, "1歳", "1 year"),
    Label(AgeBand.M24_35, "2歳", "2 years"),
    Label(AgeBand.M36_71, "3〜5歳", "3-5 years"),
    Label(AgeBand.M72, "6歳以上", "6 years and over"),
)
_PROFESSIONS = (
    Label("midwife", "助産師", "Midwife"),
    Label("doctor", "医師", "Doctor"),
    Label("counsellor", "心理師", "Counsellor"),
    Label("psychiatrist", "精神科医", "Psychiatrist"),
)
_MODALITIES = (
    Label("text", "文字", "Text"),
    Label("voice", "音声", "Voice"),
    Label("video", "ビデオ", "Video"),
)
_DAY_KINDS = (
    Label(DayKind.WEEKDAY, "平日", "Weekdays"),
    Label(DayKind.SATURDAY, "土曜日", "Saturdays"),
    Label(DayKind.SUNDAY_OR_HOLIDAY, "日曜・祝日", "Sundays and holidays"),
)
_STATES = (
    Label("fulfilled", "実施", "Held"),
    Label("cancelled", "取消", "Cancelled"),
    Label("no_show", "来られず", "Not come"),
    Label("booked", "予約中", "Still booked"),
)
_TITLES = {
    label.code: label
    for label in (
        Label("registrations_by_stage", "登録者数（月別・状況別）", "Registrations by month and stage"),
        Label("registrations_by_age", "登録者数（四半期別・末子の年齢別）", "Registrations by quarter and child's age"),
        Label("registrations_by_district", "登録者数（四半期別・地区別）", "Registrations by quarter and district"),
        Label("consultations_by_service", "相談（月別・サービス別）", "Consultations by month and service"),
        Label("consultations_by_profession", "相談（四半期別・職種別）", "Consultations by quarter and profession"),
        Label("consultations_by_modality", "相談（四半期別・方法別）", "Consultations by quarter and way"),
        Label("consultations_by_day_kind", "相談（四半期別・曜日別）", "Consultations by quarter and kind of day"),
        Label("consultations_by_stage", "相談（四半期別・状況別）", "Consultations by quarter and stage"),
        Label("consultations_by_age", "相談（四半期別・末子の年齢別）", "Consultations by quarter and age of child"),
        Label("consultations_by_district", "相談（四半期別・地区別）", "Consultations by quarter and district"),
        Label("appointments_by_state", "予約（月別・状態別）", "Appointments by month and state"),
        Label("notes_by_outcome", "相談結果（月別・結果別）", "Outcomes by month"),
        Label("notes_by_reason", "相談内容（月別・理由別、複数あり）", "Reasons by month, several each"),
    )
}
