"""The files of an export: readable by their owner alone, and there whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

MANIFEST = "manifest.json"
"""Names the other files, the instant they tell of, their numbers of lines and their SHA-256."""


class NdjsonFile:
    """A file of lines that is being written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = sha256()
        self.count = 0

    def write(self, line: bytes) -> None:
        """Add a line, which brings its end along."""
        self._file.write(line)
        self._digest.update(line)
        self.count += 1

    @property
    def sha256(self) -> str:
        """Return the hexadecimal SHA-256 of what was written."""
        return self._digest.hexdigest()


@contextmanager
def made_whole(out: Path) -> Iterator[Path]:
    """Yield a folder beside `out` to write into; leaving it makes it `out`, an error deletes it.

    Raises FileExistsError where there is such a folder, and another OSError where none can be made.
    """
    if out.exists():
        raise FileExistsError(str(out))
    unfinished = out.with_name(f".{out.name}.unfinished-{os.getpid()}")
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished
        unfinished.rename(out)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


@contextmanager
def ndjson(folder: Path, name: str) -> Iterator[NdjsonFile]:
    """Yield a new file of lines in the folder, of mode 0600 whatever the umask is."""
    with private_file(folder / f"{name}.ndjson") as file:
        yield NdjsonFile(file)


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write the manifest, the last of the files."""
    with private_file(folder / MANIFEST) as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a new file, of mode 0600 whatever the umask is; leaving it brings it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(descriptor)
