"""reminders: what each account chose, and its calendar addresses."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0012_reminders"
down_revision = "0011_account_links"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "reminder_choices",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("in_app", sa.JSON(), nullable=False),
        sa.Column("by_mail", sa.JSON(), nullable=False),
        sa.Column("news_by_mail", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_reminder_choices"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_reminder_choices_account_id_accounts"),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_calendar_feeds_account_id_accounts"),
    )
    op.create_index("ix_calendar_feeds_account_id", "calendar_feeds", ["account_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("calendar_feeds")
    op.drop_table("reminder_choices")
