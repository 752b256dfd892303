"""records: summaries for the person, and the documented end of a course."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0033_summaries"
down_revision = "0032_alert_chain"


def upgrade() -> None:
    """Create the tables and the column."""
    op.create_table(
        "summaries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_summaries"),
        sa.UniqueConstraint("encounter_id", "number", name="uq_summaries_encounter_id"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_summaries_encounter_id_encounters"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_summaries_practitioner_id_practitioners"
        ),
    )
    op.create_table(
        "summary_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_summary_shares"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_summary_shares_encounter_id_encounters"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_summary_shares_account_id_accounts"),
    )
    op.create_index("ix_summary_shares_account_id", "summary_shares", ["account_id"])
    op.create_index(
        "uq_summary_shares_standing",
        "summary_shares",
        ["encounter_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
        sqlite_where=sa.text("revoked_at IS NULL"),
    )
    op.add_column("episodes_of_care", sa.Column("closing_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop the tables and the column."""
    op.drop_column("episodes_of_care", "closing_sealed")
    op.drop_table("summary_shares")
    op.drop_table("summaries")
