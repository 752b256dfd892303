"""accounts: single-use links that are sent by mail."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0011_account_links"
down_revision = "0010_rota_duties"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "account_links",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_account_links"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_account_links_account_id_accounts"),
    )
    op.create_index("ix_account_links_account_id_issued_at", "account_links", ["account_id", "issued_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("account_links")
