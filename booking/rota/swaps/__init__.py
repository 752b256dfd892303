"""Swaps of published duties: offered and taken by practitioners, decided by the coordinator."""
