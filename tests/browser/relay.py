"""A coturn for the browser tests: `python -m tests.browser.relay`.

Its first line of output tells the addresses and the secret, as JSON. Each line of input, "stop" or "start", is done and
answered by a line. It ends with its input.
"""

import json
import sys

from tests.fixtures.relay import relay


def say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


def main() -> None:
    with relay.coturn() as coturn:
        say({"stun": coturn.stun, "udp": coturn.udp, "tcp": coturn.tcp, "tls": coturn.tls, "secret": coturn.secret})
        for line in sys.stdin:
            getattr(coturn, {"stop": "stop", "start": "start"}[line.strip()])()
            say({})


if __name__ == "__main__":
    main()
