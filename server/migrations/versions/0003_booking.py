"""booking: its tables."""

revision = "0003_booking"
down_revision = "0002_people"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
