"""booking: what rotas are planned from, their drafts, versions, runs and wishes."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0015_rota_months"
down_revision = "0014_waitlist"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "rota_settings",
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_rota_settings"),
    )
    op.create_table(
        "rota_staff",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("on_rota", sa.Boolean(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("senior", sa.Boolean(), nullable=False),
        sa.Column("max_nights", sa.Integer(), nullable=True),
        sa.Column("max_week_minutes", sa.Integer(), nullable=True),
        sa.Column("max_month_minutes", sa.Integer(), nullable=True),
        sa.Column("max_run", sa.Integer(), nullable=True),
        sa.Column("min_run", sa.Integer(), nullable=True),
        sa.Column("min_off_run", sa.Integer(), nullable=True),
        sa.Column("max_weekends", sa.Integer(), nullable=True),
        sa.CheckConstraint("share BETWEEN 0 AND 100", name="ck_rota_staff_share"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_rota_staff_practitioner_id_practitioners"
        ),
        sa.PrimaryKeyConstraint("practitioner_id", name="pk_rota_staff"),
    )
    op.create_table(
        "rota_cover",
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=False),
        sa.Column("day_kind", sa.String(32), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("under", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("needs_senior", sa.Boolean(), nullable=False),
        sa.CheckConstraint("required >= 0", name="ck_rota_cover_required"),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_cover_shift_type_id_rota_shift_types"
        ),
        sa.PrimaryKeyConstraint("role", "shift_type_id", "day_kind", name="pk_rota_cover"),
    )
    op.create_table(
        "rota_cover_overrides",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.CheckConstraint("required >= 0", name="ck_rota_cover_overrides_required"),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_cover_overrides_shift_type_id_rota_shift_types"
        ),
        sa.PrimaryKeyConstraint("day", "role", "shift_type_id", name="pk_rota_cover_overrides"),
    )
    op.create_table(
        "rota_rules",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_rota_rules"),
    )
    op.create_table(
        "rota_months",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("model_version", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("first", name="pk_rota_months"),
    )
    op.create_table(
        "rota_cells",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(32), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(shift_type_id IS NULL) = (role IS NULL)", name="ck_rota_cells_assignment"),
        sa.CheckConstraint("shift_type_id IS NOT NULL OR locked", name="ck_rota_cells_something"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_rota_cells_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_cells_shift_type_id_rota_shift_types"
        ),
        sa.PrimaryKeyConstraint("practitioner_id", "day", name="pk_rota_cells"),
    )
    op.create_index("ix_rota_cells_day", "rota_cells", ["day"], unique=False)
    op.create_table(
        "rota_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rota", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("model_version", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.id"], name="fk_rota_versions_published_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_versions"),
        sa.UniqueConstraint("first", "number", name="uq_rota_versions_first_number"),
    )
    op.create_table(
        "rota_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("wanted", sa.String(32), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("deterministic", sa.Boolean(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("elapsed", sa.Double(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("rota", sa.JSON(), nullable=True),
        sa.Column("model_version", sa.String(length=32), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["requested_by"], ["accounts.id"], name="fk_rota_runs_requested_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_runs"),
    )
    op.create_index("ix_rota_runs_first", "rota_runs", ["first"], unique=False)
    op.create_table(
        "rota_wishes",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift_type_id", sa.Uuid(), nullable=True),
        sa.Column("wants_on", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 3", name="ck_rota_wishes_weight"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_rota_wishes_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["shift_type_id"], ["rota_shift_types.id"], name="fk_rota_wishes_shift_type_id_rota_shift_types"
        ),
        sa.PrimaryKeyConstraint("practitioner_id", "day", name="pk_rota_wishes"),
    )
    settings = sa.table("rota_settings", sa.column("part", sa.String), sa.column("revision", sa.Integer))
    parts = ("shift-types", "staff", "cover", "rules")
    op.bulk_insert(settings, [{"part": part, "revision": 0} for part in parts])


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        "wishes",
        "runs",
        "versions",
        "cells",
        "months",
        "rules",
        "cover_overrides",
        "cover",
        "staff",
        "settings",
    ):
        op.drop_table(f"rota_{name}")
