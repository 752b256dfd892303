"""core: the data keys, sealed under the master keys."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0036_data_keys"
down_revision = "0035_urgent_encounters"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("master_id", sa.String(255), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_keys"),
        sa.UniqueConstraint("name", name="uq_data_keys_name"),
    )


def downgrade() -> None:
    """Drop the table; what was sealed under its keys cannot be read afterwards."""
    op.drop_table("data_keys")
