"""Questionnaires, their responses and what is due, as they go out."""

from datetime import date
from uuid import UUID

from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import Coding, Group, Item, ItemKind, Questionnaire, Texts, TextStatus
from clinic.records.views import NoteHead
from core.model import Instant, Model
from core.principal import Role
from core.unreadable import Unreadable
from people.risk.kinds import RiskLevel, TierReason


class CodingOut(Model):
    """A code of a code system."""

    system: str
    code: str

    @classmethod
    def of(cls, coding: Coding) -> "CodingOut":
        """Return a code as it goes out."""
        return cls(system=coding.system, code=coding.code)


class OptionOut(Model):
    """An answer that can be chosen; its words stand in the texts under its code."""

    code: str
    value: int


class ItemOut(Model):
    """A question; its words stand in the texts under its link id.

    A number lies from `lowest` to `highest`, a text has at most `longest` characters.
    """

    link_id: str
    kind: ItemKind
    coding: CodingOut
    required: bool
    options: list[OptionOut]
    lowest: int
    highest: int
    longest: int

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """Return a question as it goes out."""
        return cls(
            link_id=item.link_id,
            kind=item.kind,
            coding=CodingOut.of(item.coding),
            required=item.required,
            options=[OptionOut(code=option.coding.code, value=option.value) for option in item.options],
            lowest=item.lowest,
            highest=item.highest,
            longest=item.longest,
        )


class GroupOut(Model):
    """Questions under a common heading, whose words stand in the texts under `link_id`."""

    link_id: str | None
    items: list[ItemOut]

    @classmethod
    def of(cls, group: Group) -> "GroupOut":
        """Return a group as it goes out."""
        return cls(link_id=group.link_id, items=[ItemOut.of(item) for item in group.items])


class TextsOut(Model):
    """The words of a questionnaire in one language; a status of "unvalidated" is shown as 未検証訳."""

    id: str
    language: str
    status: TextStatus
    source: str
    permission: str
    texts: dict[str, str]
    options: dict[str, str]


class QuestionnaireOut(Model):
    """A version of a questionnaire with the text shown in each language; `titles` by language."""

    code: str
    version: str
    titles: dict[str, str]
    codes: list[CodingOut]
    copyright: str
    groups: list[GroupOut]
    texts: list[TextsOut]

    @classmethod
    def of(cls, questionnaire: Questionnaire, texts: list[Texts]) -> "QuestionnaireOut":
        """Return a questionnaire as it goes out."""
        return cls(
            code=questionnaire.code,
            version=questionnaire.version,
            titles=dict(questionnaire.titles),
            codes=[CodingOut.of(coding) for coding in questionnaire.codes],
            copyright=questionnaire.copyright,
            groups=[GroupOut.of(group) for group in questionnaire.groups],
            texts=[
                TextsOut(
                    id=text.id,
                    language=text.language,
                    status=text.status,
                    source=text.source,
                    permission=text.permission,
                    texts=dict(text.texts),
                    options=dict(text.options),
                )
                for text in texts
            ],
        )


class TranslationOut(Model):
    """Which wording the person read."""

    id: str
    status: TextStatus


class ResponseOut(Model):
    """A response. `answers` go from link id to number, text or the numbers of several options.

    `unanswered` names the items that must still be answered. Where an answer cannot be opened none is given, and
    `unreadable` says why. `crisis` is true from the moment an item on self-harm was answered with anything but its
    zero, a text held a phrase of the list, or the total reached its limit, whatever is answered later.
    """

    id: UUID
    person_id: UUID
    questionnaire: str
    version: str
    language: str
    translation: TranslationOut
    occasion: Occasion
    appointment_id: UUID | None
    episode_id: UUID | None
    state: FormState
    answers: dict[str, int | str | list[int]]
    unanswered: list[str]
    started_at: Instant
    settled_at: Instant | None
    total: int | None
    band: str | None
    crisis: bool
    unreadable: Unreadable | None


class ResponsesOut(Model):
    """A person's responses, the newest first."""

    responses: list[ResponseOut]


class TaskOut(Model):
    """A questionnaire to be answered now; `response_id` is the response to go on with, if one was begun."""

    questionnaire: str
    occasion: Occasion
    appointment_id: UUID | None
    episode_id: UUID | None
    response_id: UUID | None


class TasksOut(Model):
    """What is to be answered now."""

    tasks: list[TaskOut]


class GlanceChildOut(Model):
    """A child, known by month of birth (YYYY-MM); the age is in whole months, by the calendar month."""

    birth_month: str
    age_months: int


class GlanceOut(Model):
    """A family at a glance: the stage, the children, today's risk tier and the last notes one may read."""

    person_id: UUID
    display_name: str
    pregnant_due: str | None
    children: list[GlanceChildOut]
    risk_tier: RiskLevel | None
    notes: list[NoteHead]


class BandOut(Model):
    """A range of totals, both ends included."""

    code: str
    lowest: int
    highest: int


class TrendScoreOut(Model):
    """A total on its day in the service's zone, and in which kind of wording it was answered.

    `is_first` says that it is the first of its course of counselling, `change` is the difference from that first one:
    None for the first itself and outside of courses. `is_marked` says that the change reaches the one that matters.
    """

    response_id: UUID
    day: date
    occasion: Occasion
    total: int
    band: str
    wording: TextStatus
    is_first: bool
    change: int | None
    is_marked: bool


class ScaleTrendOut(Model):
    """The totals of one scale, the oldest first, with its bands from 0 to `highest`.

    `change` is the number of points that matters to a person, None where no source gives one.
    """

    questionnaire: str
    highest: int
    change: int | None
    bands: list[BandOut]
    scores: list[TrendScoreOut]


class TrendSessionOut(Model):
    """The day of a consultation that was held, in the service's zone, and the profession of who held it."""

    day: date
    role: Role


class TierOut(Model):
    """An entry in the history of the risk tier: on which day, why, and by whose judgement.

    `total` is the PHQ-9 total behind it; without one a clinician judged, and `name` and `role` say who.
    """

    tier: RiskLevel
    reason: TierReason
    day: date
    total: int | None
    name: str | None
    role: Role | None


class TrendsOut(Model):
    """A person's scores over time by scale, the consultations that were held, and the risk tiers, the newest first."""

    scales: list[ScaleTrendOut]
    sessions: list[TrendSessionOut]
    tiers: list[TierOut]
