"""booking: services as the coordinator edits them, and the absences of practitioners."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0009_services"
down_revision = "0008_mails"

_LISTS = ("specialties", "languages", "tiers", "first_for", "opening")


def upgrade() -> None:
    """Add what a service did not say yet; counselling gets its quota and comes first at high risk."""
    for name in _LISTS:
        op.add_column("services", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("services", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("services", sa.Column("quota_count", sa.Integer(), nullable=True))
    # Checks come with their columns: SQLite adds none to a table that is there.
    op.execute(
        "ALTER TABLE services ADD COLUMN cancellation_notice_minutes INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_services_cancellation_notice_minutes CHECK (cancellation_notice_minutes >= 0)"
    )
    op.execute(
        "ALTER TABLE services ADD COLUMN quota_days INTEGER CONSTRAINT ck_services_quota CHECK ("
        "(quota_count IS NULL AND quota_days IS NULL)"
        " OR (quota_count BETWEEN 1 AND 100 AND quota_days BETWEEN 1 AND 1100))"
    )
    services = sa.table(
        "services",
        sa.column("code", sa.String),
        sa.column("specialty", sa.String),
        sa.column("specialties", sa.JSON),
        sa.column("first_for", sa.JSON),
        sa.column("quota_count", sa.Integer),
        sa.column("quota_days", sa.Integer),
    )
    for specialty in ("paediatrics", "obstetrics"):
        op.execute(services.update().where(services.c.specialty == specialty).values(specialties=[specialty]))
    counselling = services.update().where(services.c.code == "counselling")
    op.execute(counselling.values(quota_count=3, quota_days=183, first_for=["high"]))
    op.drop_column("services", "specialty")
    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("last >= first", name="days"),
        sa.CheckConstraint("kind IN ('leave', 'sick')", name="kind"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_absences_practitioner_id_practitioners"
        ),
    )
    op.create_index("ix_absences_practitioner_id_last", "absences", ["practitioner_id", "last"])


def downgrade() -> None:
    """Take them away; of several specialties the first stays."""
    op.drop_table("absences")
    op.add_column("services", sa.Column("specialty", sa.String(32), nullable=True))
    services = sa.table("services", sa.column("specialty", sa.String), sa.column("specialties", sa.JSON))
    for specialty in ("paediatrics", "obstetrics"):
        first = sa.cast(services.c.specialties, sa.String).like(f'["{specialty}"%')
        op.execute(services.update().where(first).values(specialty=specialty))
    for name in ("quota_days", "quota_count", *_LISTS, "cancellation_notice_minutes", "version"):
        op.drop_column("services", name)
