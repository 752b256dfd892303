"""core: the outbox."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0001_core"
down_revision = None


def upgrade() -> None:
    """Create the outbox."""
    op.create_table(
        "outbox_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("dead_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_jobs"),
        sa.UniqueConstraint("key", name="uq_outbox_jobs_key"),
    )
    still_open = sa.text("done_at IS NULL AND dead_at IS NULL")
    op.create_index(
        "ix_outbox_jobs_open", "outbox_jobs", ["run_at"], postgresql_where=still_open, sqlite_where=still_open
    )


def downgrade() -> None:
    """Drop the outbox."""
    op.drop_table("outbox_jobs")
