"""encounters: guests."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0026_encounter_guests"
down_revision = "0025_call_reports"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "encounter_guests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("redeemed_at", UtcDateTime(), nullable=True),
        sa.Column("admitted_at", UtcDateTime(), nullable=True),
        sa.Column("joined_sequence", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_encounter_guests"),
        sa.UniqueConstraint("token_hash", name="uq_encounter_guests_token_hash"),
        sa.ForeignKeyConstraint(["appointment_id"], ["claims.id"], name="fk_encounter_guests_appointment_id_claims"),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name="fk_encounter_guests_asked_by_accounts"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_encounter_guests_account_id_accounts"),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name="fk_encounter_guests_ended_by_accounts"),
    )
    op.create_index("ix_encounter_guests_appointment_id", "encounter_guests", ["appointment_id"])
    op.create_index("ix_encounter_guests_account_id", "encounter_guests", ["account_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("encounter_guests")
