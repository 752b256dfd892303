"""`python -m server.cli` is the command `hagukumi`."""

from server.cli import main

main()
