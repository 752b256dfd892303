"""records: its tables."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0005_records"
down_revision = "0004_encounters"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("risk_level", sa.String(32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint("encounter_id", name="uq_notes_encounter_id"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_notes_encounter_id_encounters"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_notes_practitioner_id_practitioners"
        ),
    )
    op.create_index("ix_notes_practitioner_id", "notes", ["practitioner_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("notes")
