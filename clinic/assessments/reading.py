"""Reading responses: one's own, and those of the persons whose course one leads or whom one meets.

What a person says of the service itself in a survey is read by nobody but them: it goes into figures alone.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, or_, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments import definitions
from clinic.assessments.due import FormState
from clinic.assessments.given import read_given
from clinic.assessments.questionnaire import Given, Questionnaire
from clinic.assessments.scoring.outcome import SCALES, unanswered
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.assessments.views import ResponseOut, TranslationOut
from clinic.encounters.service import COURSE
from clinic.encounters.tables import EpisodeOfCare
from clinic.safety.flags import answers_for, flagged
from core.audit.events import Action, Entity
from core.errors import NotFound
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say

_MOST = 100


async def show(uow: UnitOfWork, principal: Principal, response_id: UUID) -> ResponseOut:
    """Return a response that concerns the caller; raises NotFound for others.

    It is the caller's own, of a person whose counselling they give, was asked before a consultation with them, or
    stands behind a flag that they must answer.
    """
    response = await uow.session.scalar(
        select(QuestionnaireResponse).where(QuestionnaireResponse.id == response_id, _sees(principal))
    )
    if response is None:
        raise NotFound("assessments.not_found", "This questionnaire is not among yours.")
    uow.audit(principal, Action.READ, Entity.QUESTIONNAIRE_RESPONSE, response.id, person_id=response.person_id)
    return await view(uow, response)


async def list_of_person(uow: UnitOfWork, principal: Principal, person_id: UUID) -> Sequence[ResponseOut]:
    """Return the responses of a person whose counselling the caller gives, newest first; raises NotFound for others."""
    if principal.practitioner_id is None or not await uow.session.scalar(
        select(_gives_counselling(principal.practitioner_id, person_id))
    ):
        raise NotFound("assessments.person_not_found", "This person is not among those whose counselling you give.")
    uow.audit(principal, Action.READ, Entity.QUESTIONNAIRE_RESPONSE, person_id=person_id)
    rows = await uow.session.scalars(
        select(QuestionnaireResponse)
        .where(QuestionnaireResponse.person_id == person_id, _is_scale())
        .order_by(QuestionnaireResponse.started_at.desc(), QuestionnaireResponse.id.desc())
        .limit(_MOST)
    )
    return await views(uow, rows.all())


async def answers_of(uow: UnitOfWork, response_id: UUID) -> Mapping[str, Given]:
    """Return the answers of a response by link id."""
    rows = await uow.session.scalars(select(QuestionnaireAnswer).where(QuestionnaireAnswer.response_id == response_id))
    return {row.link_id: read_given(uow.vault.open(row.answer_sealed, f"answer:{row.id}")) for row in rows}


async def view(uow: UnitOfWork, response: QuestionnaireResponse) -> ResponseOut:
    """Return a stored response as it goes out; the caller may see it."""
    return (await views(uow, [response]))[0]


async def views(uow: UnitOfWork, responses: Sequence[QuestionnaireResponse]) -> Sequence[ResponseOut]:
    """Return stored responses as they go out, in three queries."""
    ids = [response.id for response in responses]
    answers, unreadable = await _opened(uow, ids)
    raised = await flagged(uow, ids)
    of = await definitions.of_versions(uow, {(response.questionnaire, response.version) for response in responses})
    return [
        _view(
            response,
            of[response.questionnaire, response.version],
            answers.get(response.id, {}),
            unreadable.get(response.id),
            crisis=response.id in raised,
        )
        for response in responses
    ]


def _view(
    response: QuestionnaireResponse,
    definition: Questionnaire,
    answers: Mapping[str, Given],
    unreadable: Unreadable | None,
    *,
    crisis: bool,
) -> ResponseOut:
    return ResponseOut(
        id=response.id,
        person_id=response.person_id,
        questionnaire=response.questionnaire,
        version=response.version,
        language=response.language,
        translation=TranslationOut(id=response.text_id, status=response.text_status),
        occasion=response.occasion,
        appointment_id=response.appointment_id,
        episode_id=response.episode_id,
        state=response.state,
        answers={key: list(given) if isinstance(given, tuple) else given for key, given in answers.items()},
        unanswered=list(unanswered(definition, answers)),
        started_at=response.started_at,
        settled_at=response.settled_at,
        total=response.total if response.state is FormState.COMPLETED else None,
        band=response.band if response.state is FormState.COMPLETED else None,
        crisis=crisis,
        unreadable=unreadable,
    )


async def _opened(
    uow: UnitOfWork, response_ids: Sequence[UUID]
) -> tuple[Mapping[UUID, Mapping[str, Given]], Mapping[UUID, Unreadable]]:
    """Return the answers by response, and why those of a response cannot be read; half of a form is not shown."""
    found: dict[UUID, dict[str, Given]] = {}
    unreadable: dict[UUID, Unreadable] = {}
    if not response_ids:
        return found, unreadable
    rows = await uow.session.scalars(
        select(QuestionnaireAnswer).where(QuestionnaireAnswer.response_id.in_(response_ids))
    )
    for row in rows:
        text, fault = open_or_say(uow.vault, row.answer_sealed, f"answer:{row.id}")
        if fault is None:
            found.setdefault(row.response_id, {})[row.link_id] = read_given(text)
        else:
            unreadable[row.response_id] = fault
    return {key: answers for key, answers in found.items() if key not in unreadable}, unreadable


def _sees(principal: Principal) -> ColumnElement[bool]:
    if principal.person_id is not None:
        return QuestionnaireResponse.person_id == principal.person_id
    if principal.practitioner_id is not None:
        asked_before = exists().where(
            Appointment.id == QuestionnaireResponse.appointment_id,
            Appointment.practitioner_id == principal.practitioner_id,
            Appointment.state.in_(STANDING),
        )
        concerns = or_(
            _gives_counselling(principal.practitioner_id, QuestionnaireResponse.person_id),
            asked_before,
            answers_for(principal, QuestionnaireResponse.id),
        )
        return and_(_is_scale(), concerns)
    return false()


def _is_scale() -> ColumnElement[bool]:
    return QuestionnaireResponse.questionnaire.in_(SCALES)


def _gives_counselling(practitioner_id: UUID, person_id: UUID | SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    leads = exists().where(
        EpisodeOfCare.person_id == person_id,
        EpisodeOfCare.practitioner_id == practitioner_id,
        EpisodeOfCare.kind == COURSE,
    )
    expects = exists().where(
        Appointment.person_id == person_id,
        Appointment.practitioner_id == practitioner_id,
        Appointment.state.in_(STANDING),
        Appointment.service_id == Service.id,
        Service.code == COURSE,
    )
    return or_(leads, expects)
