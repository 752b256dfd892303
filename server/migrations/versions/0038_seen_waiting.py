"""encounters: until when the page of one who waits was connected."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0038_seen_waiting"
down_revision = "0037_questionnaire_scores"


def upgrade() -> None:
    """Add the column; whoever waits now is noted within half a minute."""
    op.add_column("encounters", sa.Column("seen_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("encounters", "seen_at")
