"""booking: the revisions of schedules and of the yearly closings."""

import sqlalchemy as sa
from alembic import op

revision = "0016_schedule_revisions"
down_revision = "0015_rota_months"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "schedule_revisions",
        sa.Column("part", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_schedule_revisions"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("schedule_revisions")
