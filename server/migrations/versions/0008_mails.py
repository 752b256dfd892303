"""mails, and whether an account's address was confirmed."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0008_mails"
down_revision = "0007_assessments"


def upgrade() -> None:
    """Add the column and create the table."""
    op.add_column("accounts", sa.Column("email_confirmed_at", UtcDateTime(), nullable=True))
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(254), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("reply_code", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(320), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("send_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("sending_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.UniqueConstraint("key", name="uq_mails_key"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_mails_account_id_accounts"),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'accepted', 'kept', 'refused', 'dropped')", name="ck_mails_state"
        ),
        sa.CheckConstraint("account_id IS NOT NULL OR address IS NOT NULL", name="ck_mails_recipient"),
    )
    op.create_index("ix_mails_account_id", "mails", ["account_id"])
    op.create_index("ix_mails_created_at", "mails", ["created_at"])


def downgrade() -> None:
    """Drop the table and the column."""
    op.drop_table("mails")
    op.drop_column("accounts", "email_confirmed_at")
