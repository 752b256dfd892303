"""booking: swaps of published duties."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0019_rota_swaps"
down_revision = "0018_follow_ups"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "rota_swaps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("offered_to", sa.Uuid(), nullable=True),
        sa.Column("wanted_day", sa.Date(), nullable=True),
        sa.Column("wanted_shift_type_id", sa.Uuid(), nullable=True),
        sa.Column("wanted_role", sa.String(32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(wanted_day IS NULL) = (wanted_shift_type_id IS NULL) AND (wanted_day IS NULL) = (wanted_role IS NULL)",
            name="ck_rota_swaps_wanted",
        ),
        sa.CheckConstraint("wanted_day IS NULL OR offered_to IS NOT NULL", name="ck_rota_swaps_wanted_of_whom"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_rota_swaps_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_swaps_shift_type_id_rota_shift_types"
        ),
        sa.ForeignKeyConstraint(["offered_to"], ["practitioners.id"], name="fk_rota_swaps_offered_to_practitioners"),
        sa.ForeignKeyConstraint(
            ["wanted_shift_type_id"],
            ["rota_shift_types.id"],
            name="fk_rota_swaps_wanted_shift_type_id_rota_shift_types",
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["practitioners.id"], name="fk_rota_swaps_taken_by_practitioners"),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name="fk_rota_swaps_decided_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_swaps"),
    )
    op.create_index("ix_rota_swaps_starts_at", "rota_swaps", ["starts_at"])
    open_ones = sa.text("state IN ('offered', 'taken')")
    op.create_index(
        "uq_rota_swaps_practitioner_id_day_open",
        "rota_swaps",
        ["practitioner_id", "day"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("rota_swaps")
