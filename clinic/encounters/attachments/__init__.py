"""Pictures and documents that are sent in a consultation."""
