"""Reads a Dockerfile as far as ours goes: stages of instructions, with continued lines joined."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    name: str
    rest: str

    def words(self) -> list[str]:
        return self.rest.split()


@dataclass
class Stage:
    name: str
    image: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.name == name]


def read(path: Path) -> dict[str, Stage]:
    """The stages by name, in order."""
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for line in filter(None, joined.splitlines()):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            image, _, alias = rest.partition(" AS ")
            stage = stages[alias] = Stage(alias, image)
        else:
            assert stage is not None, f"{line} stands before the first FROM"
            stage.instructions.append(Instruction(name, rest.strip()))
    return stages


def environment(stage: Stage) -> dict[str, str]:
    """The variables that the stage sets."""
    return dict(word.split("=", 1) for instruction in stage.all("ENV") for word in instruction.words())
