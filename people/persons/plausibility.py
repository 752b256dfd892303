"""Whether a due date and months of birth can be right.

The bounds catch slips of the finger; they are not clinical.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from core.errors import Invalid

DUE_LATEST = timedelta(days=300)
DUE_OVERDUE = timedelta(days=30)
OLDEST_CHILD_YEARS = 20
MOST_CHILDREN = 15


def check_due_date(due: date, today: date) -> None:
    """Raise Invalid("people.due_date_implausible") unless `due` is 30 days ago or later and within 300 days."""
    earliest, latest = today - DUE_OVERDUE, today + DUE_LATEST
    if not earliest <= due <= latest:
        raise Invalid(
            "people.due_date_implausible",
            "Please check the due date: it lies too far from today.",
            earliest=earliest.isoformat(),
            latest=latest.isoformat(),
        )


def check_birth_months(months: Sequence[date], today: date) -> None:
    """Raise Invalid for a month of birth (its first day) to come or over 20 years ago, or for over 15 children."""
    if len(months) > MOST_CHILDREN:
        raise Invalid("people.too_many_children", "Please enter fewer children.", maximum=MOST_CHILDREN)
    latest = today.replace(day=1)
    earliest = latest.replace(year=latest.year - OLDEST_CHILD_YEARS)
    if any(not earliest <= month <= latest for month in months):
        raise Invalid(
            "people.birth_month_implausible",
            "Please check the month of birth: it cannot be in the future or so long ago.",
            earliest=write_month(earliest),
            latest=write_month(latest),
        )


def read_month(text: str) -> date:
    """Return the first day of a month written as YYYY-MM; raises ValueError."""
    return date.fromisoformat(f"{text}-01")


def write_month(month: date) -> str:
    """Return a month as YYYY-MM."""
    return f"{month.year:04d}-{month.month:02d}"
