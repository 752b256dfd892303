"""Taking in questionnaires that were answered elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from clinic.assessments import catalogue, responses
from clinic.assessments.due import FRESH, FormState, Occasion
from clinic.assessments.given import written
from clinic.assessments.importing.bundle import AnsweredElsewhere, read
from clinic.assessments.questionnaire import TextStatus
from clinic.assessments.scoring.outcome import SCALES
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.safety.flags import raise_flag
from core.audit.events import Action, Entity, Purpose
from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.persons.service import get_person

ELSEWHERE = "elsewhere"
"""Stands for the wording of what was answered elsewhere."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many questionnaires were taken in, and how many were there already."""

    taken: int
    known: int


async def take_in(uow: UnitOfWork, person_id: UUID, content: bytes) -> Imported:
    """Store the completed questionnaires of a file (FHIR R4B) in a person's record, with our own totals.

    The file does not say whose they are: who takes it in does. The same again changes nothing. What was answered within
    the last 14 days, of which PHQ-9 speaks, raises flags and the tier as if it had been answered here: an answer on
    self-harm above zero is seen by a person. What is older is shown in the record and calls nobody.

    Raises NotFound for an unknown person, Forbidden("consent.required") without their consent, and what `read` does.
    """
    await get_person(uow, person_id)
    await require_sensitive_data(uow, person_id)
    known = [each for each in catalogue.shipped() if each.code in SCALES]
    found = read(content, known, uow.now, uow.zone)
    there = await _there(uow, person_id)
    by_key = {(each.questionnaire.code, each.authored): each for each in found}
    fresh = [each for key, each in by_key.items() if key not in there]
    for each in fresh:
        await _store(uow, person_id, each)
    return Imported(len(fresh), len(found) - len(fresh))


async def _there(uow: UnitOfWork, person_id: UUID) -> frozenset[tuple[str, object]]:
    rows = await uow.session.execute(
        select(QuestionnaireResponse.questionnaire, QuestionnaireResponse.settled_at).where(
            QuestionnaireResponse.person_id == person_id, QuestionnaireResponse.occasion == Occasion.IMPORTED
        )
    )
    return frozenset((row.questionnaire, row.settled_at) for row in rows)


async def _store(uow: UnitOfWork, person_id: UUID, each: AnsweredElsewhere) -> None:
    response = QuestionnaireResponse(
        id=new_id(),
        person_id=person_id,
        questionnaire=each.questionnaire.code,
        version=each.questionnaire.version,
        text_id=ELSEWHERE,
        text_status=TextStatus.ELSEWHERE,
        language="und",
        occasion=Occasion.IMPORTED,
        state=FormState.COMPLETED,
        started_at=each.authored,
        settled_at=each.authored,
    )
    uow.session.add(response)
    await uow.session.flush()
    uow.session.add_all(_answers(uow, response.id, each))
    uow.audit(
        None,
        Action.CREATE,
        Entity.QUESTIONNAIRE_RESPONSE,
        response.id,
        person_id=person_id,
        purpose=Purpose.OPERATIONS,
    )
    if uow.now - each.authored > FRESH:
        await responses.store(uow, response, each.outcome)
        return
    await responses.judge(uow, response, each.outcome)
    item = SCALES[each.questionnaire.code].self_harm
    if item is not None and each.answers[item] >= 1:
        await raise_flag(
            uow,
            person_id=person_id,
            kind=responses.SELF_HARM_FLAGS[response.questionnaire],
            source_id=response.id,
            practitioner_id=await responses.practitioner_concerned(uow, response),
            answer=each.answers[item],
        )


def _answers(uow: UnitOfWork, response_id: UUID, each: AnsweredElsewhere) -> Sequence[QuestionnaireAnswer]:
    rows = []
    for link_id, value in each.answers.items():
        answer_id = new_id()
        sealed = uow.vault.seal(written(value), f"answer:{answer_id}")
        rows.append(
            QuestionnaireAnswer(
                id=answer_id, response_id=response_id, link_id=link_id, answer_sealed=sealed, answered_at=each.authored
            )
        )
    return rows
