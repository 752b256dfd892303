"""exchange: which exports for research were made, and what for."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0046_research_exports"
down_revision = "0045_chosen_language"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "research_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(400), nullable=False),
        sa.Column("approval", sa.String(100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_research_exports"),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name="fk_research_exports_made_by_accounts"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("research_exports")
