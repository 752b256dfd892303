"""The month in an address. Pure."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from core.model import Model

MonthName = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
"""A month of this century: 2026-11."""


class MonthPath(Model):
    """Which month."""

    month: MonthName


def first_of(month: str) -> date:
    """Return the first day of a month."""
    return date.fromisoformat(f"{month}-01")
