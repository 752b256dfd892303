"""audit: the log and its seals, which nothing but sealing may change."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0029_audit"
down_revision = "0028_links_that_sign_in"

# All but sequence and mac, which the sealer sets once.
_WRITTEN = (
    "id",
    "recorded_at",
    "action",
    "entity",
    "entity_id",
    "person_id",
    "account_id",
    "role",
    "session_id",
    "purpose",
    "succeeded",
)
_TABLES = ("audit_events", "audit_seals")


def upgrade() -> None:
    """Create the tables and the triggers that keep them."""
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("entity", sa.String(32), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(32), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
        sa.UniqueConstraint("sequence", name="uq_audit_events_sequence"),
    )
    op.create_index("ix_audit_events_person_id", "audit_events", ["person_id", "recorded_at"])
    unsealed = sa.text("sequence IS NULL")
    op.create_index(
        "ix_audit_events_unsealed", "audit_events", ["recorded_at"], postgresql_where=unsealed, sqlite_where=unsealed
    )
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_seals"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgresql()
    else:
        _keep_on_sqlite()


def downgrade() -> None:
    """Drop both."""
    op.drop_table("audit_seals")
    op.drop_table("audit_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")


def _keep_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$"
    )
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
    op.execute(
        "CREATE TRIGGER audit_seals_unchanged BEFORE UPDATE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    )
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _WRITTEN)
    op.execute(
        "CREATE TRIGGER audit_events_unchanged BEFORE UPDATE ON audit_events "
        f"FOR EACH ROW WHEN (OLD.sequence IS NOT NULL OR {changed}) EXECUTE FUNCTION audit_refuse()"
    )


def _keep_on_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
    for table in _TABLES:
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER audit_seals_unchanged BEFORE UPDATE ON audit_seals {refuse}")
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _WRITTEN)
    op.execute(
        "CREATE TRIGGER audit_events_unchanged BEFORE UPDATE ON audit_events "
        f"WHEN OLD.sequence IS NOT NULL OR {changed} {refuse}"
    )
