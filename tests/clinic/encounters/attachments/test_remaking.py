"""A file that is sent is made anew: what is seen stays, all else is gone, and what cannot be taken is told why."""

import os
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageCms

from clinic.encounters.attachments.kinds import FULL_SIDE, Format, format_of
from clinic.encounters.attachments.remaking import Remade, Remaker, UnfitError
from clinic.encounters.attachments.remaking.documents import remake_document, without_metadata
from clinic.encounters.attachments.remaking.pictures import remake_picture
from clinic.encounters.attachments.remaking.remade import read_answer, write_answer
from core.errors import Unavailable
from tests.clinic.encounters.attachments.make_files import (
    BLUE,
    MAKER,
    RED,
    SCRIPT,
    animation,
    bomb,
    document,
    iphone_photo,
    locked_document,
    photo,
    picture,
    written,
)


def remade(content: bytes) -> tuple[Remade, Image.Image]:
    form = format_of(content)
    assert form is not None
    answer = remake_picture(content, form)
    return answer, Image.open(BytesIO(answer.full))


def refusal(content: bytes) -> str:
    form = format_of(content)
    if form is None:
        return "unknown_kind"
    with pytest.raises(UnfitError) as refused:
        remake_document(content) if form is Format.PDF else remake_picture(content, form)
    return refused.value.refusal


def near(image: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    pixel = image.convert("RGB").getpixel((int(at[0] * image.width), int(at[1] * image.height)))
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def test_a_photo_stands_upright_and_tells_no_place_and_no_telephone():
    answer, image = remade(photo(orientation=6))
    assert (answer.width, answer.height) == image.size == (40, 60)
    assert near(image, (0.5, 0.1), RED)
    assert near(image, (0.5, 0.9), BLUE)
    for content in (answer.full, answer.thumbnail):
        again = Image.open(BytesIO(content))
        assert again.format == "JPEG"
        assert not again.getexif()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Exif" not in content
        assert MAKER.encode() not in content
        assert "秘密".encode() not in content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_telephone_was_held(orientation):
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # how it was stored
    stored = picture() if turned is None else picture().transpose(Image.Transpose(turned))
    stored = written(stored, "JPEG", exif=_only(orientation))
    _, image = remade(stored)
    assert image.size == (60, 40)
    assert near(image, (0.1, 0.5), RED), orientation


def _only(orientation: int) -> bytes:
    data = Image.Exif()
    data[0x0112] = orientation
    return data.tobytes()


def test_the_photo_of_an_iphone_is_taken():
    content = iphone_photo()
    assert format_of(content) is Format.HEIF
    answer, image = remade(content)
    assert (answer.media_type, image.format, image.size) == ("image/jpeg", "JPEG", (60, 40))
    assert near(image, (0.1, 0.5), RED)
    assert not image.getexif()


def test_a_photo_that_carries_a_second_picture_for_its_brightness_is_no_moving_picture():
    several = written(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))])
    _, image = remade(several)
    assert near(image, (0.1, 0.5), RED)


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("PNG", "RGB", {}),
        ("PNG", "L", {}),
        ("PNG", "LA", {}),
        ("PNG", "P", {}),
        ("PNG", "1", {}),
        ("PNG", "I;16", {}),
        ("WEBP", "RGB", {}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("JPEG", "L", {}),
        ("JPEG", "CMYK", {}),
        ("JPEG", "RGB", {"progressive": True}),
    ],
)
def test_every_way_of_writing_a_picture_becomes_a_plain_photo(form, mode, options):
    source = picture().convert("L").convert("I").point(lambda value: value * 257) if mode == "I;16" else picture()
    answer, image = remade(written(source.convert(mode), form, **options))
    assert (answer.media_type, image.mode, image.size) == ("image/jpeg", "RGB", (60, 40))
    if mode == "I;16":
        assert near(image, (0.1, 0.5), picture().convert("L").convert("RGB").getpixel((5, 5)))


def test_what_is_transparent_becomes_white():
    image = picture().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 30, 40))
    assert near(remade(written(image, "PNG"))[1], (0.2, 0.5), (255, 255, 255))
    striped = picture().quantize(4)
    assert near(remade(written(striped, "PNG", transparency=striped.getpixel((2, 2))))[1], (0.2, 0.5), (255, 255, 255))


def test_the_colours_of_a_rash_are_what_the_telephone_means_by_them():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A profile by which red is blue and blue is red: what telephones write differs less, in the same way.
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    _, image = remade(written(picture(), "JPEG", icc_profile=swapped, quality=95))
    assert near(image, (0.1, 0.5), BLUE)
    assert "icc_profile" not in image.info
    assert near(remade(written(picture(), "JPEG", icc_profile=srgb))[1], (0.1, 0.5), RED)
    assert near(remade(written(picture(), "JPEG", icc_profile=b"no profile"))[1], (0.1, 0.5), RED)


