"""booking: what those who wait wish of whom they meet."""

import sqlalchemy as sa
from alembic import op

revision = "0017_waitlist_wishes"
down_revision = "0016_schedule_revisions"


def upgrade() -> None:
    """Add the wishes; who waits already has none."""
    op.add_column("waitlist_entries", sa.Column("wishes", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("waitlist_entries", "wishes")
