"""people: its tables."""

revision = "0002_people"
down_revision = "0001_core"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
