"""Waiting for a time to become free, and the offer that is made then."""
