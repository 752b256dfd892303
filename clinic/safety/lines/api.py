"""The crisis lines over HTTP: open to read, kept by the coordinators and administrators."""

from datetime import date
from typing import Annotated

from pydantic import Field

from clinic.safety.lines import lists
from clinic.safety.lines.model import CrisisLine, LineList
from core.http import Call, get, put
from core.model import Instant, Model
from core.policy import OPEN, allow
from core.principal import Role
from people.accounts import service as accounts

_KEEPERS = allow(Role.COORDINATOR, Role.ADMINISTRATOR)


class CrisisLines(Model):
    """All lines in the order in which they are shown, checked on a day.

    `needs_review` until the operator did so; `is_stale` when that was more than half a year ago.
    """

    version: int
    checked_on: date
    needs_review: bool
    is_stale: bool
    lines: tuple[CrisisLine, ...]

    @classmethod
    def of(cls, found: lists.InForce) -> "CrisisLines":
        """Return the list in force as it goes out."""
        return cls(
            version=found.version,
            checked_on=found.checked_on,
            needs_review=found.version == 0,
            is_stale=found.is_stale,
            lines=found.list.lines,
        )


class CrisisLinesIn(LineList):
    """A list that was written on top of `version`; `checked_on`: the day on which its numbers were checked."""

    version: Annotated[int, Field(ge=0, le=2**31 - 2)]
    checked_on: date


class LineChange(Model):
    """Who put a version in force, and when."""

    version: int
    checked_on: date
    changed_at: Instant
    changed_by: str


class LineChanges(Model):
    """The versions of the list, the newest first, at most 50; the one that came with the product is not among them."""

    changes: list[LineChange]


@get("/api/crisis-lines", policy=OPEN)
async def list_crisis_lines(call: Call) -> CrisisLines:
    """List whom one can call, day and night."""
    return CrisisLines.of(await lists.in_force(call.uow))


@put("/api/crisis-lines", policy=_KEEPERS, errors=("safety.lines_changed", "safety.checked_on"))
async def change_crisis_lines(call: Call, body: CrisisLinesIn) -> CrisisLines:
    """Change whom one can call, with the day on which the numbers were checked."""
    content = LineList(lines=body.lines)
    return CrisisLines.of(await lists.change(call.uow, call.principal, content, body.checked_on, body.version))


@get("/api/crisis-lines/changes", policy=_KEEPERS)
async def list_line_changes(call: Call) -> LineChanges:
    """List who changed the crisis lines, and when."""
    found = await lists.list_changes(call.uow)
    names = await accounts.names(call.uow, {each.changed_by for each in found}) if found else {}
    return LineChanges(
        changes=[
            LineChange(
                version=each.version,
                checked_on=each.checked_on,
                changed_at=each.changed_at,
                changed_by=names[each.changed_by].display_name,
            )
            for each in found
        ]
    )


routes = (list_crisis_lines, change_crisis_lines, list_line_changes)
