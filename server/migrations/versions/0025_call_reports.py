"""calls: how the stays in calls went."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0025_call_reports"
down_revision = "0024_device_checks"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "call_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("setup_ms", sa.Integer(), nullable=True),
        sa.Column("loss_percent", sa.Float(), nullable=True),
        sa.Column("jitter_ms", sa.Integer(), nullable=True),
        sa.Column("round_trip_ms", sa.Integer(), nullable=True),
        sa.Column("in_kbps", sa.Integer(), nullable=True),
        sa.Column("out_kbps", sa.Integer(), nullable=True),
        sa.Column("relayed", sa.Boolean(), nullable=True),
        sa.Column("transport", sa.String(32), nullable=True),
        sa.Column("reconnects", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("ended", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_call_reports"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_call_reports_encounter_id_encounters"),
        sa.UniqueConstraint("encounter_id", "connection_id", "entry", name="uq_call_reports_encounter_id"),
    )
    op.create_index("ix_call_reports_started_at", "call_reports", ["started_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("call_reports")
