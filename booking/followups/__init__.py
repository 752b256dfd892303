"""A next consultation that a practitioner offers at the end of one, and that is taken in one tap."""
