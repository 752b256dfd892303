"""What files a consultation takes, and how much of them. Pure.

The bounds are ours: a photograph of a telephone's largest usual sensor (64 megapixels) and a scanned letter fit.
"""

from enum import StrEnum


class AttachmentKind(StrEnum):
    """How a file is shown: in the log, or as something to save."""

    PICTURE = "picture"
    DOCUMENT = "document"


class Rendition(StrEnum):
    """Which of the stored contents of a file; only pictures have a thumbnail."""

    FULL = "full"
    THUMBNAIL = "thumbnail"


class Format(StrEnum):
    """The formats that are taken, as their content tells."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    PDF = "pdf"


MAX_BYTES = 15_000_000
MAX_PIXELS = 70_000_000
MAX_PAGES = 50
FULL_SIDE = 2560
"""Pixels of the longest side of a stored picture."""

THUMBNAIL_SIDE = 480

JPEG_TYPE = "image/jpeg"
PDF_TYPE = "application/pdf"

MAX_FILES = 60
"""Files in one consultation."""

MAX_TOTAL_BYTES = 200_000_000
"""Bytes, as stored, in one consultation."""

_PDF_HEAD = 1024
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def format_of(content: bytes) -> Format | None:
    """Return the format that the first bytes tell, None for any other; a name or a declared type counts for nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Format.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return Format.HEIF
    # A few bytes may stand before a PDF; every reader looks for it there.
    return Format.PDF if b"%PDF-" in content[:_PDF_HEAD] else None
