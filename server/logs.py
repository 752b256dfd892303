"""How the server logs: one JSON object a line, without personal or clinical text."""

import logging
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog


def configure_logs(level: str) -> None:
    """Log to standard error from `level` (debug, info, warning, error) on, libraries from warning on."""
    stream = cast("TextIO", _Patient(sys.stderr))
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Wordless("%(levelname)s %(name)s"))
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[handler], force=True)


class _Patient:
    """A stream whose failing (its disk is full, its reader is gone) does not fail the request that is logged."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write if it can be written; returns the length of the text."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush if it can be flushed."""
        with suppress(OSError, ValueError):
            self._stream.flush()


class _Wordless(logging.Formatter):
    """Names what a library complains of by the types of the errors alone: their texts may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a stack, and what another formatter made of the error, are left out."""
        record.stack_info = None
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  the base's name
        """Return the types of an error and of its causes, without a word of theirs."""
        names: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(names) < 10:
            names.append(type(error).__name__)
            error = error.__cause__ or error.__context__
        return " < ".join(names)
