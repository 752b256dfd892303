"""assessments: surveys that are defined here, and the rules of when what is asked."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0040_asking"
down_revision = "0039_keeping"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "questionnaire_definitions",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("code", "version", name="pk_questionnaire_definitions"),
        sa.ForeignKeyConstraint(
            ["published_by"], ["accounts.id"], name="fk_questionnaire_definitions_published_by_accounts"
        ),
    )
    op.create_table(
        "questionnaire_asking_rules",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_questionnaire_asking_rules"),
    )


def downgrade() -> None:
    """Drop the tables; responses to surveys that were defined here cannot be read afterwards."""
    op.drop_table("questionnaire_asking_rules")
    op.drop_table("questionnaire_definitions")
