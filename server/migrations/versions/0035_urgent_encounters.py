"""encounters: a person may call who is on duty, without an appointment."""

import sqlalchemy as sa
from alembic import op

revision = "0035_urgent_encounters"
down_revision = "0034_note_templates"

_IS_OPEN = sa.text("appointment_id IS NULL AND state <> 'finished'")


def upgrade() -> None:
    """Let an encounter have no appointment; a person has one such at a time."""
    _set_nullable(nullable=True)
    op.create_index(
        "uq_encounters_urgent",
        "encounters",
        ["person_id"],
        unique=True,
        postgresql_where=_IS_OPEN,
        sqlite_where=_IS_OPEN,
    )


def downgrade() -> None:
    """Ask for an appointment again; fails while there are encounters without one, which are records."""
    op.drop_index("uq_encounters_urgent", "encounters")
    _set_nullable(nullable=False)


def _set_nullable(*, nullable: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("encounters", "appointment_id", existing_type=sa.Uuid(), nullable=nullable)
        return
    # Other tables point to this one, so it cannot be made anew; the way of https://sqlite.org/lang_altertable.html
    # ("otheralter") changes what stands in the schema, and no row.
    strict, loose = "appointment_id CHAR(32) NOT NULL", "appointment_id CHAR(32)"
    before, after = (strict, loose) if nullable else (loose, strict)
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute(sa.text("PRAGMA writable_schema = ON"))
    op.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = 'encounters'"
        ).bindparams(before=before, after=after)
    )
    op.execute(sa.text(f"PRAGMA schema_version = {int(version) + 1}"))
    op.execute(sa.text("PRAGMA writable_schema = OFF"))