def test_a_large_photo_is_brought_to_a_size_that_loads_on_a_telephone():
    answer, image = remade(written(Image.new("RGB", (5200, 2600), RED), "JPEG"))
    assert image.size == (FULL_SIDE, FULL_SIDE // 2)
    assert Image.open(BytesIO(answer.thumbnail)).size == (480, 240)


def test_what_hides_behind_a_picture_is_gone():
    page = b"<html><script>alert(1)</script></html>"
    answer, image = remade(photo() + page + b"PK\x03\x04 an archive")
    assert b"script" not in answer.full
    assert b"PK\x03\x04" not in answer.full
    assert near(image, (0.5, 0.1), RED)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "unknown_kind"),
        (b"<!doctype html><p>x", "unknown_kind"),
        (written(picture(), "GIF"), "unknown_kind"),
        (written(picture(), "TIFF"), "unknown_kind"),
        (written(picture(), "BMP"), "unknown_kind"),
        (b"MZ\x90\x00", "unknown_kind"),
        (b"", "unknown_kind"),
        (bomb(), "too_many_pixels"),
        (written(picture(), "PNG")[:-40], "broken"),
        (photo()[:-200], "broken"),
        (photo()[:40], "broken"),
        (iphone_photo()[:-300], "broken"),
        (b"\xff\xd8\xff\xe0 no photo", "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "broken"),
        (animation("PNG"), "animated"),
        (animation("WEBP"), "animated"),
        (b"%PDF-1.7 and nothing else", "broken"),
        (locked_document(), "locked"),
        (document(51), "too_many_pages"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_refused_with_the_reason(content, why):
    assert refusal(content) == why


def test_a_document_keeps_its_pages_and_nothing_that_acts():
    given = document()
    assert SCRIPT.encode() in given
    answer = remake_document(b"<html><script>1</script>" + given + b"PK\x03\x04 more")
    assert (answer.kind, answer.media_type, answer.pages) == ("document", "application/pdf", 2)
    assert answer.full.startswith(b"%PDF-")
    assert b"script" not in answer.full
    assert b"PK\x03\x04" not in answer.full
    with pikepdf.open(BytesIO(answer.full)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Author" not in pdf.docinfo
        assert not pdf.attachments
        for page in pdf.pages:
            assert set(page.obj.keys()) <= {"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox"}
            image = page.obj.Resources.XObject.F
            assert "/Metadata" not in image
            shown = Image.open(BytesIO(image.read_raw_bytes()))
            assert shown.size == (60, 40)
            assert not shown.getexif()
        whole = b"".join(
            thing.unparse(resolved=True) if not isinstance(thing, pikepdf.Stream) else thing.read_raw_bytes()
            for thing in pdf.objects
        )
    for gone in (SCRIPT.encode(), b"calc.exe", b"MZ attached", b"http://x", b"xdp", b"xmpmeta", MAKER.encode()):
        assert gone not in whole


def test_what_was_filled_into_a_form_is_still_read():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    look = pikepdf.Stream(pdf, b"BT (filled) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    look.BBox = pikepdf.Array([0, 0, 50, 20])
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=pikepdf.String("a"), F=4,
        Rect=pikepdf.Array([10, 10, 60, 30]), AP=pikepdf.Dictionary(N=look),
    )  # fmt: skip
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.pages[0].obj.Annots[0]]))
    file = BytesIO()
    pdf.save(file)
    with pikepdf.open(BytesIO(remake_document(file.getvalue()).full)) as made:
        drawn = made.pages[0].obj.Resources.XObject
        assert any(b"(filled)" in each.read_bytes() for _, each in drawn.items())


def test_the_pixels_and_profile_of_a_jpeg_outlive_its_metadata():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    given = photo(icc_profile=profile)
    bare = without_metadata(given)
    assert Image.open(BytesIO(bare)).tobytes() == Image.open(BytesIO(given)).tobytes()
    assert Image.open(BytesIO(bare)).info["icc_profile"] == profile
    assert not Image.open(BytesIO(bare)).getexif()
    assert MAKER.encode() not in bare
    for other in (b"", b"\xff\xd8", b"no jpeg", b"\xff\xd8\xff\xe1\x00"):
        assert without_metadata(other) == other


def test_an_answer_passes_between_processes_as_it_is_and_nonsense_is_a_broken_file():
    answer = remake_picture(photo(), Format.JPEG)
    assert read_answer(write_answer(answer)) == answer
    for nonsense in (b"", b"{}", b"[]\n", b'{"refused": "everything"}\n', b'{"kind": "tool", "full": 1}\nx', b"\xff\n"):
        with pytest.raises(UnfitError) as refused:
            read_answer(nonsense)
        assert refused.value.refusal == "broken"


async def test_the_work_is_done_by_another_process_which_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("HAGUKUMI_ENCRYPTION_KEYS", "x")
    seen = {}
    spawn = __import__("asyncio").create_subprocess_exec

    async def noticed(*command, **options):
        seen.update(options["env"])
        return await spawn(*command, **options)

    monkeypatch.setattr("asyncio.create_subprocess_exec", noticed)
    answer = await Remaker().remake(photo())
    assert (answer.width, answer.height) == (40, 60)
    assert seen.keys() <= {"PATH", "PYTHONPATH", "LANG", "LD_LIBRARY_PATH"}


async def test_a_process_that_dies_of_a_file_takes_nothing_with_it():
    content = written(Image.new("RGB", (6000, 6000)), "PNG")
    starved = Remaker(memory=150_000_000)
    with pytest.raises(UnfitError) as refused:
        await starved.remake(content)
    assert refused.value.refusal in {"broken", "too_many_pixels"}
    hurried = Remaker(wall=0.01)
    with pytest.raises(UnfitError) as refused:
        await hurried.remake(content)
    assert refused.value.refusal == "broken"
    assert not [each for each in _children() if "remaking" in each]


async def test_more_than_can_stand_in_line_are_asked_to_come_again():
    none_waits = Remaker(at_once=0, waiting=0)
    with pytest.raises(Unavailable) as refused:
        await none_waits.remake(photo())
    assert refused.value.code == "attachments.busy"


def _children() -> list[str]:
    found = []
    for each in os.listdir("/proc"):
        if each.isdigit():
            try:
                with open(f"/proc/{each}/status") as status, open(f"/proc/{each}/cmdline") as command:
                    if f"PPid:\t{os.getpid()}\n" in status.read():
                        found.append(command.read())
            except OSError:
                continue
    return found
