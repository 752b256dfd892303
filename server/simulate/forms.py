"""How the people of the simulated year answer what they are asked. Pure."""

from collections.abc import Mapping
from random import Random

from clinic.assessments.questionnaire import Questionnaire
from clinic.assessments.scoring.outcome import SCALES
from clinic.assessments.scoring.phq9 import PHQ9
from clinic.assessments.scoring.scale import Scale
from server.simulate import assumptions
from server.simulate.characters import chance_from

_NOISE = 2.0


def answers_to(rng: Random, questionnaire: Questionnaire, distress: float, contentment: float) -> Mapping[str, int]:
    """Return answers by link id: to a scale by the distress (0 to 27), to a survey by the contentment (0 to 1)."""
    scale = SCALES.get(questionnaire.code)
    if scale is not None:
        return scale_answers(rng, scale, distress)
    return _contented_answers(rng, questionnaire, contentment)


def scale_answers(rng: Random, scale: Scale, distress: float) -> Mapping[str, int]:
    """Return an answer to each item of a scale; their total follows the distress, in the scale's measure."""
    answers = dict.fromkeys(scale.items, 0)
    wanted = round(rng.gauss(distress, _NOISE) * scale.highest / PHQ9.highest)
    if scale.self_harm is not None and rng.random() < chance_from(distress, assumptions.ITEM_9):
        answers[scale.self_harm] = 1 if rng.random() < 0.8 else 2
        wanted -= answers[scale.self_harm]
    others = [item for item in scale.items if item != scale.self_harm]
    for _ in range(min(wanted, len(others) * scale.highest_answer)):
        answers[rng.choice([item for item in others if answers[item] < scale.highest_answer])] += 1
    return answers


def _contented_answers(rng: Random, questionnaire: Questionnaire, contentment: float) -> Mapping[str, int]:
    given = {}
    for item in questionnaire.items():
        values = sorted(option.value for option in item.options)
        if values:
            at = round(rng.gauss(contentment, 0.15) * (len(values) - 1))
            given[item.link_id] = values[min(len(values) - 1, max(0, at))]
    return given
