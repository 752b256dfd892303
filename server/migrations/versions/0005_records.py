"""records: its tables."""

revision = "0005_records"
down_revision = "0004_encounters"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
