"""surveys: coordinators' own surveys, the rules by which they are asked, and what is counted of them."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0047_surveys"
down_revision = "0046_research_exports"


def upgrade() -> None:
    """Create the tables and columns."""
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("published_revision", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.UniqueConstraint("code", name="uq_surveys_code"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_surveys_changed_by_accounts"),
    )
    op.create_table(
        "questionnaire_tallies",
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("link_id", sa.String(32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("questionnaire", "version", "link_id", "value", name="pk_questionnaire_tallies"),
    )
    with op.batch_alter_table("questionnaire_definitions") as definitions:
        definitions.add_column(sa.Column("asking", sa.JSON(), nullable=True))
        definitions.add_column(sa.Column("completed", sa.Integer(), nullable=False, server_default="0"))
        definitions.add_column(sa.Column("retired_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("questionnaire_definitions") as definitions:
        definitions.alter_column("completed", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("questionnaire_definitions") as definitions:
        definitions.drop_column("retired_at")
        definitions.drop_column("completed")
        definitions.drop_column("asking")
    op.drop_table("questionnaire_tallies")
    op.drop_table("surveys")
