"""The states of an Encounter and of an EpisodeOfCare, and the steps between them (FHIR terms)."""

from enum import StrEnum

from core.errors import Conflict


class EncounterState(StrEnum):
    """Where a consultation stands."""

    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"


class EpisodeState(StrEnum):
    """Whether a course of consultations goes on."""

    ACTIVE = "active"
    FINISHED = "finished"


class EpisodeOutcome(StrEnum):
    """How a course ended."""

    COMPLETED = "completed"
    REFERRED = "referred"
    DROPPED_OUT = "dropped_out"
    MOVED = "moved"


def admitted(state: EncounterState) -> EncounterState:
    """Return the state after admission; admitting again changes nothing. Raises Conflict when finished."""
    if state is EncounterState.FINISHED:
        raise finished_already()
    return EncounterState.IN_PROGRESS


def put_back(state: EncounterState) -> EncounterState:
    """Return the state after sending back to the waiting room; who waits already stays there. Raises Conflict."""
    if state is EncounterState.FINISHED:
        raise finished_already()
    return EncounterState.ARRIVED


def finished(state: EncounterState) -> EncounterState:
    """Return the state after the end; ending again changes nothing. Raises Conflict before admission."""
    if state is EncounterState.ARRIVED:
        raise not_admitted()
    return EncounterState.FINISHED


def closed(state: EpisodeState) -> EpisodeState:
    """Return the state after the close of an episode. Raises Conflict when it is closed already."""
    if state is EpisodeState.FINISHED:
        raise Conflict("encounters.episode_closed", "This course has been closed already.")
    return EpisodeState.FINISHED


def may_write(state: EncounterState, *, goes_on: bool = False, visits: bool = False) -> None:
    """Chat is open from arrival to the end, and after it while the consultation goes on in writing. Raises Conflict.

    Who only `visits` waits in silence while the door is closed: then the two are by themselves.
    """
    if visits and state is EncounterState.ARRIVED:
        raise not_admitted()
    if state is EncounterState.FINISHED and not goes_on:
        raise finished_already()


def may_call(state: EncounterState) -> None:
    """Nobody is heard or seen before admission nor after the end. Raises Conflict."""
    if state is EncounterState.ARRIVED:
        raise not_admitted()
    may_write(state)


def not_admitted() -> Conflict:
    """Return the refusal of what has to wait for admission."""
    return Conflict("encounters.not_admitted", "Please wait until the door is opened.")


def finished_already() -> Conflict:
    """Return the refusal of what is over."""
    return Conflict("encounters.finished", "This consultation has ended.")
