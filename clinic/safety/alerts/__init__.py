"""The alert chain: who is called of an open flag, in which order, by which channels, until it is assessed."""
