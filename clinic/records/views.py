"""Notes as they come in and go out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from clinic.records.categories import MAX_REASONS, Categories
from clinic.records.cosigning.states import CosigningState
from clinic.records.forms import Form
from core.model import Instant, LocalText, Model
from core.principal import Role
from core.unreadable import Unreadable
from people.risk.kinds import RiskLevel

MAX_FIELDS = 24

FieldId = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]*$")]
# What is being typed is stored as it stands: a blank at the end is often the beginning of the next word.
FieldText = Annotated[str, StringConstraints(max_length=8000, strip_whitespace=False)]
# Two devices may have written in one field; what was set aside can be as long as both.
AsideText = Annotated[str, StringConstraints(max_length=16_001, strip_whitespace=False)]
CategoryCode = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]*$")]
NoteFields = Annotated[dict[FieldId, FieldText], Field(max_length=MAX_FIELDS)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class NoteContent(Model):
    """What is written in a note: the fields of its form by id, the risk, and what it is counted under.

    `asides`, by field, are texts that another device wrote in the same field; both are kept until the author decided.
    """

    fields: NoteFields
    risk_level: RiskLevel | None = None
    reasons: Annotated[list[CategoryCode], Field(max_length=MAX_REASONS)] = Field(default_factory=list)
    outcome: CategoryCode | None = None
    asides: Annotated[dict[FieldId, AsideText], Field(max_length=MAX_FIELDS)] = Field(default_factory=dict)

    def has_text(self) -> bool:
        """Return whether anything is written in any field."""
        return any(text.strip() for text in self.fields.values())


class NoteOut(NoteContent):
    """A note in its form; `version` is 0 while nothing was saved."""

    encounter_id: UUID
    form: str
    form_version: int
    state: Literal["draft", "signed"]
    version: Annotated[int, Field(ge=0)]
    updated_at: Instant | None
    signed_at: Instant | None

    def content(self) -> NoteContent:
        """Return what is written in it."""
        return NoteContent.model_validate(self.model_dump(include=set(NoteContent.model_fields)))


class NoteHead(Model):
    """The beginning of a signed note as it stands now, for the family at a glance; texts are cut at 200 characters.

    `unreadable` says why there are none.
    """

    encounter_id: UUID
    signed_at: Instant
    author_name: str
    author_role: Role
    complaint: str
    next_action: str
    risk_level: RiskLevel | None
    amended: bool
    unreadable: Unreadable | None


class AidOut(Model):
    """A wording aid for the caller's profession: what to think of when `pattern` is found."""

    id: str
    pattern: str
    advice: LocalText


class NoteFormsOut(Model):
    """All forms in all versions, the categories, and the wording aids for the caller's profession."""

    forms: list[Form]
    categories: Categories
    aids: list[AidOut]
    needs_review: bool


class NoteVersion(NoteContent):
    """One version of a signed note: `number` 0 is as it was signed, each amendment has its `reason`."""

    number: int
    at: Instant
    reason: str | None


class CosigningBrief(Model):
    """Where a counselling note stands with its psychiatrist; `comment` is for its author.

    `supervisor_name`: the author's supervisor, as it is while it waits, and as it was when it was decided; None for
    nobody. `by_deputy`: another psychiatrist decided in the supervisor's place.
    """

    state: CosigningState
    number: int
    asked_at: Instant
    due_at: Instant
    opened_at: Instant | None
    decided_at: Instant | None
    decided_by_name: str | None
    supervisor_name: str | None
    by_deputy: bool
    comment: str | None


class ShareBrief(Model):
    """That a counselling note is open to the person's other clinicians, since when, by whom and why."""

    shared_at: Instant
    shared_by_name: str
    reason: str


class NoteVersionsOut(Model):
    """A signed note with all its amendments, the first version first; no version while it is a draft.

    `may_share`: the caller may open it to the person's other clinicians, or end that.
    """

    encounter_id: UUID
    form: str
    form_version: int
    author_name: str
    author_role: Role
    is_own: bool
    may_share: bool
    versions: list[NoteVersion]
    cosigning: CosigningBrief | None
    share: ShareBrief | None
