"""What a clinician writes, ready to be signed in the form of any profession."""

from clinic.records.forms import form_for
from clinic.records.views import NoteContent
from core.principal import Role
from people.risk.kinds import RiskLevel

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
