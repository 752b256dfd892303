"""Private calendar addresses: what somebody subscribes to in a calendar of their own."""
