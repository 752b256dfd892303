"""Accounts and sign-in, persons and households, practitioners, consents, notices, risk tiers."""
