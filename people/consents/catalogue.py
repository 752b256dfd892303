"""The consent texts: which there are, and which version is asked for today."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from core.http import Key
from people.consents.kinds import ConsentKind


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A version of a text in both languages; `needs_review` until the operator has approved it.

    Paragraphs of a body are parted by an empty line.
    """

    kind: ConsentKind
    version: str
    needs_review: bool
    title_ja: str
    title_en: str
    body_ja: str
    body_en: str


class ConsentCatalogue:
    """All versions of all texts; of each kind the latest version (year-month-number) is current.

    Raises ValueError when a kind has no text or a version stands twice.
    """

    def __init__(self, texts: Iterable[ConsentText]) -> None:
        ordered = sorted(texts, key=lambda text: (text.kind, _version_key(text.version)))
        self._all = {(text.kind, text.version): text for text in ordered}
        if len(self._all) != len(ordered):
            raise ValueError("a version of a consent text stands twice")
        self._current = {text.kind: text for text in ordered}
        if missing := [kind.value for kind in ConsentKind if kind not in self._current]:
            raise ValueError(f"no consent text of kind {', '.join(missing)}")

    def current(self, kind: ConsentKind) -> ConsentText:
        """Return the text of a kind that is asked for today."""
        return self._current[kind]

    def all_current(self) -> tuple[ConsentText, ...]:
        """Return today's text of each kind, the terms first."""
        return tuple(self._current[kind] for kind in ConsentKind)

    def find(self, kind: ConsentKind, version: str) -> ConsentText | None:
        """Return a text by kind and version, current or not, or None."""
        return self._all.get((kind, version))


def read_catalogue(folder: Path | None = None) -> ConsentCatalogue:
    """Read the texts of a folder of .toml files; without one, the drafts that come with the package.

    Raises ValueError for a file that is not of this form, naming it.
    """
    root = resources.files("people.consents.texts") if folder is None else folder
    files = sorted((entry for entry in root.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return ConsentCatalogue(_read(entry.name, entry.read_text("utf-8")) for entry in files)


def _read(name: str, content: str) -> ConsentText:
    try:
        data = tomllib.loads(content)
        return ConsentText(
            kind=ConsentKind(data["kind"]),
            version=str(data["version"]),
            needs_review=bool(data["needs_review"]),
            title_ja=data["title"]["ja"].strip(),
            title_en=data["title"]["en"].strip(),
            body_ja=data["body"]["ja"].strip(),
            body_en=data["body"]["en"].strip(),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{name} is not a consent text: {error}") from error


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-"))


CONSENTS = Key[ConsentCatalogue]("consents")
