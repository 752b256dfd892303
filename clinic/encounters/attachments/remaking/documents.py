"""PDF documents, made anew with nothing but their pages. Pure; run in a process that may die of it."""

import contextlib
import zlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Name, Pdf

from clinic.encounters.attachments.kinds import MAX_PAGES, PDF_TYPE, AttachmentKind
from clinic.encounters.attachments.remaking.remade import Remade, UnfitError

# What a page is drawn from. All else may act (annotations, actions, scripts) or tell of its making.
_OF_A_PAGE = frozenset(
    {
        Name.Type,
        Name.Parent,
        Name.Resources,
        Name.Contents,
        Name.MediaBox,
        Name.CropBox,
        Name.Rotate,
        Name.Group,
        Name.UserUnit,
    }
)
# Of a stream: what tells of its making, and what would fetch from outside.
_NOT_OF_A_STREAM = (
    Name.Metadata, Name.PieceInfo, Name.OPI, Name.Ref, Name.F, Name.FFilter, Name.FDecodeParms, Name.LastModified,
)  # fmt: skip

# Behind these a small stream may be a huge one.
_CHUNK = 1_000_000
_PACKED = frozenset({Name.FlateDecode, Name.LZWDecode, Name.RunLengthDecode})
MAX_STREAM_BYTES = 300_000_000
"""What one stream may hold when it is unpacked: a coloured page at 600 dots an inch, three times over."""


def remake_document(content: bytes) -> Remade:
    """Return a PDF of the same pages, with forms and notes drawn into them, and without whatever acts.

    Scripts, actions, links, attached files, forms, outlines and metadata are left behind, also those of photographs on
    a page. One that opens without a password is taken. What would fill the memory of whoever opens it is refused.
    Raises UnfitError: "locked", "too_many_pages", "broken".
    """
    try:
        with Pdf.open(BytesIO(content), suppress_warnings=True) as given:
            return _remade(given)
    except UnfitError:
        raise
    except pikepdf.PasswordError as error:
        raise UnfitError("locked") from error
    except Exception as error:
        raise UnfitError("broken") from error


def _remade(given: Pdf) -> Remade:
    pages = len(given.pages)
    if pages == 0:
        raise UnfitError("broken")
    if pages > MAX_PAGES:
        raise UnfitError("too_many_pages")
    with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError):
        given.flatten_annotations("screen")
    fresh = Pdf.new()
    for page in given.pages:
        for name in [key for key in page.obj.keys() if key not in _OF_A_PAGE]:  # noqa: SIM118  an object of a PDF is no mapping
            del page.obj[name]
    fresh.pages.extend(given.pages)
    for thing in fresh.objects:
        if isinstance(thing, pikepdf.Stream):
            _bare(thing)
    written = BytesIO()
    fresh.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Remade(kind=AttachmentKind.DOCUMENT, media_type=PDF_TYPE, full=written.getvalue(), pages=pages)


def _bare(stream: pikepdf.Stream) -> None:
    for name in _NOT_OF_A_STREAM:
        if name in stream:
            del stream[name]
    named = stream.get(Name.Filter)
    filters = list(named) if isinstance(named, pikepdf.Array) else [named]
    if filters == [Name.DCTDecode]:
        stream.write(without_metadata(stream.read_raw_bytes()), filter=Name.DCTDecode)
    elif _is_larger(stream, filters, MAX_STREAM_BYTES):
        raise UnfitError("broken")


def _is_larger(stream: pikepdf.Stream, filters: Sequence[pikepdf.Object | None], most: int) -> bool:
    packed_times = sum(each in _PACKED for each in filters)
    if packed_times != 1:
        # Packed twice, which no writer does, a few bytes may be without end.
        return packed_times > 1
    if filters != [Name.FlateDecode]:
        return len(stream.read_bytes()) > most
    unpacking, size, packed = zlib.decompressobj(), 0, stream.read_raw_bytes()
    while packed and size <= most and not unpacking.eof:
        size += len(unpacking.decompress(packed, _CHUNK))
        packed = unpacking.unconsumed_tail
    return size > most


def without_metadata(jpeg: bytes) -> bytes:
    """Return a JPEG without its EXIF, XMP, IPTC and comments; its pixels and colour profile are not touched.

    What is no JPEG is returned as it is.
    """
    kept = [jpeg[:2]]
    at = 2
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xDA:
            return b"".join([*kept, jpeg[at:]])
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not _is_metadata(marker):
            kept.append(jpeg[at:end])
        at = end
    return jpeg


def _is_metadata(marker: int) -> bool:
    # APP0 is JFIF, APP2 the colour profile, APP14 Adobe's note on the colours; COM is a comment.
    return marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE})
