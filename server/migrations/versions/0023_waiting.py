"""encounters: being put back, the alert that nobody comes, revisions; claims: by how much one was extended."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0023_waiting"
down_revision = "0022_message_receipts"


def upgrade() -> None:
    """Add the columns; nothing so far was put back, told or extended."""
    op.add_column("encounters", sa.Column("put_back_at", UtcDateTime(), nullable=True))
    op.add_column("encounters", sa.Column("alerted_at", UtcDateTime(), nullable=True))
    op.add_column("encounters", sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("claims", sa.Column("extended_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("claims", "extended_minutes")
    for name in ("revision", "alerted_at", "put_back_at"):
        op.drop_column("encounters", name)
