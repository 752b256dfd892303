"""crisis_line_lists: the crisis lines as the coordinators keep them, version by version."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0042_crisis_lines"
down_revision = "0041_push_sessions"


def upgrade() -> None:
    """Make the table; until somebody changes it, the list that comes with the product is in force."""
    op.create_table(
        "crisis_line_lists",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_crisis_line_lists_changed_by_accounts"),
        sa.PrimaryKeyConstraint("version", name="pk_crisis_line_lists"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("crisis_line_lists")
