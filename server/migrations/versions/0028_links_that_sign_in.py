"""accounts: links that sign in lead to a page, and what they open may end at an instant."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0028_links_that_sign_in"
down_revision = "0027_attachments"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("account_links", sa.Column("path", sa.String(200), nullable=True))
    op.add_column("sign_in_sessions", sa.Column("ends_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("sign_in_sessions", "ends_at")
    op.drop_column("account_links", "path")
