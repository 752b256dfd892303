"""A new password for who forgot theirs, by a link to their address."""
