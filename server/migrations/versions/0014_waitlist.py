"""booking: the waitlist."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0014_waitlist"
down_revision = "0013_rescheduling"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "waitlist_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("modality", sa.String(32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("offer_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("offer_starts_at", UtcDateTime(), nullable=True),
        sa.Column("offer_expires_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("last >= first", name="days"),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'booked', 'left', 'over')", name="state"),
        sa.CheckConstraint("(state = 'offered') = (offer_id IS NOT NULL)", name="offer"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_entries"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_waitlist_entries_person_id_persons"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_waitlist_entries_service_id_services"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_waitlist_entries_practitioner_id_practitioners"
        ),
    )
    waits = sa.text("state IN ('waiting', 'offered')")
    op.create_index(
        "uq_waitlist_entries_open",
        "waitlist_entries",
        ["person_id", "service_id"],
        unique=True,
        postgresql_where=waits,
        sqlite_where=waits,
    )
    op.create_index("ix_waitlist_entries_service_id_state", "waitlist_entries", ["service_id", "state"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("waitlist_entries")
