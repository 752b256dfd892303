"""A coordinator's own survey as it stands in the form editor, and what it still lacks. Pure."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clinic.assessments.asking.rules import MOST_REMINDERS, Stage
from clinic.assessments.definition import GREATEST, LONGEST_ANSWER, MOST_OPTIONS
from clinic.assessments.due import Occasion
from core.errors import Invalid
from core.model import Model

MOST_QUESTIONS = 30
_MOST_SENT = 2 * MOST_QUESTIONS
SCALE_POINTS = 5

_Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,32}$")]
_LinkId = Annotated[str, StringConstraints(pattern=r"^q[1-9][0-9]{0,2}$")]
"""Never that of an item of a clinical scale."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    """By one of five points; its options stand from 5 down to 1."""
    TEXT = "text"
    NUMBER = "number"


class TitleWords(Model):
    """A title in Japanese and English."""

    ja: Annotated[str, Field(max_length=80)] = ""
    en: Annotated[str, Field(max_length=80)] = ""


class QuestionWords(Model):
    """A question in Japanese and English."""

    ja: Annotated[str, Field(max_length=200)] = ""
    en: Annotated[str, Field(max_length=200)] = ""


class OptionWords(Model):
    """An answer that can be chosen, in Japanese and English."""

    ja: Annotated[str, Field(max_length=60)] = ""
    en: Annotated[str, Field(max_length=60)] = ""


class Question(Model):
    """A question as it is entered; `options` are for choices and scales, `lowest` and `highest` for numbers."""

    link_id: _LinkId
    kind: QuestionKind
    words: QuestionWords
    options: Annotated[tuple[OptionWords, ...], Field(max_length=2 * MOST_OPTIONS)] = ()
    lowest: Annotated[int, Field(ge=0, le=GREATEST)] = 0
    highest: Annotated[int, Field(ge=0, le=GREATEST)] = 10
    longest: Annotated[int, Field(ge=1, le=LONGEST_ANSWER)] = 500


class Asking(Model):
    """Who is asked when, as clinic/assessments/asking/rules has it; empty lists mean any.

    `services` and `not_within_days` are for what is asked after a consultation, `reminder_hours` count from when it
    became due.
    """

    occasion: Literal[Occasion.REGISTRATION, Occasion.AFTER_CONSULTATION, Occasion.AFTER_COURSE] = (
        Occasion.AFTER_CONSULTATION
    )
    services: Annotated[tuple[_Code, ...], Field(max_length=20)] = ()
    stages: Annotated[tuple[Stage, ...], Field(max_length=3)] = ()
    open_days_after: Annotated[int, Field(ge=1, le=90)] = 14
    not_within_days: Annotated[int, Field(ge=1, le=366)] = 30
    reminder_hours: Annotated[
        tuple[Annotated[int, Field(ge=1, le=24 * 30)], ...], Field(max_length=MOST_REMINDERS)
    ] = ()


class SurveyForm(Model):
    """A survey as it is entered. Half of one can be kept; what it lacks is told by `faults`."""

    title: TitleWords
    questions: Annotated[tuple[Question, ...], Field(max_length=_MOST_SENT)] = ()
    asking: Asking = Field(default_factory=Asking)

    @property
    def has_english(self) -> bool:
        """Return whether any of its words are there in English."""
        return any(words.en for _, words in _words(self))


def check(form: SurveyForm) -> None:
    """Refuse what cannot even be kept as a draft.

    Raises Invalid("surveys.link_ids_repeat") with them, Invalid("surveys.questions_too_many") and
    Invalid("surveys.options_too_many") with the greatest number.
    """
    if len(form.questions) > MOST_QUESTIONS:
        raise Invalid("surveys.questions_too_many", "A survey has at most 30 questions.", most=MOST_QUESTIONS)
    if any(len(each.options) > MOST_OPTIONS for each in form.questions):
        raise Invalid("surveys.options_too_many", "A question has at most 12 answers.", most=MOST_OPTIONS)
    ids = [each.link_id for each in form.questions]
    if repeated := sorted({each for each in ids if ids.count(each) > 1}):
        raise Invalid("surveys.link_ids_repeat", "Two questions have the same id.", repeated=list(repeated))


def faults(form: SurveyForm) -> tuple[str, ...]:
    """Return what keeps a draft from being published, as places: "title.ja", "q2.words.en", "q2.options.1.ja"...

    Japanese words are needed everywhere, English ones everywhere or nowhere. "questions": there is none;
    "q2.options": not two different answers, or not the five of a scale; "q2.range": a greatest number that is none.
    """
    return tuple(_faults(form))


def _faults(form: SurveyForm) -> Iterator[str]:
    languages = ("ja", "en") if form.has_english else ("ja",)
    for place, words in _words(form):
        for language in languages:
            if not getattr(words, language):
                yield f"{place}.{language}"
    if not form.questions:
        yield "questions"
    for each in form.questions:
        match each.kind:
            case QuestionKind.SCALE if len(each.options) != SCALE_POINTS or not _differ(each, languages):
                yield f"{each.link_id}.options"
            case QuestionKind.CHOICE | QuestionKind.CHOICES if len(each.options) < 2 or not _differ(each, languages):
                yield f"{each.link_id}.options"
            case QuestionKind.NUMBER if each.lowest >= each.highest:
                yield f"{each.link_id}.range"
            case _:
                pass


def _differ(question: Question, languages: tuple[str, ...]) -> bool:
    """Return whether no two answers read the same; those without words are told apart."""
    for language in languages:
        words = [getattr(each, language) for each in question.options if getattr(each, language)]
        if len(set(words)) != len(words):
            return False
    return True


def _words(form: SurveyForm) -> Iterator[tuple[str, TitleWords | QuestionWords | OptionWords]]:
    yield "title", form.title
    for each in form.questions:
        yield f"{each.link_id}.words", each.words
        for place, option in enumerate(options_of(each)):
            yield f"{each.link_id}.options.{place}", option


def options_of(question: Question) -> tuple[OptionWords, ...]:
    """Return the answers of a question that has some; what is left over of another kind does not count."""
    has_options = question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.SCALE)
    return question.options if has_options else ()
