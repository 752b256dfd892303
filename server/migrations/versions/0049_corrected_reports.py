"""evaluation: a released report may be superseded by a corrected one of the same period."""

import sqlalchemy as sa
from alembic import op

revision = "0049_corrected_reports"
down_revision = "0048_household_members"


def upgrade() -> None:
    """Add what a release supersedes, and why."""
    with op.batch_alter_table("report_releases") as releases:
        releases.add_column(sa.Column("supersedes", sa.Uuid(), nullable=True))
        releases.add_column(sa.Column("reason", sa.String(500), nullable=True))
        releases.create_foreign_key(
            "fk_report_releases_supersedes_report_releases", "report_releases", ["supersedes"], ["report_id"]
        )
        releases.create_unique_constraint("uq_report_releases_supersedes", ["supersedes"])
        releases.create_check_constraint(
            op.f("ck_report_releases_corrected"), "(supersedes IS NULL) = (reason IS NULL)"
        )


def downgrade() -> None:
    """Forget what was superseded."""
    with op.batch_alter_table("report_releases") as releases:
        releases.drop_constraint(op.f("ck_report_releases_corrected"), type_="check")
        releases.drop_constraint("uq_report_releases_supersedes", type_="unique")
        releases.drop_constraint("fk_report_releases_supersedes_report_releases", type_="foreignkey")
        releases.drop_column("reason")
        releases.drop_column("supersedes")
