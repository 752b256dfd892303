"""Whether the operator's STUN and TURN servers carry calls, asked as a caller would."""
