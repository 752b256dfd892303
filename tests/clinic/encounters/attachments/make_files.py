"""Files as telephones, scanners and ill-wishers make them."""

import struct
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()

MAKER = "むらさきの電話"
PLACE = (35.0, 41.0, 22.0)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(width: int = 60, height: int = 40) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def exif(orientation: int = 6) -> bytes:
    """Return EXIF with a place, a maker and an orientation, as a telephone writes it."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = MAKER
    data.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (139.0, 41.0, 30.0)})
    return data.tobytes()


def written(image: Image.Image, form: str, **options: object) -> bytes:
    """Return the picture in a format of Pillow's."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def photo(orientation: int = 6, **options: object) -> bytes:
    """Return a JPEG taken with the telephone turned."""
    return written(picture(), "JPEG", exif=exif(orientation), comment="秘密のことば".encode(), **options)


def iphone_photo() -> bytes:
    """Return a HEIC with EXIF."""
    return written(picture(), "HEIF", exif=exif(1), quality=90)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a small PNG that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def animation(form: str) -> bytes:
    """Return a moving picture."""
    return written(picture(), form, save_all=True, append_images=[Image.new("RGB", (60, 40), BLUE)], duration=100)


SCRIPT = "uninvited = 1"


def document(pages: int = 2, **saving: object) -> bytes:
    """Return a PDF with everything that could act, an attached file, and a photograph that tells a place."""
    pdf = Pdf.new()
    jpeg = photo()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 200))
        page = pdf.pages[-1]
        action = Dictionary(S=Name.JavaScript, JS=String(SCRIPT))
        page.obj.AA = Dictionary(O=action)
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.URI, URI=String("http://x"))
        )  # fmt: skip
        page.obj.Annots = Array([pdf.make_indirect(link)])
        image = Stream(
            pdf, jpeg, Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8, Filter=Name.DCTDecode, Metadata=Stream(pdf, b"<x:xmpmeta/>"),
        )  # fmt: skip
        page.obj.Resources = Dictionary(XObject=Dictionary(F=image))
        page.obj.Contents = Stream(pdf, b"q 60 0 0 40 10 10 cm /F Do Q")
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("calc.exe"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    pdf.attachments["letter.exe"] = b"MZ attached"
    pdf.docinfo[Name.Author] = String(MAKER)
    file = BytesIO()
    pdf.save(file, **saving)
    return file.getvalue()


def locked_document() -> bytes:
    """Return a PDF that opens with a password only."""
    return document(1, encryption=pikepdf.Encryption(user="secret", owner="secret"))
