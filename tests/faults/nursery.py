"""Bears server processes: `hagukumi serve`, each a process of its own, without loading the program anew for each.

Run as `python -m tests.faults.nursery`. Each line of input is {"environment": {...}, "log": path}; the answer is the
process id. When the nursery ends its children are killed.
"""

import ctypes
import json
import os
import signal
import sys
import traceback

import server.cli.serve  # noqa: F401  before it forks
from server.cli.main import main as hagukumi

_PR_SET_PDEATHSIG = 1


def become(environment: dict[str, str], log: str) -> None:
    """Turn this process, just forked, into a server."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, out, out)):
        os.dup2(file, number)
    os.environ.update(environment)
    try:
        hagukumi(["serve", "--no-migrate"])
    except SystemExit as end:
        os._exit(int(end.code or 0))
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def main() -> None:
    # The dead are not waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        born = os.fork()
        if born == 0:
            become(order["environment"], order["log"])
        sys.stdout.write(f"{born}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
