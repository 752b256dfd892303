"""The independent checker of rotas: it reads problem.py and shares no code with the model that solves."""

from booking.rota.checking.check import check
from booking.rota.checking.findings import Breach, Finding, Findings

__all__ = ["Breach", "Finding", "Findings", "check"]
