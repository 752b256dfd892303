"""records: reasons, outcomes and asides of notes."""

import sqlalchemy as sa
from alembic import op

revision = "0030_note_forms"
down_revision = "0029_audit"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("notes", sa.Column("asides_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("notes", sa.Column("reasons", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("notes", sa.Column("outcome", sa.String(32), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for column in ("outcome", "reasons", "asides_sealed"):
        op.drop_column("notes", column)
