"""assessments: the numbers that completed responses come to."""

import sqlalchemy as sa
from alembic import op

revision = "0037_questionnaire_scores"
down_revision = "0036_data_keys"


def upgrade() -> None:
    """Create the table and take over the totals that there are."""
    scores = op.create_table(
        "questionnaire_scores",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("response_id", "code", name="pk_questionnaire_scores"),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["questionnaire_responses.id"],
            name="fk_questionnaire_scores_response_id_questionnaire_responses",
        ),
    )
    responses = sa.table(
        "questionnaire_responses", sa.column("id", sa.Uuid()), sa.column("state"), sa.column("total", sa.Integer())
    )
    totals = sa.select(responses.c.id, sa.literal("total"), responses.c.total).where(
        responses.c.state == "completed", responses.c.total.is_not(None)
    )
    op.execute(sa.insert(scores).from_select(["response_id", "code", "value"], totals))


def downgrade() -> None:
    """Drop the table; the totals stand in the responses too."""
    op.drop_table("questionnaire_scores")
