"""booking: why a run of the rota found none, and what could be let go of."""

import sqlalchemy as sa
from alembic import op

revision = "0020_rota_explanations"
down_revision = "0019_rota_swaps"


def upgrade() -> None:
    """Add the columns."""
    for name in ("conflicts", "suggestions"):
        op.add_column("rota_runs", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop the columns."""
    for name in ("suggestions", "conflicts"):
        op.drop_column("rota_runs", name)
