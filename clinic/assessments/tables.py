"""Questionnaire responses, their answers, and texts that the operator loaded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import TextStatus
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class QuestionnaireResponse(Base):
    """A person's answers to a version of a questionnaire, on one occasion.

    It names the appointment or the episode it was asked for; the start of a course names its episode too, once that is
    known at its end. `text_id` and `text_status` say which wording the person read. `settled_at` is when it was
    completed, skipped or abandoned; `total` and `band` exist for completed ones only.
    """

    __tablename__ = "questionnaire_responses"
    __table_args__ = (
        Index(
            "uq_questionnaire_responses_in_progress",
            "person_id",
            "questionnaire",
            "occasion",
            unique=True,
            postgresql_where=text("state = 'in_progress'"),
            sqlite_where=text("state = 'in_progress'"),
        ),
        Index("ix_questionnaire_responses_person_id_started_at", "person_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    questionnaire: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(16))
    text_id: Mapped[str] = mapped_column(String(64))
    text_status: Mapped[TextStatus] = mapped_column(code_column(TextStatus))
    language: Mapped[str] = mapped_column(String(8))
    occasion: Mapped[Occasion] = mapped_column(code_column(Occasion))
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"), index=True)
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes_of_care.id"), index=True)
    state: Mapped[FormState] = mapped_column(code_column(FormState))
    started_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    total: Mapped[int | None] = mapped_column(Integer)
    band: Mapped[str | None] = mapped_column(String(32))


class QuestionnaireAnswer(Base):
    """One answer, as it stands; `answer_sealed` opens in the context "answer:<id>" as its number."""

    __tablename__ = "questionnaire_answers"
    __table_args__ = (UniqueConstraint("response_id", "link_id", name="uq_questionnaire_answers_response_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_responses.id"))
    link_id: Mapped[str] = mapped_column(String(32))
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]


class QuestionnaireText(Base):
    """An operator's licensed text of a version of a questionnaire; the one loaded last is shown.

    `content` is a JSON object of `texts` (by link id) and `options` (by the answer's code).
    """

    __tablename__ = "questionnaire_texts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    permission: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime]
