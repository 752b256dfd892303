"""assessments: its tables."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0007_assessments"
down_revision = "0006_safety"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "questionnaire_responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("text_status", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_questionnaire_responses"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_questionnaire_responses_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["claims.id"], name="fk_questionnaire_responses_appointment_id_claims"
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes_of_care.id"], name="fk_questionnaire_responses_episode_id_episodes_of_care"
        ),
    )
    open_form = sa.text("state = 'in_progress'")
    op.create_index(
        "uq_questionnaire_responses_in_progress",
        "questionnaire_responses",
        ["person_id", "questionnaire", "occasion"],
        unique=True,
        postgresql_where=open_form,
        sqlite_where=open_form,
    )
    op.create_index(
        "ix_questionnaire_responses_person_id_started_at", "questionnaire_responses", ["person_id", "started_at"]
    )
    op.create_index("ix_questionnaire_responses_appointment_id", "questionnaire_responses", ["appointment_id"])
    op.create_index("ix_questionnaire_responses_episode_id", "questionnaire_responses", ["episode_id"])
    op.create_table(
        "questionnaire_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.String(32), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questionnaire_answers"),
        sa.UniqueConstraint("response_id", "link_id", name="uq_questionnaire_answers_response_id"),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["questionnaire_responses.id"],
            name="fk_questionnaire_answers_response_id_questionnaire_responses",
        ),
    )
    op.create_table(
        "questionnaire_texts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questionnaire_texts"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("questionnaire_texts")
    op.drop_table("questionnaire_answers")
    op.drop_table("questionnaire_responses")
