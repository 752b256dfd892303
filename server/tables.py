"""Names every module with tables, so that the metadata is whole."""

import core.outbox.tables

__all__ = ["core"]
