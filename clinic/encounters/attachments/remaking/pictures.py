"""Photographs and screenshots, made anew from their pixels alone. Pure; run in a process that may die of it."""

import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from clinic.encounters.attachments.kinds import (
    FULL_SIDE,
    JPEG_TYPE,
    MAX_PIXELS,
    THUMBNAIL_SIDE,
    AttachmentKind,
    Format,
)
from clinic.encounters.attachments.remaking.remade import Remade, UnfitError

# A rash is judged by its colours: they are stored as finely as the brightness (4:4:4).
_FULL = {"quality": 88, "subsampling": 0, "optimize": True}
_THUMBNAIL = {"quality": 80, "optimize": True}
_PILLOW_NAMES = {Format.JPEG: ("JPEG", "MPO"), Format.PNG: ("PNG",), Format.WEBP: ("WEBP",), Format.HEIF: ("HEIF",)}
_ANIMATED = {Format.PNG, Format.WEBP}
_WHITE = (255, 255, 255)


def remake_picture(content: bytes, form: Format) -> Remade:
    """Return a picture of at most FULL_SIDE pixels a side as JPEG in sRGB, upright, without anything but its pixels.

    Transparent places become white. Of a telephone's JPEG or HEIC with several pictures (burst, depth, HDR gain map)
    the main one is taken. Raises UnfitError: "animated", "too_many_pixels", "broken".
    """
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    warnings.simplefilter("ignore")  # a warning of Pillow quotes the file
    Image.MAX_IMAGE_PIXELS = None  # judged below, as a refusal that says so
    try:
        with Image.open(BytesIO(content), formats=_PILLOW_NAMES[form]) as opened:
            full = _upright(opened, form)
        thumbnail = _fitted(full, THUMBNAIL_SIDE)
    except UnfitError:
        raise
    except MemoryError as error:
        raise UnfitError("too_many_pixels") from error
    except Exception as error:  # decoders raise whatever they like
        raise UnfitError("broken") from error
    return Remade(
        kind=AttachmentKind.PICTURE,
        media_type=JPEG_TYPE,
        full=_jpeg(full, _FULL),
        thumbnail=_jpeg(thumbnail, _THUMBNAIL),
        width=full.width,
        height=full.height,
    )


def _upright(opened: Image.Image, form: Format) -> Image.Image:
    """Return the picture in 8-bit RGB and sRGB as it is to be looked at, hardly larger than needed."""
    if opened.width * opened.height > MAX_PIXELS:
        raise UnfitError("too_many_pixels")
    if form in _ANIMATED and getattr(opened, "is_animated", False):
        raise UnfitError("animated")
    if form is Format.JPEG:
        opened.draft(None, (FULL_SIDE, FULL_SIDE))  # decoded at a fraction of its size already
    picture = _in_eight_bits(opened)
    # Before anything else is done to it, since that costs by the pixel.
    picture.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, (*_WHITE, 255))
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    return _in_srgb(picture, profile)


def _in_eight_bits(opened: Image.Image) -> Image.Image:
    if opened.mode in {"RGB", "L", "CMYK"} and "transparency" not in opened.info:
        return opened
    if opened.mode.startswith("I;16"):
        opened.load()
        return opened.convert("I").point(lambda value: value / 257).convert("L")
    if opened.mode in {"1", "YCbCr", "LAB", "HSV"} or (opened.mode == "P" and "transparency" not in opened.info):
        return opened.convert("RGB")
    return opened.convert("RGBA")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a profile that fits nothing: the colours are taken as they are
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _jpeg(picture: Image.Image, options: Mapping[str, Any]) -> bytes:
    # A new picture of the pixels alone: nothing that was read beside them is written again.
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    written = BytesIO()
    bare.save(written, "JPEG", **options)
    return written.getvalue()
