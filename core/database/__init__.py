"""The database: the base of all tables, and its engine, and when it is away."""

from core.database.away import is_away
from core.database.base import Base, UtcDateTime
from core.database.engine import Database, Dialect

__all__ = ["Base", "Database", "Dialect", "UtcDateTime", "is_away"]
