"""assessments: its tables."""

revision = "0007_assessments"
down_revision = "0006_safety"


def upgrade() -> None:
    """Create the tables."""


def downgrade() -> None:
    """Drop the tables."""
