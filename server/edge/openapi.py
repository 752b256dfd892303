"""The OpenAPI document, made from the routes."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from core.http import Route
from core.model import Model
from core.principal import Role


class Fault(Model):
    """One place of a request that does not fit."""

    at: str
    code: str
    message: str


class Problem(Model):
    """An error after RFC 9457, with a stable code."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    params: dict[str, object]
    errors: list[Fault]


_Models = Mapping[Any, dict[str, Any]]

_BINARY = {"type": "string", "format": "binary"}
# What is downloaded as JSON is a document, of whatever shape.
_FILE_OF_JSON: dict[str, Any] = {}


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the routes as JSON."""
    routes = tuple(routes)
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for route in routes:
        wanted += [(model, "validation") for model in (route.body_model, route.path_model, route.query_model) if model]
        if route.response_model:
            wanted.append((route.response_model, "serialization"))
    unique = list(dict.fromkeys(wanted))
    schemas, definitions = models_json_schema(unique, ref_template="#/components/schemas/{model}")
    components = definitions.get("$defs", {})
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hagukumi", "version": version},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route, schemas: _Models, components: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.summary,
        "tags": [route.handler.__module__.split(".")[0]],
        "x-roles": ["anyone"]
        if route.policy.open
        else sorted(role.value for role in Role if role in route.policy.roles),
        "x-error-codes": list(route.errors),
        "security": [] if route.policy.open else [{"bearer": []}],
        "responses": {
            str(route.status): _answer(route, schemas),
            "default": {
                "description": "An error",
                "content": {"application/problem+json": {"schema": schemas[Problem, "serialization"]}},
            },
        },
    }
    parameters = [
        *_parameters(route.path_model, "path", schemas, components),
        *_parameters(route.query_model, "query", schemas, components),
    ]
    if parameters:
        operation["parameters"] = parameters
    if route.uploads:
        content = {"application/octet-stream": {"schema": _BINARY}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.body_model is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas[route.body_model, "validation"]}},
        }
    return operation


def _answer(route: Route, schemas: _Models) -> dict[str, Any]:
    if route.files:
        content = {kind: {"schema": _FILE_OF_JSON if kind == "application/json" else _BINARY} for kind in route.files}
        return {"description": "The file", "content": content}
    if route.response_model is None:
        return {"description": "Done"}
    schema = schemas[route.response_model, "serialization"]
    return {"description": "The answer", "content": {"application/json": {"schema": schema}}}


def _parameters(
    model: type[BaseModel] | None, where: str, schemas: _Models, components: dict[str, Any]
) -> list[dict[str, Any]]:
    if model is None:
        return []
    name = schemas[model, "validation"]["$ref"].rpartition("/")[2]
    schema = components[name]
    return [
        {"name": field, "in": where, "required": where == "path" or field in schema.get("required", []), "schema": part}
        for field, part in schema["properties"].items()
    ]
