"""safety: its tables."""

revision = "0006_safety"
down_revision = "0005_records"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
