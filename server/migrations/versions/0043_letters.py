"""records: letters, what persons answered about them, and their numbers."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0043_letters"
down_revision = "0042_crisis_lines"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asides_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("number", sa.String(16), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("basis", sa.String(32), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("ground_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("withheld_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revocation_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("number", name="uq_letters_number"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_letters_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_letters_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(["revoked_by"], ["practitioners.id"], name="fk_letters_revoked_by_practitioners"),
    )
    op.create_index("ix_letters_person_id", "letters", ["person_id", "state"])
    op.create_index("ix_letters_practitioner_id", "letters", ["practitioner_id"])
    op.create_table(
        "letter_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letter_questions"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_letter_questions_letter_id_letters"),
    )
    op.create_index("ix_letter_questions_letter_id", "letter_questions", ["letter_id"])
    op.create_table(
        "letter_counts",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_letter_counts"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("letter_counts")
    op.drop_table("letter_questions")
    op.drop_table("letters")
