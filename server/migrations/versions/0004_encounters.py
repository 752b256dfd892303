"""encounters: its tables."""

revision = "0004_encounters"
down_revision = "0003_booking"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
