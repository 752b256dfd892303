"""clinic: the policy of keeping, legal holds, exports, erasure requests and deletion runs."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0039_keeping"
down_revision = "0038_seen_waiting"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "retention_policies",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_retention_policies_changed_by_accounts"),
        sa.PrimaryKeyConstraint("version", name="pk_retention_policies"),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_legal_holds_person_id_persons"),
        sa.ForeignKeyConstraint(["set_by"], ["accounts.id"], name="fk_legal_holds_set_by_accounts"),
        sa.ForeignKeyConstraint(["lifted_by"], ["accounts.id"], name="fk_legal_holds_lifted_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    _one_of("uq_legal_holds_standing", "legal_holds", "lifted_at IS NULL")
    op.create_table(
        "data_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_data_exports_person_id_persons"),
        sa.PrimaryKeyConstraint("id", name="pk_data_exports"),
    )
    op.create_index("ix_data_exports_person_id", "data_exports", ["person_id"])
    _one_of("uq_data_exports_asked", "data_exports", "state = 'asked'")
    op.create_table(
        "data_export_contents",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["data_exports.id"], name="fk_data_export_contents_export_id_data_exports"
        ),
        sa.PrimaryKeyConstraint("export_id", name="pk_data_export_contents"),
    )
    op.create_table(
        "deletion_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["accounts.id"], name="fk_deletion_runs_proposed_by_accounts"),
        sa.ForeignKeyConstraint(["approved_by"], ["accounts.id"], name="fk_deletion_runs_approved_by_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_deletion_runs"),
    )
    op.create_table(
        "erased_records",
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["deletion_runs.id"], name="fk_erased_records_run_id_deletion_runs"),
        sa.PrimaryKeyConstraint("step", "source_id", name="pk_erased_records"),
    )
    op.create_table(
        "erasure_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_erasure_requests_person_id_persons"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure_requests"),
    )
    _one_of("uq_erasure_requests_open", "erasure_requests", "state IN ('open', 'closed')")


def downgrade() -> None:
    """Drop the tables; what was erased stays erased."""
    for table in (
        "erasure_requests",
        "erased_records",
        "deletion_runs",
        "data_export_contents",
        "data_exports",
        "legal_holds",
        "retention_policies",
    ):
        op.drop_table(table)


def _one_of(name: str, table: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, ["person_id"], unique=True, postgresql_where=where, sqlite_where=where)
