"""records: amendments, co-signatures, shares and breakings of the glass."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0031_note_versions"
down_revision = "0030_note_forms"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "note_amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("risk_level", sa.String(32), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note_amendments"),
        sa.UniqueConstraint("note_id", "number", name="uq_note_amendments_note_id"),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_note_amendments_note_id_notes"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_note_amendments_practitioner_id_practitioners"
        ),
    )
    op.create_table(
        "note_cosignings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_note_cosignings"),
        sa.UniqueConstraint("note_id", "number", name="uq_note_cosignings_note_id"),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_note_cosignings_note_id_notes"),
        sa.ForeignKeyConstraint(["opened_by"], ["practitioners.id"], name="fk_note_cosignings_opened_by_practitioners"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["practitioners.id"], name="fk_note_cosignings_decided_by_practitioners"
        ),
    )
    op.create_index("ix_note_cosignings_state_asked_at", "note_cosignings", ["state", "asked_at"])
    op.create_table(
        "note_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("shared_by", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_note_shares"),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_note_shares_note_id_notes"),
        sa.ForeignKeyConstraint(["shared_by"], ["practitioners.id"], name="fk_note_shares_shared_by_practitioners"),
        sa.ForeignKeyConstraint(["revoked_by"], ["practitioners.id"], name="fk_note_shares_revoked_by_practitioners"),
    )
    op.create_index("ix_note_shares_note_id", "note_shares", ["note_id"])
    op.create_index(
        "uq_note_shares_standing",
        "note_shares",
        ["note_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
        sqlite_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "glass_breakings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("broken_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_glass_breakings"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_glass_breakings_person_id_persons"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_glass_breakings_practitioner_id_practitioners"
        ),
    )
    op.create_index("ix_glass_breakings_person_id_practitioner_id", "glass_breakings", ["person_id", "practitioner_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("glass_breakings", "note_shares", "note_cosignings", "note_amendments"):
        op.drop_table(table)
