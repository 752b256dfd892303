"""encounters: receipts of messages, and messages that withdraw an earlier one."""

import sqlalchemy as sa
from alembic import op

revision = "0022_message_receipts"
down_revision = "0021_encounter_writing"


def upgrade() -> None:
    """Add both; nothing so far was withdrawn, and of nothing is it known whether it was read."""
    op.add_column("messages", sa.Column("withdraws", sa.Integer(), nullable=True))
    op.create_index(
        "uq_messages_withdraws",
        "messages",
        ["encounter_id", "withdraws"],
        unique=True,
        postgresql_where=sa.text("withdraws IS NOT NULL"),
        sqlite_where=sa.text("withdraws IS NOT NULL"),
    )
    op.create_table(
        "message_receipts",
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounters.id"], name=op.f("fk_message_receipts_encounter_id_encounters")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_message_receipts_account_id_accounts")),
        sa.PrimaryKeyConstraint("encounter_id", "account_id", name=op.f("pk_message_receipts")),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("message_receipts")
    op.drop_index("uq_messages_withdraws", table_name="messages")
    op.drop_column("messages", "withdraws")
