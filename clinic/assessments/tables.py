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
    """One answer, as it stands; `answer_sealed` opens in the context "answer:<id>", see given."""

    __tablename__ = "questionnaire_answers"
    __table_args__ = (UniqueConstraint("response_id", "link_id", name="uq_questionnaire_answers_response_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_responses.id"))
    link_id: Mapped[str] = mapped_column(String(32))
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]


class QuestionnaireScore(Base):
    """A number that a completed response comes to, plain so that figures are made of it; the answers stay sealed.

    The scales have the code "total". The satisfaction survey has "items_sum" and "items_count" (its five-point items of
    contentment that were answered) and "image" (1 to 5, the city's image as a place to raise children: 3 is unchanged).
    """

    __tablename__ = "questionnaire_scores"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire_responses.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


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


class QuestionnaireDefinition(Base):
    """A version of a survey that was defined here; the one published last is asked.

    `content` is the FHIR Questionnaire as it came, with its texts, see definition. A coordinator's own has the rule by
    which it is asked in `asking` (see asking/rules) and counts its completed responses; when it is retired, all its
    versions are.
    """

    __tablename__ = "questionnaire_definitions"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    asking: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    completed: Mapped[int] = mapped_column(Integer, default=0)
    retired_at: Mapped[datetime | None]


class QuestionnaireTally(Base):
    """How often an answer was given to a question of a version of a coordinator's own survey; it names nobody.

    `value` is the number of the answer, or given.ANSWERED for "it was answered". Completed responses are first
    `pending` and `shown` once there are enough of them, so that no two looks differ by one person.
    """

    __tablename__ = "questionnaire_tallies"

    questionnaire: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    link_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(Integer, primary_key=True)
    shown: Mapped[int] = mapped_column(Integer)
    pending: Mapped[int] = mapped_column(Integer)


class AskingRules(Base):
    """Rules of when what is asked, see asking/rules; the highest version is in force."""

    __tablename__ = "questionnaire_asking_rules"

    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
