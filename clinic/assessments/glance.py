"""A family at a glance, for the clinician beside the consultation."""

from uuid import UUID

from clinic.assessments.views import GlanceChildOut, GlanceOut
from clinic.records.need import require_need
from clinic.records.sharing.reading import signed_heads
from core.audit.events import Action, Entity
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.persons.plausibility import write_month
from people.persons.service import get_display_name, get_family
from people.risk.service import current_tier


async def family_glance(uow: UnitOfWork, principal: Principal, person_id: UUID) -> GlanceOut:
    """Return what a clinician with a consultation of this person sees at once; raises NotFound for any other."""
    await require_need(uow, principal, person_id)
    uow.audit(principal, Action.READ, Entity.PERSON, person_id, person_id=person_id)
    family = await get_family(uow, person_id)
    today = uow.zone.today(uow.now)
    return GlanceOut(
        person_id=person_id,
        display_name=await get_display_name(uow, person_id),
        pregnant_due=None if family.pregnant_due is None else family.pregnant_due.isoformat(),
        children=[
            GlanceChildOut(
                birth_month=write_month(month), age_months=(today.year - month.year) * 12 + today.month - month.month
            )
            for month in family.birth_months
        ],
        risk_tier=await current_tier(uow, person_id),
        notes=list(await signed_heads(uow, principal, person_id)),
    )
