"""The version of the socket protocol; docs/protocol.md has the history."""

PROTOCOL_VERSION = 1
SUPPORTED_VERSIONS = (1,)
