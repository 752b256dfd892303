"""Answers as they are sealed: as JSON, so that a number, a text and several numbers are told apart. Pure."""

import json

from clinic.assessments.questionnaire import Given

ANSWERED = -1
"""Counts that a question was answered, where the numbers of its answers do not say so."""


def written(given: Given) -> str:
    """Return an answer as text."""
    return json.dumps(given, ensure_ascii=False)


def read_given(text: str) -> Given:
    """Return the answer of a text. Raises ValueError for one that `written` cannot have made."""
    found = json.loads(text)
    if isinstance(found, list) and all(isinstance(each, int) for each in found):
        return tuple(found)
    if isinstance(found, str) or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    raise ValueError("no answer")
