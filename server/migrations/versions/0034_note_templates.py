"""records: text blocks for notes."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0034_note_templates"
down_revision = "0033_summaries"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "note_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note_templates"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_note_templates_changed_by_accounts"),
    )
    op.create_index("ix_note_templates_role", "note_templates", ["role"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("note_templates")
