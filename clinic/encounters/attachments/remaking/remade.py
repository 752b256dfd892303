"""What comes of a file: the file made anew, or why it cannot be taken. And how both pass between processes. Pure."""

import json
from dataclasses import dataclass
from typing import Literal, get_args

from clinic.encounters.attachments.kinds import AttachmentKind

Refusal = Literal["unknown_kind", "broken", "animated", "too_many_pixels", "too_many_pages", "locked"]


class UnfitError(Exception):
    """The file cannot be taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal: Refusal = refusal


@dataclass(frozen=True, slots=True)
class Remade:
    """A file made anew; a picture has a size in pixels and a thumbnail, a document has pages."""

    kind: AttachmentKind
    media_type: str
    full: bytes
    thumbnail: bytes | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def write_answer(answer: Remade | UnfitError) -> bytes:
    """Return the answer as a line of JSON, followed by the contents that it measures."""
    if isinstance(answer, UnfitError):
        return json.dumps({"refused": answer.refusal}).encode() + b"\n"
    head = {
        "kind": answer.kind,
        "media_type": answer.media_type,
        "width": answer.width,
        "height": answer.height,
        "pages": answer.pages,
        "full": len(answer.full),
    }
    return json.dumps(head).encode() + b"\n" + answer.full + (answer.thumbnail or b"")


def read_answer(written: bytes) -> Remade:
    """Return what was written; raises UnfitError as the other process did, and as broken where it wrote nonsense."""
    line, _, contents = written.partition(b"\n")
    try:
        head = json.loads(line)
        refused = head.get("refused")
        if refused is None:
            full = int(head["full"])
            return Remade(
                kind=AttachmentKind(head["kind"]),
                media_type=head["media_type"],
                full=contents[:full],
                thumbnail=contents[full:] or None,
                width=head["width"],
                height=head["height"],
                pages=head["pages"],
            )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnfitError("broken") from None
    raise UnfitError(refused if refused in get_args(Refusal) else "broken")
