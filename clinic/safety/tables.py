"""Flags that a person must be looked after, who was called of them, and how they were assessed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.safety.kinds import Audience, CallState, Channel, FlagKind
from core.database import Base
from core.ids import new_id
from people.codes import code_column

_OPEN = text("closed_at IS NULL")


class Flag(Base):
    """Something that a clinician must see and answer. It is never deleted, and ends only with an assessment.

    `source_id` is what it came from: a questionnaire response, an encounter, or the flag itself. `round` is 1, and one
    more each time the source gave a new cause after the flag had been acknowledged. `practitioner_id` is the
    practitioner concerned, if there is one. `answer_sealed` opens in the context "flag_answer:<id>" as a number: the
    heaviest answer, the total, or the number of the message. `comment_sealed` opens in "flag_comment:<id>".

    The alert chain: `step` is the position of the step that was called last, `turn` counts the calls, `next_at` is when
    the next are called unless somebody acts before. `overdue_at`: since when it is acknowledged and not assessed for
    too long. A drill is about nobody, and ends without an assessment; the database refuses any other end.
    """

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("source_id", "kind", "round", name="uq_flags_source_id"),
        CheckConstraint("closed_at IS NULL OR assessment_id IS NOT NULL OR kind = 'drill'", name="assessed"),
        CheckConstraint("person_id IS NOT NULL OR kind = 'drill'", name="person"),
        Index("ix_flags_unclosed", "raised_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[FlagKind] = mapped_column(code_column(FlagKind))
    source_id: Mapped[UUID]
    round: Mapped[int] = mapped_column(Integer)
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    raised_at: Mapped[datetime]
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    step: Mapped[int | None] = mapped_column(Integer)
    turn: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    next_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("risk_assessments.id"), unique=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class AlertCall(Base):
    """That somebody was called of a flag: whom, at which step, by which channel, and what became of it.

    Where a step found nobody, one row without an account and a channel says so.
    """

    __tablename__ = "alert_calls"
    __table_args__ = (UniqueConstraint("flag_id", "turn", "account_id", "channel", name="uq_alert_calls_flag_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    flag_id: Mapped[UUID] = mapped_column(ForeignKey("flags.id"))
    turn: Mapped[int] = mapped_column(Integer)
    audience: Mapped[Audience] = mapped_column(code_column(Audience))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    channel: Mapped[Channel | None] = mapped_column(code_column(Channel))
    state: Mapped[CallState] = mapped_column(code_column(CallState))
    called_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class AlertChain(Base):
    """A version of the alert chain, see alerts.chain.Chain; the highest is in force, the others are its history."""

    __tablename__ = "alert_chains"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class CrisisLineList(Base):
    """A version of the crisis lines, see lines.model.LineList; the highest is in force, the others are its history."""

    __tablename__ = "crisis_line_lists"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    checked_on: Mapped[date]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class RiskAssessment(Base):
    """What a clinician found and did about a flag; it is written once.

    `content_sealed` opens in the context "risk_assessment:<id>" as a JSON object, see assessing.RiskAssessmentIn.
    """

    __tablename__ = "risk_assessments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    assessed_at: Mapped[datetime]


class SafetyTask(Base):
    """What an assessment promised, to be done by `due_at` by who wrote it, or by somebody for them.

    `step_sealed` opens in the context "safety_task:<id>" as what was agreed, `result_sealed` in
    "safety_task_result:<id>" as what came of it.
    """

    __tablename__ = "safety_tasks"
    __table_args__ = (
        Index(
            "ix_safety_tasks_open",
            "due_at",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("risk_assessments.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    step_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ChatReading(Base):
    """How far the one reading of what clients write has come: up to which message's id. There is one row, 1."""

    __tablename__ = "chat_readings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last_id: Mapped[UUID]
