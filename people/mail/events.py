"""Times in the form that calendars read (RFC 5545, 5546): neutral ones, without a word on what they are for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress

from core.principal import Locale
from people.mail.message import CalendarPart, bare_address
from people.mail.rendering import SERVICE_NAMES

Method = Literal["REQUEST", "CANCEL"]
Sort = Literal["appointment", "duty", "on_call"]

_SUMMARIES: Mapping[Sort, Mapping[Locale, str]] = {
    "appointment": {"ja": "ご予約(はぐくみ)", "en": "Appointment (Hagukumi)"},
    "duty": {"ja": "当番(はぐくみ)", "en": "Duty (Hagukumi)"},
    "on_call": {"ja": "待機(はぐくみ)", "en": "On call (Hagukumi)"},
}
_REFRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """A time in a calendar. `key` names it for ever, `path` is where it is shown within the service.

    `sequence` grows with each change (0 at first), `changed_at` is the instant of the last one.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    path: str
    changed_at: datetime
    sequence: int = 0
    sort: Sort = "appointment"


def invitation(
    event: TimedEvent, method: Method, *, language: Locale, public_url: str, sender: str, recipient: str
) -> CalendarPart:
    """Return the part of a mail that enters a time into the recipient's calendar, moves it or takes it out."""
    entry = _entry(event, language, public_url)
    entry.add("organizer", vCalAddress(f"mailto:{bare_address(sender)}"))
    attendee = vCalAddress(f"mailto:{recipient}")
    # It is agreed already, and nobody reads an answer.
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    entry.add("attendee", attendee)
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(entry)
    return CalendarPart(method, calendar.to_ical().decode())


def feed(events: Iterable[TimedEvent], *, language: Locale, public_url: str) -> bytes:
    """Return a calendar of these times, in UTC, to be read again and again; the same times give the same bytes."""
    calendar = _calendar()
    calendar.add("x-wr-calname", SERVICE_NAMES[language])
    calendar.add("name", SERVICE_NAMES[language])
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    for event in sorted(events, key=lambda each: (each.starts_at, each.key)):
        entry = _entry(event, language, public_url)
        entry.add("status", "CONFIRMED")
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Hagukumi//Calendar//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _entry(event: TimedEvent, language: Locale, public_url: str) -> Event:
    entry = Event()
    entry.add("uid", f"{event.key}@{urlsplit(public_url).hostname}")
    entry.add("dtstamp", event.changed_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("sequence", event.sequence)
    entry.add("summary", _SUMMARIES[event.sort][language])
    entry.add("url", public_url + event.path)
    entry.add("class", "PRIVATE")
    return entry
