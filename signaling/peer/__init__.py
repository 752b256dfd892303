"""A participant without a browser: for tests, load and checks of a call's path. It speaks docs/protocol.md."""
