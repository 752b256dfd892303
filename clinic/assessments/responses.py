"""Answering a questionnaire: begun, answered item by item, completed or skipped."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from booking.appointments.tables import Appointment
from clinic.assessments import catalogue, scoring
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.reading import answers_of, view
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.assessments.tasks import PHQ9, list_due, list_forms
from clinic.assessments.translations import shown_in
from clinic.assessments.views import ResponseOut
from clinic.encounters.service import COURSE
from clinic.encounters.states import EpisodeState
from clinic.encounters.tables import EpisodeOfCare
from clinic.safety.alerts.chains import in_force
from clinic.safety.flags import raise_flag
from clinic.safety.kinds import FlagKind
from clinic.safety.tiers import raise_by_score
from core.audit.events import Action, Entity
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.inserts import insert_unless_there


async def start(
    uow: UnitOfWork,
    principal: Principal,
    *,
    questionnaire: str,
    language: str,
    occasion: Occasion,
    appointment_id: UUID | None,
    episode_id: UUID | None,
) -> ResponseOut:
    """Begin what is due on an occasion, or go on with what was begun.

    Raises NotFound for an unknown questionnaire or another's appointment or episode, Forbidden("consent.required"), and
    Conflict("assessments.not_due") when it is not asked now.
    """
    person_id = _self(principal)
    definition = catalogue.find(questionnaire)
    await _require_own(uow, person_id, appointment_id, episode_id)
    await require_sensitive_data(uow, person_id)
    before = await list_forms(uow, person_id)
    due = next((one for one in await list_due(uow, person_id) if one.occasion is occasion), None)
    if due is None:
        raise Conflict("assessments.not_due", "This questionnaire is not asked at the moment. Thank you.")
    if due.response_id is not None:
        response = await _own(uow, principal, due.response_id)
        response.appointment_id, response.episode_id = due.appointment_id, due.episode_id
    else:
        # Answers that no longer speak of this occasion are not gone on with; their flags stay.
        await _abandon(uow, [form.response_id for form in before if form.occasion is occasion])
        text = await shown_in(uow, definition, language)
        response = await _begin(
            uow,
            {
                "person_id": person_id,
                "questionnaire": definition.code,
                "version": definition.version,
                "text_id": text.id,
                "text_status": text.status,
                "language": text.language,
                "occasion": occasion,
                "appointment_id": due.appointment_id,
                "episode_id": due.episode_id,
            },
        )
    return await view(uow, response)


async def answer(uow: UnitOfWork, principal: Principal, response_id: UUID, link_id: str, value: int) -> ResponseOut:
    """Keep one answer; the same item may be answered anew until the response is settled.

    Item 9 with 1 or more raises its flag in this same transaction. Raises NotFound for another's response or an unknown
    item, Invalid("assessments.answer_out_of_range"), Conflict("assessments.settled"), Forbidden("consent.required").
    """
    response = await _own(uow, principal, response_id)
    await require_sensitive_data(uow, response.person_id)
    item = catalogue.find(response.questionnaire, response.version).item(link_id)
    if item is None:
        raise NotFound("assessments.item_not_found", "This question is not part of the questionnaire.")
    if not item.admits(value):
        raise Invalid("assessments.answer_out_of_range", "Please choose one of the answers.")
    if response.state is not FormState.IN_PROGRESS:
        raise _settled()
    await _keep(uow, response_id, link_id, value)
    _audit(uow, principal, Action.UPDATE, response)
    if response.questionnaire == PHQ9 and scoring.calls_for_flag(link_id, value):
        await raise_flag(
            uow,
            person_id=response.person_id,
            kind=FlagKind.PHQ9_ITEM_9,
            source_id=response.id,
            practitioner_id=await _practitioner_concerned(uow, response),
            answer=value,
        )
    return await view(uow, response)


async def complete(uow: UnitOfWork, principal: Principal, response_id: UUID) -> ResponseOut:
    """Complete a response: its total and band are stored; a total of 10 or more raises the person's risk tier.

    Completing again changes nothing. Raises NotFound for another's, Conflict("assessments.incomplete") with the
    unanswered items, Conflict("assessments.settled") for a skipped one, Forbidden("consent.required").
    """
    response = await _own(uow, principal, response_id)
    await require_sensitive_data(uow, response.person_id)
    if response.state is FormState.COMPLETED:
        return await view(uow, response)
    if response.state is not FormState.IN_PROGRESS:
        raise _settled()
    answers = await answers_of(uow, response.id)
    score = scoring.score(answers)
    if score is None:
        raise Conflict(
            "assessments.incomplete",
            "Some questions have no answer yet.",
            unanswered=list(scoring.unanswered(answers)),
        )
    await _settle(uow, response, FormState.COMPLETED)
    _audit(uow, principal, Action.EXECUTE, response)
    response.total, response.band = score.total, score.band
    if score.total >= scoring.HIGH_RISK_TOTAL:
        await raise_by_score(uow, response.person_id, response.id)
    if score.total >= (await in_force(uow)).chain.phq9_limit:
        await raise_flag(
            uow,
            person_id=response.person_id,
            kind=FlagKind.PHQ9_TOTAL,
            source_id=response.id,
            practitioner_id=await _practitioner_concerned(uow, response),
            answer=score.total,
        )
    return await view(uow, response)


async def skip(uow: UnitOfWork, principal: Principal, response_id: UUID) -> ResponseOut:
    """Leave a response unanswered, which is respected and counted; what was answered and raised stays.

    Skipping again changes nothing. Raises NotFound for another's, Conflict("assessments.settled") for a completed one.
    """
    response = await _own(uow, principal, response_id)
    if response.state is FormState.SKIPPED:
        return await view(uow, response)
    if response.state is not FormState.IN_PROGRESS:
        raise _settled()
    await _settle(uow, response, FormState.SKIPPED)
    return await view(uow, response)


def _audit(uow: UnitOfWork, principal: Principal, action: Action, response: QuestionnaireResponse) -> None:
    """Note in the audit log what the person does to a response; its answers come one by one, so they are gathered."""
    uow.audit(
        principal,
        action,
        Entity.QUESTIONNAIRE_RESPONSE,
        response.id,
        person_id=response.person_id,
        gathered=action is Action.UPDATE,
    )


def _self(principal: Principal) -> UUID:
    if principal.person_id is None:
        raise Forbidden("assessments.own_only", "Only the person themselves answers a questionnaire.")
    return principal.person_id


async def _own(uow: UnitOfWork, principal: Principal, response_id: UUID) -> QuestionnaireResponse:
    response = await uow.session.scalar(
        select(QuestionnaireResponse)
        .where(QuestionnaireResponse.id == response_id, QuestionnaireResponse.person_id == _self(principal))
        .with_for_update()
    )
    if response is None:
        raise NotFound("assessments.not_found", "This questionnaire is not among yours.")
    return response


async def _require_own(uow: UnitOfWork, person_id: UUID, appointment_id: UUID | None, episode_id: UUID | None) -> None:
    conditions = []
    if appointment_id is not None:
        conditions.append(
            select(Appointment.id).where(Appointment.id == appointment_id, Appointment.person_id == person_id)
        )
    if episode_id is not None:
        conditions.append(
            select(EpisodeOfCare.id).where(EpisodeOfCare.id == episode_id, EpisodeOfCare.person_id == person_id)
        )
    for condition in conditions:
        if await uow.session.scalar(condition) is None:
            raise NotFound("assessments.occasion_not_found", "This appointment or course is not among yours.")


async def _abandon(uow: UnitOfWork, response_ids: Sequence[UUID]) -> None:
    await uow.session.execute(
        update(QuestionnaireResponse)
        .where(QuestionnaireResponse.id.in_(response_ids), QuestionnaireResponse.state == FormState.IN_PROGRESS)
        .values(state=FormState.ABANDONED, settled_at=uow.now)
    )


async def _begin(uow: UnitOfWork, row: dict[str, object]) -> QuestionnaireResponse:
    begun = {**row, "id": new_id(), "state": FormState.IN_PROGRESS, "started_at": uow.now}
    # Two taps at once begin one response.
    await uow.session.execute(insert_unless_there(uow, QuestionnaireResponse, [begun]))
    open_now = select(QuestionnaireResponse).where(
        QuestionnaireResponse.person_id == row["person_id"],
        QuestionnaireResponse.questionnaire == row["questionnaire"],
        QuestionnaireResponse.occasion == row["occasion"],
        QuestionnaireResponse.state == FormState.IN_PROGRESS,
    )
    return (await uow.session.scalars(open_now)).one()


async def _keep(uow: UnitOfWork, response_id: UUID, link_id: str, value: int) -> None:
    kept = await uow.session.scalar(
        select(QuestionnaireAnswer).where(
            QuestionnaireAnswer.response_id == response_id, QuestionnaireAnswer.link_id == link_id
        )
    )
    if kept is None:
        kept = QuestionnaireAnswer(id=new_id(), response_id=response_id, link_id=link_id)
        uow.session.add(kept)
    kept.answer_sealed = uow.vault.seal(str(value), f"answer:{kept.id}")
    kept.answered_at = uow.now
    await uow.session.flush()


async def _settle(uow: UnitOfWork, response: QuestionnaireResponse, state: FormState) -> None:
    response.state = state
    response.settled_at = uow.now
    if response.episode_id is None:
        response.episode_id = await uow.session.scalar(
            select(EpisodeOfCare.id).where(
                EpisodeOfCare.person_id == response.person_id,
                EpisodeOfCare.kind == COURSE,
                EpisodeOfCare.state == EpisodeState.ACTIVE,
            )
        )
    await uow.session.flush()


async def _practitioner_concerned(uow: UnitOfWork, response: QuestionnaireResponse) -> UUID | None:
    """Return who leads the course now, or will give its first session."""
    leads = select(EpisodeOfCare.practitioner_id).where(EpisodeOfCare.person_id == response.person_id)
    if response.episode_id is not None:
        leads = leads.where(EpisodeOfCare.id == response.episode_id)
    else:
        leads = leads.where(EpisodeOfCare.kind == COURSE, EpisodeOfCare.state == EpisodeState.ACTIVE)
    found: Sequence[UUID] = (await uow.session.scalars(leads)).all()
    if found:
        return found[0]
    if response.appointment_id is None:
        return None
    return (
        await uow.session.scalars(select(Appointment.practitioner_id).where(Appointment.id == response.appointment_id))
    ).one_or_none()


def _settled() -> Conflict:
    return Conflict("assessments.settled", "This questionnaire is closed and does not change any more.")
