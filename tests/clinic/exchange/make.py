"""A small city with something of every kind that is exported."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from booking.appointments.states import ClaimState
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import TextStatus
from clinic.assessments.tables import QuestionnaireResponse
from clinic.encounters import urgent
from core.clock import ManualClock
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import Units
from people.consents.kinds import ConsentKind
from people.consents.tables import Consent
from tests.booking.make import make_appointment, make_duty
from tests.clinic.assessments.make import make_counselling
from tests.clinic.keeping.make import make_finished
from tests.people.make import make_parent, make_practitioner


async def make_city(units: Units, clock: ManualClock) -> UUID:
    """Make it, and return the id of a completed PHQ-9 with a total of 14."""
    await make_finished(units, clock)
    counselling = await make_counselling(units, clock)
    form = await counselling.fill_in(14)
    await counselling.hold_session()
    async with units.write() as uow:
        parent = await make_parent(uow, "青木　花子")
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        for days, state in enumerate((ClaimState.CANCELLED, ClaimState.NO_SHOW, ClaimState.BOOKED), 2):
            await make_appointment(uow, parent, midwife, uow.now + timedelta(days=days), state=state, reason="夜に泣く")
        night = uow.now + timedelta(hours=8), uow.now + timedelta(hours=20)
        await make_duty(uow, midwife.practitioner_id, *night)
        await make_duty(uow, counsellor.practitioner_id, *night, Role.COUNSELLOR, "on_call")
        call, _ = await urgent.open_now(uow, parent.person_id, counsellor.practitioner_id, None)
        survey = QuestionnaireResponse(
            id=new_id(),
            person_id=parent.person_id,
            questionnaire="satisfaction",
            version="1.0.0",
            text_id="x",
            text_status=TextStatus.ORIGINAL,
            language="ja",
            occasion=Occasion.AFTER_CONSULTATION,
            state=FormState.COMPLETED,
            started_at=uow.now,
            settled_at=uow.now,
        )
        uow.session.add(survey)
    async with units.write() as uow:
        await urgent.end_unmet(uow, call.id)
        taken_back = select(Consent.id).where(
            Consent.person_id == parent.person_id, Consent.kind == ConsentKind.SENSITIVE_DATA
        )
        await uow.session.execute(
            update(Consent).where(Consent.id.in_(taken_back)).values(withdrawn_at=uow.now + timedelta(minutes=3))
        )
    return form.id
