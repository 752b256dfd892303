"""Mail: queued with the change that causes it, sent by the outbox, kept and shown where no mail server is set."""
