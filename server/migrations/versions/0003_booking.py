"""booking: services, schedules and claims; overlapping claims are refused by the database."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from core.database import UtcDateTime

revision = "0003_booking"
down_revision = "0002_people"

_LIVE = "('held', 'booked', 'fulfilled')"
_PARTIES = ("practitioner", "person")


def upgrade() -> None:
    """Create the tables, the constraints against overlap, and the closing at the turn of the year."""
    _create_services()
    _create_schedules()
    _create_claims()
    if op.get_bind().dialect.name == "postgresql":
        _refuse_overlap_postgresql()
    else:
        _refuse_overlap_sqlite()


def downgrade() -> None:
    """Drop the tables; the triggers and constraints go with them."""
    for table in (
        "claims",
        "closings",
        "schedule_exception_blocks",
        "schedule_exceptions",
        "schedule_blocks",
        "services",
    ):
        op.drop_table(table)


def _create_services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name_ja", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("about_ja", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("specialty", sa.String(32), nullable=True),
        sa.Column("modalities", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_after_minutes", sa.Integer(), nullable=False),
        sa.Column("minimum_notice_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("needs_telephone", sa.Boolean(), nullable=False),
        sa.Column("needs_place", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        sa.CheckConstraint("step_minutes BETWEEN 5 AND 240", name="step_minutes"),
        sa.CheckConstraint("buffer_before_minutes BETWEEN 0 AND 120", name="buffer_before_minutes"),
        sa.CheckConstraint("buffer_after_minutes BETWEEN 0 AND 120", name="buffer_after_minutes"),
        sa.CheckConstraint("minimum_notice_minutes >= 0", name="minimum_notice_minutes"),
        sa.CheckConstraint("horizon_days BETWEEN 1 AND 366", name="horizon_days"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
        sa.UniqueConstraint("code", name="uq_services_code"),
    )


def _create_schedules() -> None:
    op.create_table(
        "schedule_blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("ends_next_day", sa.Boolean(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule_blocks"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_schedule_blocks_practitioner_id_practitioners"
        ),
    )
    op.create_index("ix_schedule_blocks_practitioner_id", "schedule_blocks", ["practitioner_id"])
    op.create_table(
        "schedule_exceptions",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("practitioner_id", "day", name="pk_schedule_exceptions"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_schedule_exceptions_practitioner_id_practitioners"
        ),
    )
    op.create_table(
        "schedule_exception_blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("ends_next_day", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        sa.PrimaryKeyConstraint("id", name="pk_schedule_exception_blocks"),
        sa.ForeignKeyConstraint(
            ["practitioner_id", "day"],
            ["schedule_exceptions.practitioner_id", "schedule_exceptions.day"],
            name="fk_schedule_exception_blocks_day",
        ),
    )
    op.create_index(
        "ix_schedule_exception_blocks_practitioner_id", "schedule_exception_blocks", ["practitioner_id", "day"]
    )
    closings = op.create_table(
        "closings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_ja", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closings"),
    )
    op.bulk_insert(
        closings,
        [
            {
                "id": UUID("0198a000-0000-7000-8000-000000000001"),
                "name_ja": "年末年始",
                "name_en": "Turn of the year",
                "first_month": 12,
                "first_day": 29,
                "last_month": 1,
                "last_day": 3,
            }
        ],
    )


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("modality", sa.String(32), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("busy_from", UtcDateTime(), nullable=False),
        sa.Column("busy_until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("assignment", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("busy_from <= starts_at AND busy_until >= ends_at", name="busy"),
        sa.CheckConstraint("state IN ('held', 'booked', 'cancelled', 'no_show', 'fulfilled')", name="state"),
        sa.CheckConstraint("modality IN ('text', 'voice', 'video')", name="modality"),
        sa.CheckConstraint(
            "(kind = 'hold' AND state = 'held' AND expires_at IS NOT NULL)"
            " OR (kind = 'appointment' AND state <> 'held' AND expires_at IS NULL)",
            name="kind",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioners.id"], name="fk_claims_practitioner_id_practitioners"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_claims_person_id_persons"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_claims_service_id_services"),
    )
    op.create_index("ix_claims_practitioner_id_busy_until", "claims", ["practitioner_id", "busy_until"])
    op.create_index("ix_claims_person_id_busy_until", "claims", ["person_id", "busy_until"])
    op.create_index("ix_claims_starts_at", "claims", ["starts_at"])


def _refuse_overlap_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for party in _PARTIES:
        op.execute(
            f"ALTER TABLE claims ADD CONSTRAINT ex_claims_{party} EXCLUDE USING gist "
            f"({party}_id WITH =, tstzrange(busy_from, busy_until, '[)') WITH &&) WHERE (state IN {_LIVE})"
        )


def _refuse_overlap_sqlite() -> None:
    # Instants are texts there. Only one way of writing them compares rightly, so every other way is refused too.
    instant = "____-__-__ __:__:__.______".replace("_", "[0-9]")
    for moment, name in (("INSERT", "insert"), ("UPDATE", "update")):
        op.execute(
            f"CREATE TRIGGER claims_instants_{name} BEFORE {moment} ON claims "
            f"WHEN NEW.busy_from NOT GLOB '{instant}' OR NEW.busy_until NOT GLOB '{instant}' "
            f"OR NEW.starts_at NOT GLOB '{instant}' OR NEW.ends_at NOT GLOB '{instant}' "
            "BEGIN SELECT RAISE(ABORT, 'ck_claims_instants'); END"
        )
        for party in _PARTIES:
            other_row = " AND id <> OLD.id" if moment == "UPDATE" else ""
            overlapping = (
                f"SELECT 1 FROM claims WHERE {party}_id = NEW.{party}_id AND busy_until > NEW.busy_from "  # noqa: S608
                f"AND busy_from < NEW.busy_until AND state IN {_LIVE}{other_row}"
            )
            op.execute(
                f"CREATE TRIGGER claims_{party}_{name} BEFORE {moment} ON claims "
                f"WHEN NEW.state IN {_LIVE} AND EXISTS ({overlapping}) "
                f"BEGIN SELECT RAISE(ABORT, 'ex_claims_{party}'); END"
            )
