"""push_devices: the session in which a browser was registered, which ends with it."""

import sqlalchemy as sa
from alembic import op

revision = "0041_push_sessions"
down_revision = "0040_asking"


def upgrade() -> None:
    """Add the column; a browser that is registered already is noted when its reader comes back."""
    op.add_column("push_devices", sa.Column("session_id", sa.Uuid(), nullable=True))
    op.create_index("ix_push_devices_session_id", "push_devices", ["session_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_push_devices_session_id", "push_devices")
    op.drop_column("push_devices", "session_id")
