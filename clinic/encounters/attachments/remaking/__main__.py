"""The process that makes one file anew: the file comes on standard input, the answer goes to standard output.

What it reads may be made to harm. It knows no secret and has bounds of memory, time and output; when it dies of a file,
nothing else does.
"""

import os
import resource
import sys

from clinic.encounters.attachments.kinds import Format, format_of
from clinic.encounters.attachments.remaking.remade import Remade, UnfitError, write_answer


def main() -> None:
    """Answer in as many bytes of memory and seconds of work as the arguments allow."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    content = sys.stdin.buffer.read()
    try:
        answer: Remade | UnfitError = _remake(content)
    except UnfitError as unfit:
        answer = unfit
    sys.stdout.buffer.write(write_answer(answer))
    sys.stdout.buffer.flush()
    os._exit(0)


def _remake(content: bytes) -> Remade:
    # Each only where it is needed: reading the libraries takes longer than a small picture.
    form = format_of(content)
    if form is None:
        raise UnfitError("unknown_kind")
    if form is Format.PDF:
        from clinic.encounters.attachments.remaking.documents import remake_document  # noqa: PLC0415

        return remake_document(content)
    from clinic.encounters.attachments.remaking.pictures import remake_picture  # noqa: PLC0415

    return remake_picture(content, form)


if __name__ == "__main__":
    main()
