"""A picture file's frame as a viewer shows it: upright by EXIF, on white, eight bits, BGR."""

import math
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from intake.errors import PageDamaged
from intake.ingest.limits import Limits
from intake.ingest.probe import check_size, open_picture
from intake.ingest.sniff import JPEG, TIFF
from intake.page_image import Pixels

CREDIBLE_DPI = (100.0, 1200.0)
"""Below stand the defaults that cameras (72) and screens (96) write without having measured."""
LONGEST_SIDE = 30_000
"""Pixels; OpenCV counts a side in 16 bits when it warps."""
SQUARE_WITHIN = 0.03
"""Fax frames have 204 x 98 dpi; a smaller difference than this is rounding."""
REDUCIBLE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
DECODE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on damaged data."""


def load_picture(
    path: Path | BinaryIO, kind: str, number: int, limits: Limits
) -> tuple[Pixels, float | None]:
    """
    Decode one frame, counted from 1, and return its pixels and its credible dpi or None.

    Raises PageDamaged, or TooManyPixels before anything is decoded.
    """
    with open_picture(path, kind) as picture, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata does not make a paper unreadable
        try:
            return _decode(picture, kind, number, limits)
        except DECODE_ERRORS as error:
            raise PageDamaged(f"cannot be decoded: {error}") from error


def _decode(
    picture: Image.Image, kind: str, number: int, limits: Limits
) -> tuple[Pixels, float | None]:
    if kind == TIFF:
        picture.seek(number - 1)
    check_size(picture.size, limits)
    pixels_before = picture.width * picture.height
    if pixels_before > limits.held_pixels:
        _ask_for_less(picture, kind)
    picture.load()
    picture = _reduced(picture, limits)
    across, down = stated_dpi(picture.info)
    shrunk = math.sqrt(picture.width * picture.height / pixels_before)
    turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    if turned:
        across, down = down, across
    upright = ImageOps.exif_transpose(picture)
    pixels = _held(to_bgr(upright), limits)
    shrunk *= math.sqrt(pixels.shape[0] * pixels.shape[1] / (upright.width * upright.height))
    return _squared(pixels, across * shrunk, down * shrunk)


def _ask_for_less(picture: Image.Image, kind: str) -> None:
    """Have a big picture decoded at half its size, where its format can do that."""
    if kind == JPEG:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
    elif isinstance(picture, Jpeg2KImageFile):
        picture.reduce = 1  # Pillow's own way to ask


def _reduced(picture: Image.Image, limits: Limits) -> Image.Image:
    """Reduce a picture that is too big before its colours are converted, copy by copy."""
    factor = math.ceil(math.sqrt(picture.width * picture.height / limits.held_pixels))
    if factor == 1 or picture.mode not in REDUCIBLE:
        return picture
    smaller = picture.reduce(factor)
    smaller.info = picture.info
    return smaller


def stated_dpi(info: dict[Any, Any]) -> tuple[float, float]:
    """Return the resolution across and down that a picture states, or zeros."""
    try:
        across, down = (float(value) for value in info.get("dpi", ()))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return (across, down) if across > 0 and down > 0 and across + down < math.inf else (0.0, 0.0)


def credible_dpi(dpi: float) -> float | None:
    """Return the resolution if a scanner can have measured it."""
    low, high = CREDIBLE_DPI
    return dpi if low <= dpi <= high else None


def _squared(pixels: Pixels, across: float, down: float) -> tuple[Pixels, float | None]:
    """Stretch fax pixels, which are higher than wide, to squares."""
    credible = credible_dpi(max(across, down))
    if credible is None:
        return pixels, None
    if min(across, down) < max(across, down) / 4 or math.isclose(
        across, down, rel_tol=SQUARE_WITHIN
    ):
        return pixels, credible
    height, width = pixels.shape[:2]
    size = (round(width * credible / across), round(height * credible / down))
    stretched = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(stretched, np.uint8), credible


def _held(pixels: Pixels, limits: Limits) -> Pixels:
    """Reduce a picture that is too big to be held by a whole number."""
    height, width = pixels.shape[:2]
    factor = math.ceil(
        max(math.sqrt(width * height / limits.held_pixels), max(width, height) / LONGEST_SIDE)
    )
    if factor == 1:
        return pixels
    size = (max(1, width // factor), max(1, height // factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def to_bgr(picture: Image.Image) -> Pixels:
    """Return any mode's pixels as (height, width, 3) BGR, transparency laid on white."""
    if picture.mode.startswith(("I", "F")):
        return _grey_to_bgr(_eight_bits(np.asarray(picture)))
    if picture.mode in ("1", "L"):
        return _grey_to_bgr(np.asarray(picture.convert("L")))
    if picture.mode in ("LA", "La", "PA", "RGBa", "RGBA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(white, clear)
    rgb = np.asarray(picture.convert("RGB"))
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)


def _grey_to_bgr(grey: NDArray[np.uint8]) -> Pixels:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(grey), cv2.COLOR_GRAY2BGR), np.uint8)


def _eight_bits(deep: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale a deep grey picture to eight bits by the smallest usual depth that holds it."""
    finite = np.nan_to_num(deep.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    peak = float(finite.max(initial=0.0))
    if deep.dtype.kind == "f" and peak <= 1.0:
        depth = 1.0
    else:
        depth = next((top for top in (255.0, 4095.0, 65535.0) if peak <= top), peak)
    return np.asarray(np.clip(finite * (255.0 / depth), 0, 255), np.uint8)
