"""The names of months, quarters and fiscal years, and how they lie within one another in a report's tables. Pure.

The fiscal year 2026 (April 2026 to March 2027) has the quarters 2026-Q1 to 2026-Q4 and the months 2026-04 to 2027-03.
"""

from datetime import date

from clinic.evaluation.disclosure.tables import Span
from clinic.evaluation.measures.periods import FIRST_MONTH, Part, fiscal_year_of, parts


def year_name(day: date) -> str:
    """Return the name of the fiscal year of a day, such as "2026"."""
    return str(fiscal_year_of(day))


def quarter_name(day: date) -> str:
    """Return the name of the fiscal quarter of a day, such as "2026-Q1"."""
    return f"{fiscal_year_of(day)}-Q{(day.month - FIRST_MONTH) % 12 // 3 + 1}"


def month_name(day: date) -> str:
    """Return the name of the month of a day, such as "2026-04"."""
    return f"{day.year:04}-{day.month:02}"


def spans_of(first_day: date, last_day: date, *, months: bool) -> tuple[Span, ...]:
    """Return the spans of a period's tables: months (if asked for), quarters, and years where it has several quarters.

    What the period cuts short is named like the whole.
    """
    quarters = [part.first_day for part in parts(first_day, last_day, Part.QUARTER)]
    with_years = len(quarters) > 1
    return (
        *(
            Span(month_name(part.first_day), quarter_name(part.first_day))
            for part in parts(first_day, last_day, Part.MONTH)
            if months
        ),
        *(Span(quarter_name(day), year_name(day) if with_years else None) for day in quarters),
        *(Span(year_name(part.first_day), None) for part in parts(first_day, last_day, Part.YEAR) if with_years),
    )


def is_for_the_city(first_day: date, last_day: date) -> bool:
    """Return whether a period is one whole quarter or one whole fiscal year: only these are released."""
    return any(
        len(found) == 1 and found[0].is_whole and (found[0].first_day, found[0].last_day) == (first_day, last_day)
        for found in (parts(first_day, last_day, Part.QUARTER), parts(first_day, last_day, Part.YEAR))
    )
