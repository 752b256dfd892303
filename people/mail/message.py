"""Puts a mail into the form in which it travels: RFC 5322, with a calendar part by RFC 6047."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from core.principal import Locale
from people.mail.rendering import Rendered


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iCalendar object and its method, such as REQUEST; lines end with CR LF."""

    method: str
    content: str


def compose(
    rendered: Rendered,
    *,
    sender: str,
    recipient: str,
    reply_to: str | None,
    message_id: str,
    written_at: datetime,
    language: Locale,
    calendar: CalendarPart | None = None,
) -> EmailMessage:
    """Return the message: plain text, and for a calendar part the same again as what calendars read by themselves."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = message_id
    message["Content-Language"] = language
    # Nobody's absence note shall answer it, and no list shall pass it on (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered.text, cte="base64")
    if calendar is not None:
        message.add_alternative(calendar.content, subtype="calendar", params={"method": calendar.method}, cte="base64")
        message.add_attachment(
            calendar.content.encode(), maintype="application", subtype="ics", filename="appointment.ics"
        )
    return message


def bare_address(sender: str) -> str:
    """Return the address alone of `name <address>`; raises ValueError when there is none."""
    address = parseaddr(sender)[1]
    if "@" not in address:
        raise ValueError("is no e-mail address")
    return address


def host_of(sender: str) -> str:
    """Return the host of the address in `name <address>`."""
    return bare_address(sender).rpartition("@")[2]
