"""evaluation: frozen reports, and what of them was released to the city."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0044_reports"
down_revision = "0043_letters"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("definitions_version", sa.String(32), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("inputs_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["frozen_by"], ["accounts.id"], name="fk_reports_frozen_by_accounts"),
    )
    op.create_table(
        "report_releases",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("shown_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_report_releases"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_releases_report_id_reports"),
        sa.ForeignKeyConstraint(["released_by"], ["accounts.id"], name="fk_report_releases_released_by_accounts"),
        sa.UniqueConstraint("fiscal_year", "number", name="uq_report_releases_fiscal_year"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("report_releases")
    op.drop_table("reports")
