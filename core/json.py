"""The type of what can be written as JSON."""

from collections.abc import Mapping, Sequence

from typing_extensions import TypeAliasType

# A named alias: pydantic resolves it although it contains itself.
JSON = TypeAliasType("JSON", "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None")
