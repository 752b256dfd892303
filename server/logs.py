"""How the server logs: one JSON object a line, without personal or clinical text."""

import logging
import sys
from typing import Any

import structlog


def configure_logs(level: str) -> None:
    """Log to standard error from `level` (debug, info, warning, error) on, libraries from warning on."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Wordless("%(levelname)s %(name)s"))
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[handler], force=True)


class _Wordless(logging.Formatter):
    """Names what a library complains of by the types of the errors alone: their texts may quote a person."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the base's name
        """Return the types of an error and of its causes, without a word of theirs."""
        names: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(names) < 10:
            names.append(type(error).__name__)
            error = error.__cause__ or error.__context__
        return " < ".join(names)

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802  the base's signature
        """Return nothing: a stack shows lines of code with their values."""
        return ""
