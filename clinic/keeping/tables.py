"""The policy of keeping, legal holds, exports, erasure requests, and deletion runs with what they erased."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.keeping.states import DeletionRunState, ErasureState, ExportState
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class RetentionPolicy(Base):
    """A version of the policy; the highest is in force. `years` goes from the code of a kind to its years."""

    __tablename__ = "retention_policies"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    years: Mapped[dict[str, int]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


_STANDING = text("lifted_at IS NULL")


class LegalHold(Base):
    """Nothing of the person is erased until the hold is lifted; at most one stands.

    `reason_sealed` opens in the context "legal_hold:<id>", `lifted_reason_sealed` in "legal_hold_lifted:<id>".
    """

    __tablename__ = "legal_holds"
    __table_args__ = (
        Index("uq_legal_holds_standing", "person_id", unique=True, postgresql_where=_STANDING, sqlite_where=_STANDING),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    lifted_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


_ASKED = text("state = 'asked'")


class DataExport(Base):
    """A person's export of all that is theirs; at most one is being made. Its content goes at `expires_at`."""

    __tablename__ = "data_exports"
    __table_args__ = (
        Index("uq_data_exports_asked", "person_id", unique=True, postgresql_where=_ASKED, sqlite_where=_ASKED),
        Index("ix_data_exports_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    state: Mapped[ExportState] = mapped_column(code_column(ExportState))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    size: Mapped[int | None] = mapped_column(Integer)


class DataExportContent(Base):
    """What an export holds; `content_sealed` opens in the context "export:<id>" as JSON, see export.model."""

    __tablename__ = "data_export_contents"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("data_exports.id"), primary_key=True)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DeletionRun(Base):
    """A deletion: proposed, reviewed, then done in batches.

    What ended on `day` less the years of the policy's `policy_version`, or before, is over its time. `plan` is what was
    counted when it was proposed (planning.Plan as JSON), `results` how much of each step was done. `position` is the
    step that it has come to. `alone` says that there was nobody else to approve it.
    """

    __tablename__ = "deletion_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[DeletionRunState] = mapped_column(code_column(DeletionRunState))
    day: Mapped[date]
    policy_version: Mapped[int] = mapped_column(Integer)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    results: Mapped[dict[str, int]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(Integer)
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    alone: Mapped[bool]
    ended_at: Mapped[datetime | None]


class ErasedRecord(Base):
    """That a step of a run erased what hung on a row that itself stays, such as the messages of an encounter."""

    __tablename__ = "erased_records"

    step: Mapped[str] = mapped_column(String(32), primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("deletion_runs.id"))
    erased_at: Mapped[datetime]


_OPEN = text("state IN ('open', 'closed')")


class ErasureRequest(Base):
    """That a person wants everything of theirs erased; at most one is open.

    `closed_at` is when their account was closed, `done_at` when nothing that names them was left.
    """

    __tablename__ = "erasure_requests"
    __table_args__ = (
        Index("uq_erasure_requests_open", "person_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    state: Mapped[ErasureState] = mapped_column(code_column(ErasureState))
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
