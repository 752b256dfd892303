"""The rota's CP-SAT model: built from a Problem, solved to a Rota."""

from booking.rota.model.board import Progress
from booking.rota.model.building import MODEL_VERSION, Model, build
from booking.rota.model.parts import split
from booking.rota.model.posting import Reason
from booking.rota.model.search import SolveOptions, SolveResult, Status
from booking.rota.model.solving import solve

__all__ = [
    "MODEL_VERSION",
    "Model",
    "Progress",
    "Reason",
    "SolveOptions",
    "SolveResult",
    "Status",
    "build",
    "solve",
    "split",
]
