"""booking: follow-ups offered at the end of a consultation."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0018_follow_ups"
down_revision = "0017_waitlist_wishes"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("modality", sa.String(32), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("wanted_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("taken_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("weeks BETWEEN 1 AND 26", name="weeks"),
        sa.CheckConstraint("state IN ('offered', 'taken', 'declined', 'revoked')", name="state"),
        sa.CheckConstraint("modality IN ('text', 'voice', 'video')", name="modality"),
        sa.CheckConstraint("(state = 'taken') = (taken_id IS NOT NULL)", name="taken"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sa.ForeignKeyConstraint(["appointment_id"], ["claims.id"], name="fk_follow_ups_appointment_id_claims"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_follow_ups_person_id_persons"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_follow_ups_service_id_services"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_follow_ups_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(["taken_id"], ["claims.id"], name="fk_follow_ups_taken_id_claims"),
    )
    offered = sa.text("state = 'offered'")
    op.create_index(
        "uq_follow_ups_open",
        "follow_ups",
        ["appointment_id"],
        unique=True,
        postgresql_where=offered,
        sqlite_where=offered,
    )
    op.create_index("ix_follow_ups_appointment_id", "follow_ups", ["appointment_id"])
    op.create_index("ix_follow_ups_person_id_state", "follow_ups", ["person_id", "state"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("follow_ups")
