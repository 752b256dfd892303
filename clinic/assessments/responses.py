"""Answering a questionnaire: begun, answered item by item, completed or skipped."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from booking.appointments.tables import Appointment
from clinic.assessments import definitions, tallies
from clinic.assessments.due import PHQ9, FormState, Occasion
from clinic.assessments.given import written
from clinic.assessments.questionnaire import Given, ItemKind
from clinic.assessments.reading import answers_of, view
from clinic.assessments.scoring.outcome import Outcome, calls_for_flag, outcome, unanswered
from clinic.assessments.scoring.phq9 import HIGH_RISK_TOTAL
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse, QuestionnaireScore
from clinic.assessments.tasks import list_due
from clinic.assessments.translations import shown_in
from clinic.assessments.views import ResponseOut
from clinic.encounters.service import COURSE
from clinic.encounters.states import EpisodeState
from clinic.encounters.tables import EpisodeOfCare
from clinic.safety.alerts.chains import in_force
from clinic.safety.chat.phrases import holds_phrase
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

SELF_HARM_FLAGS = {"phq-9": FlagKind.PHQ9_ITEM_9, "epds": FlagKind.EPDS_ITEM_10}
"""What an answer on self-harm raises, by the code of the questionnaire."""

TOTAL_FLAGS = {"phq-9": FlagKind.PHQ9_TOTAL, "epds": FlagKind.EPDS_TOTAL, "gad-7": FlagKind.GAD7_TOTAL}
"""What a total from its limit on raises, by the code of the questionnaire."""


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

    Raises NotFound for an unknown questionnaire or another's appointment or episode, Forbidden("consent.required"),
    Conflict("assessments.retired") for a survey that is not asked any more, and Conflict("assessments.not_due") when it
    is not asked now.
    """
    person_id = _self(principal)
    definition = await definitions.find(uow, questionnaire)
    await definitions.require_asked(uow, questionnaire)
    await _require_own(uow, person_id, appointment_id, episode_id)
    await require_sensitive_data(uow, person_id)
    # What another tap begins in this moment is not among them.
    before = await _in_progress(uow, person_id, questionnaire, occasion)
    asked = (one for one in await list_due(uow, person_id) if one.occasion is occasion)
    due = next((one for one in asked if one.questionnaire == questionnaire), None)
    if due is None:
        raise Conflict("assessments.not_due", "This questionnaire is not asked at the moment. Thank you.")
    if due.response_id is not None:
        response = await _own(uow, principal, due.response_id)
        response.appointment_id, response.episode_id = due.appointment_id, due.episode_id
    else:
        # Answers that no longer speak of this occasion are not gone on with; their flags stay.
        await _abandon(uow, before)
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


async def answer(
    uow: UnitOfWork, principal: Principal, response_id: UUID, link_id: str, given: Given | None
) -> ResponseOut:
    """Keep one answer; the same item may be answered anew until the response is settled.

    None takes back the answer to what is not answered by one choice. PHQ-9's item 9 and EPDS's item 10 with 1 or more,
    and a text that holds a phrase of the list, raise their flag in this same transaction; such an answer is taken also
    when the questionnaire is no longer asked, and on a response that is settled (on another device, say) it raises the
    flag and leaves the response as it is. Raises NotFound for another's response or an unknown item,
    Invalid("assessments.answer_out_of_range"), Conflict("assessments.settled"), Conflict("assessments.retired"),
    Forbidden("consent.required").
    """
    response = await _own(uow, principal, response_id)
    await require_sensitive_data(uow, response.person_id)
    item = (await definitions.find(uow, response.questionnaire, response.version)).item(link_id)
    if item is None:
        raise NotFound("assessments.item_not_found", "This question is not part of the questionnaire.")
    if (item.kind is ItemKind.CHOICE) if given is None else not item.admits(given):
        raise Invalid("assessments.answer_out_of_range", "Please choose one of the answers.")
    cry = _cry(response.questionnaire, link_id, given)
    if response.state is FormState.IN_PROGRESS:
        if cry is None:
            await definitions.require_asked(uow, response.questionnaire)
        if given is None:
            await _take_back(uow, response_id, link_id)
        else:
            await _keep(uow, response_id, link_id, given)
    elif cry is None:
        raise _settled()
    _audit(uow, principal, Action.UPDATE, response)
    if cry is not None:
        await raise_flag(
            uow,
            person_id=response.person_id,
            kind=cry,
            source_id=response.id,
            practitioner_id=await practitioner_concerned(uow, response),
            answer=given if isinstance(given, int) else None,
        )
    return await view(uow, response)


