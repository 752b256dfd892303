"""Requests made from the OpenAPI document: such as fit it and such as do not, always the same ones."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core import NOT_SET

# What ends things comes last, so that the others find them alive.
_ENDS = ("/complete", "/skip", "/sign", "/close", "/cancel", "/no-show", "{hold_id}", "{kind}", "/password")
_LAST = ("/block", "/unblock", "/auth/sign-out", "/auth/sign-out-everywhere")


@dataclass(frozen=True)
class Request:
    """One request; `real` ones name records that exist wherever they name one at all."""

    method: str
    template: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    real: bool

    def address(self, objects: Mapping[str, Any]) -> str:
        """Return the path, with the records of `objects` where they are wanted."""
        return self.template.format_map(
            {name: objects.get(name, value) if self.real else value for name, value in self.path.items()}
        )

    def parameters(self, objects: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return the query."""
        return [
            (name, str(each))
            for name, value in self._replace(self.query, objects).items()
            for each in (value if isinstance(value, list) else [value])
        ]

    def content(self, objects: Mapping[str, Any]) -> bytes | None:
        """Return the body."""
        if self.body is NOT_SET:
            return None
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self._replace(self.body, objects)).encode()

    def _replace(self, given: Any, objects: Mapping[str, Any]) -> Any:
        if not self.real or not isinstance(given, Mapping):
            return given
        return {name: value if value is None else objects.get(name, value) for name, value in given.items()}


def requests(document: Mapping[str, Any], each: int) -> list[Request]:
    """Return the requests of all operations: at most `each` that fit the document and as many that do not."""
    schema = schemathesis.openapi.from_dict(dict(document))
    made = [request for found in schema.get_all_operations() for request in _of(found.ok(), each)]
    # Mixed, so that one operation meets what another left.
    random.Random(2026).shuffle(made)
    return sorted(made, key=lambda request: (request.template.endswith(_LAST), request.template.endswith(_ENDS)))


def _of(operation: APIOperation, each: int) -> Iterator[Request]:
    takes = len(operation.body) + len(operation.query)
    number = each if takes else 3 if len(operation.path_parameters) else 1
    modes = [GenerationMode.POSITIVE]
    if takes or len(operation.path_parameters):
        modes.append(GenerationMode.NEGATIVE)
    for mode in modes:
        for index, case in enumerate(_cases(operation, mode, number)):
            yield Request(
                method=case.method.upper(),
                template=case.path,
                path=case.path_parameters or {},
                query=case.query or {},
                body=case.body,
                real=index % 3 != 2,
            )


def _cases(operation: APIOperation, mode: GenerationMode, number: int) -> list[Case]:
    made: list[Case] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        made.append(case)

    collect()
    return made
