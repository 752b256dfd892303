"""Small files that would be huge, deep or endless when they are opened: refused, before they cost anything."""

import asyncio
import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf, Stream
from PIL import Image
from pillow_heif import HeifFile, from_pillow

from clinic.encounters.attachments.remaking import Remaker, UnfitError
from tests.clinic.encounters.attachments.make_files import chunk, picture, written

# A tenth of what the product gives a file, so that one that is opened at all is seen to be.
MEMORY, SECONDS = 400_000_000, 10


@cache
def zeros() -> bytes:
    """Return 400 MB of zeros, packed."""
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(bytes(1_000_000)) for _ in range(400)) + packing.flush()


def document(contents: bytes, *filters: Name) -> bytes:
    """Return a PDF of one page that is drawn by these contents."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].obj.Contents = Stream(pdf, contents, Filter=Array(filters))
    file = BytesIO()
    pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file.getvalue()


def endless_tree() -> bytes:
    """Return a PDF whose pages are their own parents."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    pages = pdf.Root.Pages
    pages.Kids = Array([pages, pages])
    pages.Count = 2
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def deep() -> bytes:
    """Return a PDF with an array in an array, and so on."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def wide_jpeg() -> bytes:
    """Return a JPEG that says it has 65,500 pixels a side."""
    given = bytearray(written(picture(), "JPEG"))
    at = given.index(b"\xff\xc0")
    given[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(given)


def wide_webp() -> bytes:
    """Return a WebP whose canvas has 16,384 pixels a side."""
    canvas = b"\0\0\0\0" + (16_383).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", len(canvas)) + canvas + written(picture(), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def endless_png() -> bytes:
    """Return a PNG that announces four thousand million frames."""
    plain = written(picture(), "PNG")
    return plain[:33] + chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)) + plain[33:]


def thousand_frames() -> bytes:
    """Return a moving WebP of a thousand frames."""
    frames = [Image.new("RGB", (16, 16), (at % 256, at // 256, 0)) for at in range(1000)]
    return written(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=10)


def profile_png() -> bytes:
    """Return a PNG whose colour profile unpacks to all the memory there is."""
    plain = written(picture(), "PNG")
    return plain[:33] + chunk(b"iCCP", b"x\0\0" + zeros()) + plain[33:]


def wide_heic() -> bytes:
    """Return a HEIC that says it has 60,000 pixels a side."""
    given = written(picture(), "HEIF")
    place = given.index(b"ispe") + 8
    return given[:place] + struct.pack(">II", 60_000, 60_000) + given[place + 8 :]


def burst() -> bytes:
    """Return a HEIC of sixty pictures, of which the first one is meant."""
    heif: HeifFile = from_pillow(picture())
    for _ in range(59):
        heif.add_from_pillow(picture())
    file = BytesIO()
    heif.save(file)
    return file.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "wide jpeg": (wide_jpeg, {"too_many_pixels"}),
    "wide webp": (wide_webp, {"too_many_pixels", "broken"}),
    "wide heic": (wide_heic, {"too_many_pixels", "broken"}),
    "endless png": (endless_png, {"animated", "broken"}),
    "a colour profile": (profile_png, {"broken"}),
    "a thousand frames": (thousand_frames, {"animated"}),
    "packed twice": (lambda: document(zlib.compress(zeros()), Name.FlateDecode, Name.FlateDecode), {"broken"}),
    "packed once": (lambda: document(zeros(), Name.FlateDecode), {"broken"}),
    "endless tree": (endless_tree, {"broken"}),
    "deep": (deep, {"broken"}),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_refused_and_does_not_go_off(name: str) -> None:
    make, reasons = BOMBS[name]
    content = await asyncio.to_thread(make)
    assert len(content) < 3_000_000
    with pytest.raises(UnfitError) as refused:
        await Remaker(memory=MEMORY, seconds=SECONDS).remake(content)
    assert refused.value.refusal in reasons


async def test_of_a_burst_the_one_that_is_meant_is_taken() -> None:
    answer = await Remaker(memory=MEMORY, seconds=SECONDS).remake(burst())
    assert (answer.width, answer.height) == (60, 40)


async def test_an_ordinary_packed_page_is_taken() -> None:
    page = b"q 60 0 0 40 10 10 cm Q " * 1000
    answer = await Remaker().remake(document(zlib.compress(page), Name.FlateDecode))
    with pikepdf.open(BytesIO(answer.full)) as made:
        assert made.pages[0].Contents.read_bytes() == page
