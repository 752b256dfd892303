"""Notes as they come in and go out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from core.model import Instant, Model
from core.principal import Role
from people.risk.kinds import RiskLevel

# What is being typed is stored as it stands: a blank at the end is often the beginning of the next word.
FieldText = Annotated[str, StringConstraints(max_length=8000, strip_whitespace=False)]


class NoteFields(Model):
    """The fields of a note: 主訴, 状況, 助言, 次の対応."""

    complaint: FieldText = ""
    situation: FieldText = ""
    advice: FieldText = ""
    next_action: FieldText = ""

    def has_text(self) -> bool:
        """Return whether anything is written in any field."""
        return any(text.strip() for text in (self.complaint, self.situation, self.advice, self.next_action))


class NoteOut(Model):
    """A note; `version` is 0 while nothing was saved."""

    encounter_id: UUID
    state: Literal["draft", "signed"]
    version: Annotated[int, Field(ge=0)]
    fields: NoteFields
    risk_level: RiskLevel | None
    updated_at: Instant | None
    signed_at: Instant | None


class NoteHead(Model):
    """The beginning of a signed note, for the family at a glance; texts are cut at 200 characters."""

    encounter_id: UUID
    signed_at: Instant
    author_name: str
    author_role: Role
    complaint: str
    next_action: str
    risk_level: RiskLevel | None
