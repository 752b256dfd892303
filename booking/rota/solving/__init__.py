"""The rota solver in a process of its own."""

from booking.rota.solving.process import SolverFailedError, SolverProcess

__all__ = ["SolverFailedError", "SolverProcess"]
