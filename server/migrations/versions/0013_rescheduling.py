"""booking: appointments can be moved; late cancellations are noted."""

import sqlalchemy as sa
from alembic import op

revision = "0013_rescheduling"
down_revision = "0012_reminders"


def upgrade() -> None:
    """Add the columns; what is there was never moved."""
    op.add_column("claims", sa.Column("sequence", sa.Integer(), nullable=True))
    op.add_column("claims", sa.Column("cancelled_late", sa.Boolean(), nullable=True))
    op.execute("UPDATE claims SET sequence = 0 WHERE kind = 'appointment'")


def downgrade() -> None:
    """Take them away."""
    op.drop_column("claims", "cancelled_late")
    op.drop_column("claims", "sequence")
