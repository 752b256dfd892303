"""The kinds and states of a run. Pure."""

from enum import StrEnum


class RunKind(StrEnum):
    """SOLVE begins anew, REPAIR changes as little of the draft as it can, BEST_EFFORT leaves cover missing.

    EXPLAIN looks for no rota, but for why there is none, for as long as it is given.
    """

    SOLVE = "solve"
    REPAIR = "repair"
    BEST_EFFORT = "best_effort"
    EXPLAIN = "explain"


class RotaRunState(StrEnum):
    """Where a run is; DONE has a rota (or nothing conflicts, for EXPLAIN), INFEASIBLE is a proof that there is none.

    EXPLAINING: the proof is there, and what conflicts is being looked for.
    """

    QUEUED = "queued"
    RUNNING = "running"
    EXPLAINING = "explaining"
    STOPPING = "stopping"
    DONE = "done"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"
    FAILED = "failed"


BEGUN = frozenset({RotaRunState.RUNNING, RotaRunState.EXPLAINING, RotaRunState.STOPPING})
UNDER_WAY = BEGUN | {RotaRunState.QUEUED}


class RunWanted(StrEnum):
    """What a run is to do: go on, stop and keep the best, or end without a rota."""

    GO_ON = "go_on"
    STOP = "stop"
    CANCEL = "cancel"
