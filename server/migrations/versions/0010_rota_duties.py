"""booking: types of shifts, and the duties of the published rota."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0010_rota_duties"
down_revision = "0009_services"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "rota_shift_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("name_ja", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("ends_next_day", sa.Boolean(), nullable=False),
        sa.Column("duty", sa.String(32), nullable=False),
        sa.Column("is_night", sa.Boolean(), nullable=False),
        sa.Column("watch", sa.String(32), nullable=True),
        sa.Column("counted_minutes", sa.Integer(), nullable=True),
        sa.Column("forbids", sa.JSON(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        sa.CheckConstraint("duty IN ('active', 'on_call')", name="duty"),
        sa.CheckConstraint("watch IS NULL OR watch IN ('night', 'day')", name="watch"),
        sa.CheckConstraint("counted_minutes IS NULL OR counted_minutes BETWEEN 0 AND 1440", name="counted_minutes"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_shift_types"),
        sa.UniqueConstraint("code", name="uq_rota_shift_types_code"),
    )
    op.create_table(
        "rota_duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(32), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("duty IN ('active', 'on_call')", name="duty"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_duties"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_rota_duties_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_duties_shift_type_id_rota_shift_types"
        ),
    )
    op.create_index("ix_rota_duties_practitioner_id_ends_at", "rota_duties", ["practitioner_id", "ends_at"])
    op.create_index("ix_rota_duties_ends_at", "rota_duties", ["ends_at"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("rota_duties")
    op.drop_table("rota_shift_types")
