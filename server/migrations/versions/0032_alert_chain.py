"""safety: the alert chain, assessments and what they promise; people: devices for web push."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0032_alert_chain"
down_revision = "0031_note_versions"


def upgrade() -> None:
    """Create the tables, and let flags know their place in the chain."""
    op.create_table(
        "alert_chains",
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_alert_chains"),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name="fk_alert_chains_changed_by_accounts"),
    )
    op.create_table(
        "risk_assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assessed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_risk_assessments"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_risk_assessments_person_id_persons"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_risk_assessments_account_id_accounts"),
    )
    op.create_index("ix_risk_assessments_person_id", "risk_assessments", ["person_id"])
    _change_flags()
    op.create_table(
        "alert_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alert_calls"),
        sa.UniqueConstraint("flag_id", "turn", "account_id", "channel", name="uq_alert_calls_flag_id"),
        sa.ForeignKeyConstraint(["flag_id"], ["flags.id"], name="fk_alert_calls_flag_id_flags"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_alert_calls_account_id_accounts"),
    )
    op.create_index("ix_alert_calls_account_id", "alert_calls", ["account_id"])
    op.create_table(
        "safety_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("step_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_safety_tasks"),
        sa.UniqueConstraint("assessment_id", name="uq_safety_tasks_assessment_id"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["risk_assessments.id"], name="fk_safety_tasks_assessment_id_risk_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_safety_tasks_person_id_persons"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_safety_tasks_account_id_accounts"),
        sa.ForeignKeyConstraint(["done_by"], ["accounts.id"], name="fk_safety_tasks_done_by_accounts"),
    )
    op.create_index("ix_safety_tasks_person_id", "safety_tasks", ["person_id"])
    op.create_index("ix_safety_tasks_account_id", "safety_tasks", ["account_id"])
    undone = sa.text("done_at IS NULL")
    op.create_index("ix_safety_tasks_open", "safety_tasks", ["due_at"], postgresql_where=undone, sqlite_where=undone)
    op.create_table(
        "chat_readings",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("last_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_readings"),
    )
    op.create_table(
        "push_devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_push_devices"),
        sa.UniqueConstraint("endpoint", name="uq_push_devices_endpoint"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_push_devices_account_id_accounts"),
    )
    op.create_index("ix_push_devices_account_id", "push_devices", ["account_id"])


def _change_flags() -> None:
    op.drop_index("ix_flags_open", "flags")
    with op.batch_alter_table("flags") as flags:
        flags.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        flags.alter_column("answer_sealed", existing_type=sa.LargeBinary(), nullable=True)
        flags.add_column(sa.Column("raised_by", sa.Uuid(), nullable=True))
        flags.add_column(sa.Column("step", sa.Integer(), nullable=True))
        flags.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default=sa.text("0")))
        flags.add_column(sa.Column("next_at", UtcDateTime(), nullable=True))
        flags.add_column(sa.Column("overdue_at", UtcDateTime(), nullable=True))
        flags.add_column(sa.Column("assessment_id", sa.Uuid(), nullable=True))
        flags.add_column(sa.Column("closed_at", UtcDateTime(), nullable=True))
        flags.add_column(sa.Column("closed_by", sa.Uuid(), nullable=True))
        flags.create_unique_constraint("uq_flags_assessment_id", ["assessment_id"])
        flags.create_foreign_key("fk_flags_raised_by_accounts", "accounts", ["raised_by"], ["id"])
        flags.create_foreign_key("fk_flags_closed_by_accounts", "accounts", ["closed_by"], ["id"])
        flags.create_foreign_key(
            "fk_flags_assessment_id_risk_assessments", "risk_assessments", ["assessment_id"], ["id"]
        )
        flags.create_check_constraint(
            op.f("ck_flags_assessed"), "closed_at IS NULL OR assessment_id IS NOT NULL OR kind = 'drill'"
        )
        flags.create_check_constraint(op.f("ck_flags_person"), "person_id IS NOT NULL OR kind = 'drill'")
    still_open = sa.text("closed_at IS NULL")
    op.create_index("ix_flags_unclosed", "flags", ["raised_at"], postgresql_where=still_open, sqlite_where=still_open)


def downgrade() -> None:
    """Drop the tables; drills are forgotten."""
    op.drop_table("push_devices")
    op.drop_table("chat_readings")
    op.drop_table("safety_tasks")
    op.drop_table("alert_calls")
    op.drop_index("ix_flags_unclosed", "flags")
    op.execute(sa.text("DELETE FROM flags WHERE kind = 'drill'"))
    op.execute(sa.text("UPDATE flags SET answer_sealed = '' WHERE answer_sealed IS NULL"))
    with op.batch_alter_table("flags") as flags:
        flags.drop_constraint("ck_flags_assessed", type_="check")
        flags.drop_constraint("ck_flags_person", type_="check")
        flags.drop_constraint("fk_flags_raised_by_accounts", type_="foreignkey")
        flags.drop_constraint("fk_flags_closed_by_accounts", type_="foreignkey")
        flags.drop_constraint("fk_flags_assessment_id_risk_assessments", type_="foreignkey")
        flags.drop_constraint("uq_flags_assessment_id", type_="unique")
        flags.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
        flags.alter_column("answer_sealed", existing_type=sa.LargeBinary(), nullable=False)
        for name in ("raised_by", "step", "turn", "next_at", "overdue_at", "assessment_id", "closed_at", "closed_by"):
            flags.drop_column(name)
    still_open = sa.text("acknowledged_at IS NULL")
    op.create_index("ix_flags_open", "flags", ["raised_at"], postgresql_where=still_open, sqlite_where=still_open)
    op.drop_table("risk_assessments")
    op.drop_table("alert_chains")
