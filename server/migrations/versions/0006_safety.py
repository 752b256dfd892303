"""safety: its tables."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0006_safety"
down_revision = "0005_records"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "flags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
        sa.UniqueConstraint("source_id", "kind", "round", name="uq_flags_source_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_flags_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_flags_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["accounts.id"], name="fk_flags_acknowledged_by_accounts"),
    )
    op.create_index("ix_flags_person_id", "flags", ["person_id"])
    still_open = sa.text("acknowledged_at IS NULL")
    op.create_index("ix_flags_open", "flags", ["raised_at"], postgresql_where=still_open, sqlite_where=still_open)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("flags")
