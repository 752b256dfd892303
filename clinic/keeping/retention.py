"""How long each kind of data is kept, pure: years counted from the end of the consultation or course it belongs to.

Five years are the time that the law sets for 診療録 (医師法 24条2項) and, where a midwife assisted at a birth, 助産録
(保助看法 42条). What is written here is strictly neither; that it is kept as long is a choice. For everything else no
source was found. All of it needs the operator's review, and can be changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DEFAULT_YEARS = 5
LEAST_YEARS = 1
MOST_YEARS = 30


class RecordKind(StrEnum):
    """What has a time of keeping of its own.

    MESSAGES are the consultations themselves: chat, files, the place one called from, the names of guests. NOTES are
    notes with amendments, co-signatures and shares, summaries, how courses ended, breakings of the glass, and letters.
    ANSWERS are those of questionnaires, APPOINTMENTS what was written when booking, SAFETY alerts with assessments and
    tasks. TECHNICAL are device checks and waiting lists, NOTICES what somebody was told in the application; ACCOUNTS of
    clients end when they were not used for that long.
    """

    MESSAGES = "messages"
    NOTES = "notes"
    ANSWERS = "answers"
    APPOINTMENTS = "appointments"
    SAFETY = "safety"
    TECHNICAL = "technical"
    NOTICES = "notices"
    ACCOUNTS = "accounts"


DUTY = frozenset(
    {RecordKind.MESSAGES, RecordKind.NOTES, RecordKind.ANSWERS, RecordKind.APPOINTMENTS, RecordKind.SAFETY}
)
"""What documents a consultation: it stays for its years also when the person asks for erasure."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The years of each kind; `version` counts the changes from 0, which are the defaults."""

    version: int
    years: Mapping[RecordKind, int]

    def cutoff_day(self, kind: RecordKind, today: date) -> date:
        """Return the last day on which something may have ended to be over its time today."""
        return cutoff_day(today, self.years[kind])


DEFAULT_POLICY = Policy(0, dict.fromkeys(RecordKind, DEFAULT_YEARS))


def cutoff_day(today: date, years: int) -> date:
    """Return the last day whose things are over their time today: `due_day(day, years) <= today` up to it."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 2, 28)


def due_day(ended: date, years: int) -> date:
    """Return the first day on which something that ended on `ended` need not be kept any more.

    What ended on 29 February is kept until the last day of February where there is none: not a day too short.
    """
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:
        return date(ended.year + years, 3, 1)
