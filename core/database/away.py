"""Which errors say that the database is away, full or closed to writes, and not that a query was wrong."""

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# PostgreSQL's classes: connection lost, resources exhausted (a full disk), ended or starting by the operator, system
# error. SQLAlchemy gives these as bare DBAPIErrors, since asyncpg has no type between them and all the others.
_CLASSES = frozenset({"08", "53", "57", "58"})
_READ_ONLY = "25006"


def is_away(error: BaseException) -> bool:
    """Tell whether the same thing may succeed a little later, when the database is back."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | OSError | TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    if isinstance(error, InternalError) and not state:
        # The driver's own, not the database's: it was asked for something on a line that is gone.
        return True
    return error.connection_invalidated or state[:2] in _CLASSES or state == _READ_ONLY
