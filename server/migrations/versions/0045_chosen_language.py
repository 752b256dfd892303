"""accounts: whether the owner chose the language, or it is only the one that mails begin with."""

import sqlalchemy as sa
from alembic import op

revision = "0045_chosen_language"
down_revision = "0044_reports"


def upgrade() -> None:
    """Add the column. Families chose when they registered; of the others who has another language than the usual."""
    op.add_column("accounts", sa.Column("locale_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
    accounts = sa.table("accounts", sa.column("role"), sa.column("locale"), sa.column("locale_chosen"))
    chose = accounts.c.role.in_(["parent", "family"]) | (accounts.c.locale != "ja")
    op.execute(accounts.update().where(chose).values(locale_chosen=sa.true()))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("accounts", "locale_chosen")
