"""The ways papers reach the counter: what is done to each page, and the files they come in."""

from dataclasses import replace
from random import Random
from typing import Literal

from models.record import Record
from samples import degrade
from samples.degrade import Shot
from samples.raster import printed, soak
from samples.sheet import Sheet

LookName = Literal["digital", "scan", "grey", "binarised", "photo", "red_on_copy"]
Container = Literal["pdf", "jpeg", "exif", "png", "tiff", "one_pdf", "one_tiff", "zip"]


class Channel(Record):
    """One way of handing papers in."""

    look: LookName
    container: Container
    dpi: int = 200
    quality: int = 80
    """JPEG quality, where JPEG is used."""
    skew: float = 0.8
    """Standard deviation of the skew in degrees; never beyond 5."""
    turned: bool = False
    """Some pages lie on their side or upside down."""
    separators: bool = False
    """Blank pages between papers in one stacked file."""

    @property
    def colourless(self) -> bool:
        """Say whether all ink comes out black."""
        return self.look in {"grey", "binarised"}


CHANNELS: dict[str, Channel] = {
    "digital": Channel(look="digital", container="pdf"),
    "scan": Channel(look="scan", container="pdf"),
    "scan150": Channel(look="scan", container="pdf", dpi=150, quality=85),
    "scan300": Channel(look="scan", container="pdf", dpi=300, quality=75),
    "scan400": Channel(look="scan", container="pdf", dpi=400, quality=60),
    "jpeg": Channel(look="scan", container="jpeg"),
    "png": Channel(look="scan", container="png", dpi=150),
    "exif": Channel(look="scan", container="exif"),
    "skewed": Channel(look="scan", container="pdf", skew=3.0),
    "turned": Channel(look="scan", container="pdf", turned=True),
    "grey": Channel(look="grey", container="pdf"),
    "bw_tiff": Channel(look="binarised", container="tiff", dpi=300),
    "bw_pdf": Channel(look="binarised", container="pdf", dpi=200),
    "red_on_copy": Channel(look="red_on_copy", container="pdf"),
    "phone": Channel(look="photo", container="jpeg", quality=82, skew=0.0),
    "stacked": Channel(look="scan", container="one_pdf"),
    "stacked_blank": Channel(look="scan", container="one_pdf", separators=True),
    "stacked_tiff": Channel(look="grey", container="one_tiff", separators=True),
    "stacked_bw": Channel(look="binarised", container="one_tiff"),
    "zip": Channel(look="scan", container="zip"),
}


def shoot(sheet: Sheet, channel: Channel, rng: Random) -> Shot:
    """Turn a sheet into the picture that the channel delivers."""
    shot = _LOOKS[channel.look](sheet, channel, rng)
    if channel.skew:
        limit = max(-5.0, min(5.0, rng.gauss(0, channel.skew)))
        shot = degrade.skewed(shot, limit)
    shot = _finished(shot, channel, rng)
    if channel.turned:
        turn = rng.choice((0, 90, 180, 270))
        shot = degrade.turned(shot, turn) if turn else shot
    return shot.tagged(f"dpi:{channel.dpi}")


def _finished(shot: Shot, channel: Channel, rng: Random) -> Shot:
    """Do what comes after the skew: thresholds and copies see the skewed page."""
    if channel.look == "binarised":
        return degrade.binarised(degrade.copied(shot, rng), rng)
    if channel.look == "grey":
        return degrade.copied(shot, rng)
    return shot


def _drawn(sheet: Sheet, dpi: int, *, seals: bool | None = None) -> Shot:
    """Render the print and its inks: all, or only those that a copy had (`seals=False`)."""
    pixels = printed(sheet, dpi)
    for stain in sheet.stains:
        if seals is None or stain.seal == seals:
            soak(pixels, stain, dpi)
    return degrade.fresh(pixels, dpi)


def _scan(sheet: Sheet, channel: Channel, rng: Random) -> Shot:
    return degrade.scanned(_drawn(sheet, channel.dpi), rng)


def _plain(sheet: Sheet, channel: Channel, _rng: Random) -> Shot:
    return _drawn(sheet, channel.dpi)


def _photo(sheet: Sheet, channel: Channel, rng: Random) -> Shot:
    return degrade.photographed(_drawn(sheet, channel.dpi), rng)


def _red_on_copy(sheet: Sheet, channel: Channel, rng: Random) -> Shot:
    """Copy the signed paper, then press the seals in red on the copy, then scan that."""
    copy = degrade.copied(_drawn(sheet, channel.dpi, seals=False), rng)
    pixels = copy.pixels
    for stain in sheet.stains:
        if stain.seal:
            soak(pixels, stain, channel.dpi)
    return degrade.scanned(replace(copy, pixels=pixels), rng).tagged("red_on_copy")


_LOOKS = {
    "scan": _scan,
    "grey": _plain,
    "binarised": _plain,
    "photo": _photo,
    "red_on_copy": _red_on_copy,
}
