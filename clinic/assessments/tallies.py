"""Counting the answers to coordinators' own surveys, without whose they are: figures need no key and no person.

A person's erased answers stay counted: the count names nobody.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_, update

from clinic.assessments.due import FormState
from clinic.assessments.given import ANSWERED
from clinic.assessments.questionnaire import Given, Questionnaire
from clinic.assessments.tables import QuestionnaireDefinition, QuestionnaireResponse, QuestionnaireTally
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

TOGETHER = 5
"""So many completed responses come into view together: who looks before and after one of them learns nothing of it."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """What is counted of a version: completed responses in view and in all, those skipped, and answers in view.

    `answers` go from link id to the counts of its numbers.
    """

    in_view: int
    completed: int
    skipped: int
    answers: Mapping[str, Mapping[int, int]]


async def add(uow: UnitOfWork, questionnaire: Questionnaire, answers: Mapping[str, Given]) -> None:
    """Count a completed response of a coordinator's own survey; of any other questionnaire nothing is counted."""
    of = QuestionnaireDefinition
    completed = await uow.session.scalar(
        # The row is held until the commit, so that two responses do not meet below.
        update(of)
        .where(of.code == questionnaire.code, of.version == questionnaire.version, of.asking.is_not(None))
        .values(completed=of.completed + 1)
        .returning(of.completed)
    )
    if completed is None:
        return
    tally = QuestionnaireTally
    counted = _counted(answers)
    if counted:
        key = {"questionnaire": questionnaire.code, "version": questionnaire.version}
        rows = [
            {**key, "link_id": link_id, "value": value, "shown": 0, "pending": 0} for link_id, value in sorted(counted)
        ]
        await uow.session.execute(insert_unless_there(uow, tally, rows))
        await uow.session.execute(
            update(tally)
            .where(
                _of(questionnaire.code, questionnaire.version), tuple_(tally.link_id, tally.value).in_(sorted(counted))
            )
            .values(pending=tally.pending + 1)
        )
    if completed % TOGETHER == 0:
        await uow.session.execute(
            update(tally)
            .where(_of(questionnaire.code, questionnaire.version))
            .values(shown=tally.shown + tally.pending, pending=0)
        )


async def read(uow: UnitOfWork, code: str, version: str) -> Tallies:
    """Return what is counted of a version of a survey; nothing of one that is not known."""
    of = QuestionnaireDefinition
    completed = await uow.session.scalar(select(of.completed).where(of.code == code, of.version == version)) or 0
    response = QuestionnaireResponse
    skipped = select(func.count()).where(
        response.questionnaire == code, response.version == version, response.state == FormState.SKIPPED
    )
    answers: dict[str, Counter[int]] = {}
    tally = QuestionnaireTally
    for row in await uow.session.execute(
        select(tally.link_id, tally.value, tally.shown).where(_of(code, version), tally.shown > 0)
    ):
        answers.setdefault(row.link_id, Counter())[row.value] = row.shown
    return Tallies(
        in_view=completed - completed % TOGETHER,
        completed=completed,
        skipped=await uow.session.scalar(skipped) or 0,
        answers=answers,
    )


def _counted(answers: Mapping[str, Given]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for link_id, given in answers.items():
        match given:
            case int():
                found.add((link_id, given))
            case str():
                found.add((link_id, ANSWERED))
            case _:
                found |= {(link_id, ANSWERED), *((link_id, value) for value in given)}
    return found


def _of(code: str, version: str) -> ColumnElement[bool]:
    return (QuestionnaireTally.questionnaire == code) & (QuestionnaireTally.version == version)
