"""What a clinician writes, ready to be signed in the form of any profession."""

from uuid import UUID

from clinic.encounters.tables import Encounter
from clinic.records import service as records
from clinic.records.forms import form_for
from clinic.records.views import NoteContent, NoteOut
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.risk.kinds import RiskLevel
from tests.clinic.encounters.make import make_consultation

SERVICES = {Role.MIDWIFE: "midwife", Role.DOCTOR: "paediatrician", Role.COUNSELLOR: "counselling"}

FIELDS = {"complaint": "眠れない", "situation": "生後3か月", "advice": "休む時間", "next_action": "来週また"}


def make_content(role: Role, risk_level: RiskLevel | None = None, /, **fields: str) -> NoteContent:
    """Return what stands in a note that nothing is missing in; `fields` are written over the usual ones."""
    form = form_for(role)
    answers = {field.id: field.options[0].code for field in form.fields if field.kind == "choice"}
    return NoteContent(
        fields=form.whole({**FIELDS, **answers, **fields}),
        risk_level=risk_level,
        reasons=["sleep"],
        outcome="follow_up",
    )


async def make_signed(
    uow: UnitOfWork, practitioner: Principal, encounter_id: UUID, risk_level: RiskLevel | None = None, /, **fields: str
) -> NoteOut:
    """Write and sign the note of a consultation that began."""
    saved = await records.save(
        uow, practitioner, encounter_id, make_content(practitioner.role, risk_level, **fields), 0
    )
    return await records.sign(uow, practitioner, encounter_id, saved.version)


async def make_note(
    uow: UnitOfWork, role: Role = Role.MIDWIFE, risk_level: RiskLevel | None = None, /, **fields: str
) -> tuple[Principal, Principal, Encounter]:
    """Return a client, a practitioner of this role, and their encounter, of which the note is signed."""
    client, practitioner, encounter = await make_consultation(uow, SERVICES[role], role, admitted=True)
    await make_signed(uow, practitioner, encounter.id, risk_level, **fields)
    return client, practitioner, encounter
