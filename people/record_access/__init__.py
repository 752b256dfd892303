"""People see who read their record."""