def _cry(questionnaire: str, link_id: str, given: Given | None) -> FlagKind | None:
    """Return the flag that an answer raises by itself."""
    if isinstance(given, int) and calls_for_flag(questionnaire, link_id, given):
        return SELF_HARM_FLAGS[questionnaire]
    return FlagKind.SURVEY_PHRASE if isinstance(given, str) and holds_phrase(given) else None


async def complete(uow: UnitOfWork, principal: Principal, response_id: UUID) -> ResponseOut:
    """Complete a response: what it comes to is stored; a PHQ-9 of 10 or more raises the person's risk tier.

    Completing again changes nothing. Raises NotFound for another's, Conflict("assessments.incomplete") with the
    unanswered items, Conflict("assessments.settled") for a skipped one, Conflict("assessments.retired"),
    Forbidden("consent.required").
    """
    response = await _own(uow, principal, response_id)
    await require_sensitive_data(uow, response.person_id)
    if response.state is FormState.COMPLETED:
        return await view(uow, response)
    if response.state is not FormState.IN_PROGRESS:
        raise _settled()
    await definitions.require_asked(uow, response.questionnaire)
    definition = await definitions.find(uow, response.questionnaire, response.version)
    answers = await answers_of(uow, response.id)
    found = outcome(definition, answers)
    if found is None:
        raise Conflict(
            "assessments.incomplete",
            "Some questions have no answer yet.",
            unanswered=list(unanswered(definition, answers)),
        )
    await _settle(uow, response, FormState.COMPLETED)
    _audit(uow, principal, Action.EXECUTE, response)
    await judge(uow, response, found)
    await tallies.add(uow, definition, answers)
    return await view(uow, response)


async def judge(uow: UnitOfWork, response: QuestionnaireResponse, found: Outcome) -> None:
    """Store what a completed response comes to; a total from a limit on raises the tier, or a flag."""
    await store(uow, response, found)
    if found.score is None:
        return
    total = found.score.total
    if response.questionnaire == PHQ9 and total >= HIGH_RISK_TOTAL:
        await raise_by_score(uow, response.person_id, response.id)
    limit = (await in_force(uow)).chain.limit_of(response.questionnaire)
    if limit is not None and total >= limit:
        await raise_flag(
            uow,
            person_id=response.person_id,
            kind=TOTAL_FLAGS[response.questionnaire],
            source_id=response.id,
            practitioner_id=await practitioner_concerned(uow, response),
            answer=total,
        )


async def store(uow: UnitOfWork, response: QuestionnaireResponse, found: Outcome) -> None:
    """Store what a completed response comes to, and call nobody; what was stored before is replaced."""
    for code, value in found.numbers.items():
        await uow.session.merge(QuestionnaireScore(response_id=response.id, code=code, value=value))
    if found.score is not None:
        response.total, response.band = found.score.total, found.score.band


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


async def _in_progress(uow: UnitOfWork, person_id: UUID, questionnaire: str, occasion: Occasion) -> Sequence[UUID]:
    query = select(QuestionnaireResponse.id).where(
        QuestionnaireResponse.person_id == person_id,
        QuestionnaireResponse.questionnaire == questionnaire,
        QuestionnaireResponse.occasion == occasion,
        QuestionnaireResponse.state == FormState.IN_PROGRESS,
    )
    return (await uow.session.scalars(query)).all()


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


async def _take_back(uow: UnitOfWork, response_id: UUID, link_id: str) -> None:
    await uow.session.execute(
        delete(QuestionnaireAnswer).where(
            QuestionnaireAnswer.response_id == response_id, QuestionnaireAnswer.link_id == link_id
        )
    )


async def _keep(uow: UnitOfWork, response_id: UUID, link_id: str, given: Given) -> None:
    kept = await uow.session.scalar(
        select(QuestionnaireAnswer).where(
            QuestionnaireAnswer.response_id == response_id, QuestionnaireAnswer.link_id == link_id
        )
    )
    if kept is None:
        kept = QuestionnaireAnswer(id=new_id(), response_id=response_id, link_id=link_id)
        uow.session.add(kept)
    kept.answer_sealed = uow.vault.seal(written(given), f"answer:{kept.id}")
    kept.answered_at = uow.now
    await uow.session.flush()


async def _settle(uow: UnitOfWork, response: QuestionnaireResponse, state: FormState) -> None:
    response.state = state
    response.settled_at = uow.now
    if response.episode_id is None and response.questionnaire == PHQ9:
        response.episode_id = await uow.session.scalar(
            select(EpisodeOfCare.id).where(
                EpisodeOfCare.person_id == response.person_id,
                EpisodeOfCare.kind == COURSE,
                EpisodeOfCare.state == EpisodeState.ACTIVE,
            )
        )
    await uow.session.flush()


async def practitioner_concerned(uow: UnitOfWork, response: QuestionnaireResponse) -> UUID | None:
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
