"""Coordinators' own surveys, and what was answered, as they go out."""

from enum import StrEnum
from uuid import UUID

from clinic.assessments.questionnaire import ItemKind
from clinic.surveys.form import SurveyForm
from core.model import Instant, LocalText, Model


class SurveyState(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    """Nobody has been asked yet."""
    PUBLISHED = "published"
    RETIRED = "retired"
    """It is not asked any more."""


class SurveyRow(Model):
    """A survey in the list. `version` is that which is asked, `has_changes`: the form was changed since it came out."""

    id: UUID
    title: LocalText
    state: SurveyState
    version: int | None
    questions: int
    has_changes: bool
    changed_at: Instant


class SurveysOut(Model):
    """The surveys, those changed last first, the retired ones after the others; `full`: no more can be begun."""

    surveys: list[SurveyRow]
    full: bool


class SurveyVersionOut(Model):
    """A version that came out."""

    version: int
    published_at: Instant


class SurveyOut(Model):
    """A survey in the editor. `faults` keep the form from being published, see clinic/surveys/form.

    `versions` are those that came out, the newest first.
    """

    id: UUID
    code: str
    state: SurveyState
    form: SurveyForm
    revision: int
    faults: list[str]
    has_changes: bool
    changed_at: Instant
    versions: list[SurveyVersionOut]


class OptionResult(Model):
    """An answer and how often it was given; None is withheld."""

    value: int
    words: LocalText
    count: int | None


class QuestionResult(Model):
    """What a question was answered with; None is withheld, and a `mean` is of scales and numbers only.

    `words` and those of the answers have an empty English where the version has none.
    """

    link_id: str
    kind: ItemKind
    words: LocalText
    answered: int | None
    mean: float | None
    options: list[OptionResult]


class ResultsOut(Model):
    """The answers to a version, counted; counts from 1 to `threshold` less one are withheld (None).

    `completed` are the responses in view: they come into view `together` at a time, so that none can be told from what
    was there before. It is None while there are some and none is in view.
    """

    survey_id: UUID
    title: LocalText
    version: int
    published_at: Instant
    threshold: int
    together: int
    completed: int | None
    skipped: int | None
    questions: list[QuestionResult]
