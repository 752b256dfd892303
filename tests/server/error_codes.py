"""Every error that the server's source can raise, read off the source itself."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "people", "booking", "clinic", "signaling", "server")
KINDS = {
    "Conflict",
    "DomainError",
    "Forbidden",
    "Gone",
    "Invalid",
    "NotFound",
    "RequestError",
    "ServerFault",
    "TooLarge",
    "TooMany",
    "Unauthenticated",
    "Unavailable",
}
_CODE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z0-9_]+")


@dataclass(frozen=True)
class Raised:
    """A code, the place (file:line) where it is raised, and the names of the params that go with it there."""

    code: str
    place: str
    params: frozenset[str]


def raised() -> list[Raised]:
    """Return every error; raises AssertionError for one whose code is no literal."""
    errors = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for call in _calls(ast.parse(path.read_text())):
                place = f"{path.relative_to(ROOT)}:{call.lineno}"
                codes = [*_literals(call.args[1 if _name(call) == "RequestError" else 0])]
                assert codes, f"{place}: the code is no literal"
                params = frozenset(each.arg for each in call.keywords if each.arg is not None)
                errors += [Raised(code, place, params) for code in codes]
    return errors


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in KINDS:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        assert _CODE.fullmatch(value.value), value.value
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _literals(value.body)
        yield from _literals(value.orelse)
