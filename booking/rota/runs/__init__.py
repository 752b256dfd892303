"""Runs of the solver for a month, as rows."""
