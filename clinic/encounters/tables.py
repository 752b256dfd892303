"""Encounters, their messages, and the episodes of care they belong to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class EpisodeOfCare(Base):
    """A course of consultations of one kind, from its first session to a documented end.

    A person has at most one active episode of a kind. `kind` is the code of the service, such as "counselling".
    `closing_sealed`, how it came to its end, opens in the context "episode_closing:<id>".
    """

    __tablename__ = "episodes_of_care"
    __table_args__ = (
        Index(
            "uq_episodes_of_care_active",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'active'"),
            sqlite_where=text("state = 'active'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[EpisodeState] = mapped_column(code_column(EpisodeState))
    outcome: Mapped[EpisodeOutcome | None] = mapped_column(code_column(EpisodeOutcome))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closing_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


_CALLS = text("appointment_id IS NULL AND state <> 'finished'")


class Encounter(Base):
    """A consultation that takes place: it begins when the client arrives for the appointment.

    An urgent one has no appointment: it begins when a person calls who is on duty, see urgent.

    `place_sealed` opens in the context "encounter_place:<id>". `last_sequence` is the number of the newest message; it
    grows in the transaction that stores the message, so the numbers have no gaps. Until `writing_until` both may write
    on although it is finished, see writing.

    `admitted_at` is the first admission. `put_back_at`: since when they wait again, after the last one. `alerted_at`:
    when it was told that nobody opens the door, see forgotten. `seen_at`: until when, within half a minute, the
    client's page was connected while they waited, see arrival. `revision` counts the changes that the participants see:
    of two views of it the one with the higher number is the newer.
    """

    __tablename__ = "encounters"
    __table_args__ = (
        Index("ix_encounters_practitioner_id_state", "practitioner_id", "state"),
        Index("ix_encounters_person_id", "person_id"),
        Index("uq_encounters_urgent", "person_id", unique=True, postgresql_where=_CALLS, sqlite_where=_CALLS),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes_of_care.id"), index=True)
    state: Mapped[EncounterState] = mapped_column(code_column(EncounterState))
    arrived_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    put_back_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    writing_until: Mapped[datetime | None]
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_sequence: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))

    @property
    def page_id(self) -> UUID:
        """Return the id in the address of its pages: the appointment's, or its own where it has none."""
        return self.appointment_id or self.id


class Message(Base):
    """A chat message. `client_id` is its author's own id for it: a resend finds the row instead of making a second.

    `body_sealed` opens in the context "message:<id>". With `withdraws`, the number of an earlier message of the same
    author, the row is no message but the withdrawal of that one, whose own row stays as it was.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("encounter_id", "sequence", name="uq_messages_encounter_id"),
        UniqueConstraint("encounter_id", "author_account_id", "client_id", name="uq_messages_client_id"),
        # Partial, so that a message pays nothing for it.
        Index(
            "uq_messages_withdraws",
            "encounter_id",
            "withdraws",
            unique=True,
            postgresql_where=text("withdraws IS NOT NULL"),
            sqlite_where=text("withdraws IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    author_account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    client_id: Mapped[UUID]
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime]
    withdraws: Mapped[int | None] = mapped_column(Integer)


class MessageReceipt(Base):
    """How far an account has got in the messages of an encounter, on any of its devices; the numbers only grow.

    `delivered`: it has every message up to this number. `read`: it has had them before its eyes; never above
    `delivered`.
    """

    __tablename__ = "message_receipts"

    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    delivered: Mapped[int] = mapped_column(Integer)
    read: Mapped[int] = mapped_column(Integer)
