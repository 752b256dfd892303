"""encounters: encounters with their messages, and episodes of care."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0004_encounters"
down_revision = "0003_booking"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "episodes_of_care",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_episodes_of_care"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_episodes_of_care_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_episodes_of_care_practitioner_id_practitioners"
        ),
    )
    op.create_index("ix_episodes_of_care_person_id", "episodes_of_care", ["person_id"])
    op.create_index("ix_episodes_of_care_practitioner_id", "episodes_of_care", ["practitioner_id"])
    active = sa.text("state = 'active'")
    op.create_index(
        "uq_episodes_of_care_active",
        "episodes_of_care",
        ["person_id", "kind"],
        unique=True,
        postgresql_where=active,
        sqlite_where=active,
    )
    op.create_table(
        "encounters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("admitted_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_encounters"),
        sa.ForeignKeyConstraint(["appointment_id"], ["claims.id"], name="fk_encounters_appointment_id_claims"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_encounters_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_encounters_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes_of_care.id"], name="fk_encounters_episode_id_episodes_of_care"
        ),
        sa.UniqueConstraint("appointment_id", name="uq_encounters_appointment_id"),
    )
    op.create_index("ix_encounters_practitioner_id_state", "encounters", ["practitioner_id", "state"])
    op.create_index("ix_encounters_person_id", "encounters", ["person_id"])
    op.create_index("ix_encounters_episode_id", "encounters", ["episode_id"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("author_account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_messages_encounter_id_encounters"),
        sa.ForeignKeyConstraint(["author_account_id"], ["accounts.id"], name="fk_messages_author_account_id_accounts"),
        sa.UniqueConstraint("encounter_id", "sequence", name="uq_messages_encounter_id"),
        sa.UniqueConstraint("encounter_id", "author_account_id", "client_id", name="uq_messages_client_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("messages", "encounters", "episodes_of_care"):
        op.drop_table(table)
