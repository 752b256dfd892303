"""encounters: pictures and documents that are sent in a consultation."""

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0027_attachments"
down_revision = "0026_encounter_guests"


def upgrade() -> None:
    """Create the files and their contents."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("author_account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("media_type", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('picture', 'document')", name="kind"),
        sa.CheckConstraint("size BETWEEN 1 AND 40000000", name="size"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"], name="fk_attachments_encounter_id_encounters"),
        sa.ForeignKeyConstraint(
            ["author_account_id"], ["accounts.id"], name="fk_attachments_author_account_id_accounts"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_attachments_message_id_messages"),
        sa.UniqueConstraint("encounter_id", "author_account_id", "client_id", name="uq_attachments_client_id"),
        sa.UniqueConstraint("message_id", name="uq_attachments_message_id"),
    )
    op.create_table(
        "attachment_contents",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("rendition", sa.String(32), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("rendition IN ('full', 'thumbnail')", name="rendition"),
        sa.PrimaryKeyConstraint("attachment_id", "rendition", name="pk_attachment_contents"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name="fk_attachment_contents_attachment_id_attachments"
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("attachment_contents")
    op.drop_table("attachments")
