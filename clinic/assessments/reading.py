"""Reading responses: one's own, and those of the persons whose course one leads."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, false, or_, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments import scoring
from clinic.assessments.due import FormState
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.assessments.views import ResponseOut, TranslationOut
from clinic.encounters.service import COURSE
from clinic.encounters.tables import EpisodeOfCare
from clinic.safety.flags import answers_for, flagged
from core.audit.events import Action, Entity
from core.errors import NotFound
from core.principal import Principal
from core.unit_of_work import UnitOfWork

_MOST = 100


async def show(uow: UnitOfWork, principal: Principal, response_id: UUID) -> ResponseOut:
    """Return a response of the caller, of a person whose counselling the caller gives, or whose flag they must answer.

    Raises NotFound for others.
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
        .where(QuestionnaireResponse.person_id == person_id)
        .order_by(QuestionnaireResponse.started_at.desc(), QuestionnaireResponse.id.desc())
        .limit(_MOST)
    )
    return await views(uow, rows.all())


async def answers_of(uow: UnitOfWork, response_id: UUID) -> Mapping[str, int]:
    """Return the answers of a response, from link id to number."""
    return (await _answers(uow, [response_id])).get(response_id, {})


async def view(uow: UnitOfWork, response: QuestionnaireResponse) -> ResponseOut:
    """Return a stored response as it goes out; the caller may see it."""
    return (await views(uow, [response]))[0]


async def views(uow: UnitOfWork, responses: Sequence[QuestionnaireResponse]) -> Sequence[ResponseOut]:
    """Return stored responses as they go out, in two queries."""
    ids = [response.id for response in responses]
    answers = await _answers(uow, ids)
    raised = await flagged(uow, ids)
    return [_view(response, answers.get(response.id, {}), crisis=response.id in raised) for response in responses]


def _view(response: QuestionnaireResponse, answers: Mapping[str, int], *, crisis: bool) -> ResponseOut:
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
        answers=dict(answers),
        unanswered=list(scoring.unanswered(answers)),
        started_at=response.started_at,
        settled_at=response.settled_at,
        total=response.total if response.state is FormState.COMPLETED else None,
        band=response.band if response.state is FormState.COMPLETED else None,
        crisis=crisis,
    )


async def _answers(uow: UnitOfWork, response_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    if not response_ids:
        return found
    rows = await uow.session.scalars(
        select(QuestionnaireAnswer).where(QuestionnaireAnswer.response_id.in_(response_ids))
    )
    for row in rows:
        value = int(uow.vault.open(row.answer_sealed, f"answer:{row.id}"))
        found.setdefault(row.response_id, {})[row.link_id] = value
    return found


def _sees(principal: Principal) -> ColumnElement[bool]:
    if principal.person_id is not None:
        return QuestionnaireResponse.person_id == principal.person_id
    if principal.practitioner_id is not None:
        return or_(
            _gives_counselling(principal.practitioner_id, QuestionnaireResponse.person_id),
            answers_for(principal, QuestionnaireResponse.id),
        )
    return false()


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
