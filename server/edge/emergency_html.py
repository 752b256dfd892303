"""Puts crisis lines into the emergency page that was built (clients/web/emergency.html). Pure.

The page marks the list of each situation in each language by `<!-- lines ja danger -->` ... `<!-- /lines -->`, and the
sentence on when the numbers were checked by `<!-- checked ja -->` ... `<!-- /checked -->`.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Literal

from clinic.safety.lines.model import CrisisLine, LineList, LineWords, Situation

_LINES = re.compile(r"<!-- lines (ja|en) ([a-z_]+) -->.*?<!-- /lines -->", re.DOTALL)
_CHECKED = re.compile(r"<!-- checked (ja|en) -->.*?<!-- /checked -->", re.DOTALL)
_ICON = re.compile(r"<svg .*?</svg>", re.DOTALL)

Language = Literal["ja", "en"]


def with_lines(page: str, lines: LineList, checked_on: date) -> str:
    """Return the page with these lines, checked on a day."""
    icon = found[0] if (found := _ICON.search(page)) else ""

    def listed(marks: re.Match[str]) -> str:
        language, situation = marks[1], marks[2]
        here = [line for line in lines.lines if line.situation == situation]
        return _list(here, "ja" if language == "ja" else "en", icon, urgent=situation == Situation.DANGER)

    def checked(marks: re.Match[str]) -> str:
        return f'<p class="note">{_checked("ja" if marks[1] == "ja" else "en", checked_on)}</p>'

    return _CHECKED.sub(checked, _LINES.sub(listed, page))


def _checked(language: Language, day: date) -> str:
    if language == "ja":
        return f"電話番号と受付時間は、{day.year}年{day.month}月{day.day}日に運営者が確かめたものです。"
    return f"The numbers and hours were checked by the operator on {day.day} {_MONTHS[day.month - 1]} {day.year}."


# Not strftime: its names follow the machine's language.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _list(lines: Sequence[CrisisLine], language: Language, icon: str, *, urgent: bool) -> str:
    rows = []
    for line in lines:
        name, hours = _text(line.name, language), _hours(line, language)
        if line.number is not None:
            rows.append(_call(line.number, name, hours, icon, urgent=urgent))
            rows += [
                _call(more.number, f"{name}（{_text(more.note, language)}）", hours, icon, urgent=urgent)
                for more in line.more_numbers
            ]
        elif line.url is not None:
            # A page has no number to show: its name leads there.
            words = f'<span class="name">{escape(name)}</span><span class="hours">{escape(hours)}</span>'
            rows.append(f'<li><a class="call" href="{escape(line.url)}" rel="noreferrer">{words}</a></li>')
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _call(number: str, name: str, hours: str, icon: str, *, urgent: bool) -> str:
    target = number.replace("-", "").replace("#", "%23")
    return (
        f'<li><a class="call{" urgent" if urgent else ""}" href="tel:{target}">{icon}'
        f'<span class="name">{escape(name)}</span><span class="number">{escape(number)}</span>'
        f'<span class="hours">{escape(hours)}</span></a></li>'
    )


def _text(words: LineWords, language: Language) -> str:
    return words.ja if language == "ja" else words.en


def _hours(line: CrisisLine, language: Language) -> str:
    hours = _text(line.hours, language)
    if line.hours_confirmed:
        return hours
    return f"{hours}（時間は確認中です）" if language == "ja" else f"{hours} (hours not confirmed)"
