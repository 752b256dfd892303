"""The kinds and states of a run. Pure."""

from enum import StrEnum


class RunKind(StrEnum):
    """SOLVE begins anew, REPAIR changes as little of the draft as it can, BEST_EFFORT leaves cover missing."""

    SOLVE = "solve"
    REPAIR = "repair"
    BEST_EFFORT = "best_effort"


class RunState(StrEnum):
    """Where a run is; DONE has a rota, INFEASIBLE is a proof that there is none."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.STOPPING})


class RunWanted(StrEnum):
    """What a run is to do: go on, stop and keep the best, or end without a rota."""

    GO_ON = "go_on"
    STOP = "stop"
    CANCEL = "cancel"
