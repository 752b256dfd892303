"""encounters: a consultation may go on in writing."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0021_encounter_writing"
down_revision = "0020_rota_explanations"


def upgrade() -> None:
    """Add until when; no consultation so far goes on."""
    op.add_column("encounters", sa.Column("writing_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("encounters", "writing_until")
