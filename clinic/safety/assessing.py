"""The documented assessment that ends a flag, and what it says. The form's questions need the operator's review.

The form follows what a structured risk assessment asks (facts: any answer other than "not at all" to item 9 calls for
one): how near the danger is, whether there is a plan, what protects, who is there, and what was agreed until when.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from booking.bounds import BoundedInstant
from clinic.encounters import urgent
from clinic.safety.flags import hint_flags, seen_for_update, show
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import RiskAssessment, SafetyTask
from clinic.safety.tasks import leave_deadline, step_context
from clinic.safety.views import FlagOut
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.model import Model
from core.principal import Principal
from core.unit_of_work import UnitOfWork

LONGEST = timedelta(days=90)
"""What is agreed is done within so long. Our own number: 「運営者の確認が必要です」."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Needed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Immediacy(StrEnum):
    """How near the danger is."""

    NOW = "now"
    SOON = "soon"
    NOT_NEAR = "not_near"
    UNKNOWN = "unknown"


class Plan(StrEnum):
    """Whether there is a plan."""

    NONE = "none"
    VAGUE = "vague"
    CONCRETE = "concrete"
    UNKNOWN = "unknown"


class Company(StrEnum):
    """Who is with the person."""

    ADULT = "adult"
    CHILDREN = "children"
    ALONE = "alone"
    UNKNOWN = "unknown"


class RiskAssessmentIn(Model):
    """What was found and done. `protection`: what holds the person; `action`: what was done; `next_at`: until when."""

    immediacy: Immediacy
    plan: Plan
    plan_words: Words = ""
    protection: Words = ""
    company: Company
    company_words: Words = ""
    action: Needed
    next_step: Needed
    next_at: BoundedInstant


async def assess(uow: UnitOfWork, principal: Principal, flag_id: UUID, content: RiskAssessmentIn) -> FlagOut:
    """Write the assessment of a flag down, once: the flag is closed, and what was agreed becomes a task.

    Who assesses a flag that nobody took on has taken it on. Raises NotFound("safety.flag_not_found"),
    Conflict("safety.flag_closed") for one that is closed already, Conflict("safety.drill_not_assessed") for a drill,
    and Invalid("safety.next_at") for a time that is past or more than 90 days ahead.
    """
    flag = await seen_for_update(uow, principal, flag_id)
    if flag.kind is FlagKind.DRILL or flag.person_id is None:
        raise Conflict("safety.drill_not_assessed", "A drill is not assessed.")
    if flag.closed_at is not None:
        raise Conflict("safety.flag_closed", "This alert has been assessed and closed already.")
    if not uow.now < content.next_at <= uow.now + LONGEST:
        raise Invalid("safety.next_at", "Please agree on a time within the next 90 days.")
    assessment_id, task_id = new_id(), new_id()
    written = content.model_dump_json(exclude={"next_step", "next_at"})
    uow.session.add(
        RiskAssessment(
            id=assessment_id,
            person_id=flag.person_id,
            account_id=principal.account_id,
            content_sealed=uow.vault.seal(written, f"risk_assessment:{assessment_id}"),
            assessed_at=uow.now,
        )
    )
    await uow.session.flush()
    if flag.acknowledged_at is None:
        flag.acknowledged_at, flag.acknowledged_by = uow.now, principal.account_id
    uow.audit(principal, Action.EXECUTE, Entity.FLAG, flag_id, person_id=flag.person_id)
    flag.assessment_id = assessment_id
    flag.closed_at, flag.closed_by = uow.now, principal.account_id
    flag.next_at = None
    task = SafetyTask(
        id=task_id,
        assessment_id=assessment_id,
        person_id=flag.person_id,
        account_id=principal.account_id,
        step_sealed=uow.vault.seal(content.next_step, step_context(task_id)),
        due_at=content.next_at,
    )
    uow.session.add(task)
    await uow.session.flush()
    leave_deadline(uow, task)
    if flag.kind is FlagKind.URGENT_CALL:
        await urgent.end_unmet(uow, flag.source_id)
    await hint_flags(uow, flag.practitioner_id)
    return await show(uow, principal, flag_id)
