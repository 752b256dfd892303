"""clinic: the last device check of each appointment."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0024_device_checks"
down_revision = "0023_waiting"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "device_checks",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("microphone", sa.String(32), nullable=False),
        sa.Column("camera", sa.String(32), nullable=False),
        sa.Column("network", sa.String(32), nullable=False),
        sa.Column("hearing", sa.String(32), nullable=False),
        sa.Column("browser", sa.String(32), nullable=False),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_device_checks"),
        sa.ForeignKeyConstraint(["appointment_id"], ["claims.id"], name="fk_device_checks_appointment_id_claims"),
        sa.ForeignKeyConstraint(["settled_by"], ["accounts.id"], name="fk_device_checks_settled_by_accounts"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("device_checks")
