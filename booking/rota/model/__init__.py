"""The rota's CP-SAT model: built from a Problem, solved to a Rota."""

from importlib import import_module
from typing import TYPE_CHECKING

from booking.rota.model.results import MODEL_VERSION, Progress, SolveOptions, SolveResult, Status

if TYPE_CHECKING:
    from booking.rota.model.building import Model, build
    from booking.rota.model.parts import split
    from booking.rota.model.posting import Reason
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

_MODULES = {"Model": "building", "build": "building", "split": "parts", "Reason": "posting", "solve": "solving"}


def __getattr__(name: str) -> object:
    """Load what needs OR-Tools when it is asked for: a server solves in other processes, and starts a second sooner."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
