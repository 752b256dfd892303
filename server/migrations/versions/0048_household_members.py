"""people: who was invited into a household and joined it."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0048_household_members"
down_revision = "0047_surveys"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "household_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_household_members"),
        sa.UniqueConstraint("token_hash", name="uq_household_members_token_hash"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_household_members_household_id_households"
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["persons.id"], name="fk_household_members_invited_by_persons"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_household_members_person_id_persons"),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name="fk_household_members_ended_by_accounts"),
    )
    op.create_index("ix_household_members_household_id", "household_members", ["household_id"])
    op.create_index(
        "uq_household_members_standing",
        "household_members",
        ["person_id", "household_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("household_members")
