"""The database: the base of all tables, and its engine."""

from core.database.base import Base, UtcDateTime
from core.database.engine import Database, Dialect

__all__ = ["Base", "Database", "Dialect", "UtcDateTime"]
