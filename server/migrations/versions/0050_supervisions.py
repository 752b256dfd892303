"""people: who supervises whom; records: as whose deputy a note was co-signed."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0050_supervisions"
down_revision = "0049_corrected_reports"


def upgrade() -> None:
    """Create the table, in which nobody has a supervisor yet, and add the column."""
    op.create_table(
        "supervisions",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("practitioner_id", name="pk_supervisions"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_supervisions_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["practitioners.id"], name="fk_supervisions_supervisor_id_practitioners"
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_supervisions_changed_by_accounts"),
        sa.CheckConstraint("supervisor_id <> practitioner_id", name=op.f("ck_supervisions_not_oneself")),
    )
    op.create_index("ix_supervisions_supervisor_id", "supervisions", ["supervisor_id"])
    with op.batch_alter_table("note_cosignings") as cosignings:
        cosignings.add_column(sa.Column("decided_for", sa.Uuid(), nullable=True))
        cosignings.create_foreign_key(
            "fk_note_cosignings_decided_for_practitioners", "practitioners", ["decided_for"], ["id"]
        )


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table("note_cosignings") as cosignings:
        cosignings.drop_constraint("fk_note_cosignings_decided_for_practitioners", type_="foreignkey")
        cosignings.drop_column("decided_for")
    op.drop_table("supervisions")
