"""What a questionnaire's answers come to, whichever questionnaire it is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.assessments.questionnaire import Given, Questionnaire
from clinic.assessments.scoring import survey
from clinic.assessments.scoring.epds import EPDS
from clinic.assessments.scoring.gad7 import GAD7
from clinic.assessments.scoring.phq2 import PHQ2
from clinic.assessments.scoring.phq9 import PHQ9
from clinic.assessments.scoring.scale import TOTAL, Scale, Score

SCALES: Mapping[str, Scale] = {scale.code: scale for scale in (PHQ2, PHQ9, GAD7, EPDS)}
"""The scales by the code of their questionnaire; any other questionnaire is a survey."""


COORDINATORS = "urn:hagukumi:coordinators-survey"
"""The code system of the questions of the coordinators' own surveys."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a completed response comes to: a scale's score, and the numbers to store by their codes."""

    score: Score | None
    numbers: Mapping[str, int]


def unanswered(questionnaire: Questionnaire, answers: Mapping[str, Given]) -> tuple[str, ...]:
    """Return the questions without which a response cannot be completed, in order; a scale needs all in its total."""
    scale = SCALES.get(questionnaire.code)
    needed = scale.items if scale is not None else ()
    return tuple(
        item.link_id
        for item in questionnaire.items()
        if item.link_id not in answers and (item.required or item.link_id in needed)
    )


def outcome(questionnaire: Questionnaire, answers: Mapping[str, Given]) -> Outcome | None:
    """Return what answers by link id come to, or None while a question that is needed is unanswered.

    Raises ValueError for an answer out of a scale's range.
    """
    if unanswered(questionnaire, answers):
        return None
    numbers = {link_id: given for link_id, given in answers.items() if isinstance(given, int)}
    scale = SCALES.get(questionnaire.code)
    if scale is None:
        return Outcome(None, {} if is_coordinators(questionnaire) else survey.numbers(questionnaire, numbers))
    score = scale.score(numbers)
    return None if score is None else Outcome(score, {TOTAL: score.total})


def calls_for_flag(questionnaire: str, link_id: str, given: Given) -> bool:
    """Return whether a person must see this answer at once (PHQ-9 item 9, EPDS item 10, at 1 or more)."""
    scale = SCALES.get(questionnaire)
    return scale is not None and isinstance(given, int) and scale.calls_for_flag(link_id, given)


def is_coordinators(questionnaire: Questionnaire) -> bool:
    """Return whether it is a coordinator's own survey, which is counted question by question and comes to no number."""
    return all(item.coding.system == COORDINATORS for item in questionnaire.items())
