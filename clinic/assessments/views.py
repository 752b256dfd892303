"""Questionnaires, their responses and what is due, as they go out."""

from uuid import UUID

from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import Coding, Group, Item, Questionnaire, Texts, TextStatus
from clinic.records.views import NoteHead
from core.model import Instant, Model
from people.risk.kinds import RiskLevel


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
    """A question; its words stand in the texts under its link id."""

    link_id: str
    coding: CodingOut
    required: bool
    options: list[OptionOut]

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """Return a question as it goes out."""
        return cls(
            link_id=item.link_id,
            coding=CodingOut.of(item.coding),
            required=item.required,
            options=[OptionOut(code=option.coding.code, value=option.value) for option in item.options],
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
    """A version of a questionnaire with the text shown in each language."""

    code: str
    version: str
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
    """A response. `answers` go from link id to number; `unanswered` names the items that the total still needs.

    `crisis` is true from the moment item 9 was answered with anything but "not at all", whatever is answered later.
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
    answers: dict[str, int]
    unanswered: list[str]
    started_at: Instant
    settled_at: Instant | None
    total: int | None
    band: str | None
    crisis: bool


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


class ScoreOut(Model):
    """A PHQ-9 total."""

    response_id: UUID
    occasion: Occasion
    settled_at: Instant
    total: int
    band: str


class ChildOut(Model):
    """A child, known by month of birth (YYYY-MM); the age is in whole months, by the calendar month."""

    birth_month: str
    age_months: int


class GlanceOut(Model):
    """A family at a glance: the stage, the children, today's risk tier, the last notes one may read, PHQ-9 totals."""

    person_id: UUID
    display_name: str
    pregnant_due: str | None
    children: list[ChildOut]
    risk_tier: RiskLevel | None
    notes: list[NoteHead]
    phq9: list[ScoreOut]
