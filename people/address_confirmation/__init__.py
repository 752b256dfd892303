"""Confirming that an account's e-mail address is its owner's."""
