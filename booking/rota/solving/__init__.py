"""The rota solver, and the search for why there is no rota, each in a process of its own."""

from booking.rota.solving.messages import ExplainOptions
from booking.rota.solving.process import ChildProcess, ExplainerProcess, SolverFailedError, SolverProcess

__all__ = ["ChildProcess", "ExplainOptions", "ExplainerProcess", "SolverFailedError", "SolverProcess"]
