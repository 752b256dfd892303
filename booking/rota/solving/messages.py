"""What the solver process reads and writes, one JSON value a line. Pure."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from booking.rota.explaining import Explanation
from booking.rota.explaining.stored import explanation_from_json, explanation_to_json
from booking.rota.model import Progress, SolveOptions, SolveResult, Status
from booking.rota.problem import Problem
from booking.rota.problem_json import problem_from_json, problem_to_json, rota_from_json, rota_to_json

CANCELLED = 3
"""The exit status of a process that was told to end without a result."""


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """How long to look for a conflict and for ways out, in seconds; days before `since` are over."""

    seconds: float = 10.0
    suggest_seconds: float = 20.0
    since: int = 0


def request_line(problem: Problem, options: SolveOptions | ExplainOptions) -> bytes:
    """Return the line that asks for a rota, or why there is none."""
    if isinstance(options, ExplainOptions):
        return _line({"problem": problem_to_json(problem), "explain": asdict(options)})
    first = None if options.first is None else rota_to_json(options.first)
    plain = {**asdict(replace(options, first=None)), "first": first}
    return _line({"problem": problem_to_json(problem), "options": plain})


def read_request(line: str) -> tuple[Problem, SolveOptions | ExplainOptions]:
    """Return what a request line asks; raises ValueError, KeyError or TypeError for another line."""
    value = json.loads(line)
    if "explain" in value:
        return problem_from_json(value["problem"]), ExplainOptions(**value["explain"])
    options = value["options"]
    first = options["first"]
    options = {**options, "first": None if first is None else rota_from_json(first)}
    return problem_from_json(value["problem"]), SolveOptions(**options)


def progress_line(progress: Progress, *, with_rota: bool) -> bytes:
    """Return the line that tells of progress, with its new rota or without."""
    rota = rota_to_json(progress.rota) if with_rota and progress.rota is not None else None
    return _line({"progress": {**asdict(replace(progress, rota=None)), "rota": rota}})


def result_line(result: SolveResult) -> bytes:
    """Return the line that ends a solve."""
    rota = None if result.rota is None else rota_to_json(result.rota)
    return _line({"result": {**asdict(replace(result, rota=None)), "rota": rota}})


def explanation_line(explanation: Explanation) -> bytes:
    """Return the line that ends an explanation."""
    return _line({"explanation": explanation_to_json(explanation)})


def read_answer(line: bytes) -> Progress | SolveResult | Explanation:
    """Return what a line of the process tells; raises ValueError, KeyError or TypeError for another line."""
    value: dict[str, Any] = json.loads(line)
    if "explanation" in value:
        return explanation_from_json(value["explanation"])
    told = value.get("progress") or value["result"]
    rota = None if told["rota"] is None else rota_from_json(told["rota"])
    if "progress" in value:
        return Progress(**{**told, "rota": rota})
    return SolveResult(**{**told, "rota": rota, "status": Status(told["status"])})


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
