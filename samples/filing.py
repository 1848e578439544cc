"""Papers into files: one per paper, one per page, one stack, or a ZIP."""

import time
import zipfile
from dataclasses import dataclass
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image

from models.paper import DocumentKind
from samples.channels import Channel, shoot
from samples.degrade import Shot
from samples.locate import locate
from samples.papers.paper import Paper
from samples.pdf import POINTS, digital_pdf
from samples.sheet import Sheet
from samples.truth import PageTruth

EPOCH = (2024, 12, 1, 9, 0, 0)
"""All files bear this time, so that the same drawing gives the same bytes."""
EXIF_ORIENTATION = 0x0112
EXIF_TURNS = {6: 270, 3: 180, 8: 90}
"""Orientation tag -> how far clockwise the stored picture is turned before a viewer undoes it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page on its way into a file: where it comes from and how it looks."""

    document: str
    kind: DocumentKind
    sheet: Sheet
    shot: Shot | None
    """None for a born-digital page."""
    channel: Channel

    def truth(self, file: str, page: int, *tags: str) -> PageTruth:
        """Say what is on the delivered page."""
        sheet, shot = self.sheet, self.shot
        size = shot.size if shot else (round(sheet.width * POINTS), round(sheet.height * POINTS))
        frac = shot.frac if shot else sheet.frac
        found = locate(sheet, frac, colourless=self.channel.colourless)
        texts, tables, seals, slots, marks = found
        return PageTruth(
            file=file,
            page=page,
            width=size[0],
            height=size[1],
            kind=self.kind,
            document=self.document,
            rotation=shot.rotation if shot else 0,
            channel=self.channel.look,
            dpi=shot.dpi if shot else None,
            tags=(*(shot.tags if shot else ()), *tags),
            texts=texts,
            tables=tables,
            seals=seals,
            slots=slots,
            marks=marks,
        )


@dataclass(frozen=True, slots=True)
class Filed:
    """Files and the truth about their pages, in order."""

    files: dict[str, bytes]
    pages: list[PageTruth]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The pages of one paper, or of a stack of papers, that go into one file or one series."""

    name: str
    leaves: list[Leaf]


def leaves(paper: Paper, document: str, channel: Channel, rng: Random) -> list[Leaf]:
    """Picture all pages of a paper as the channel does."""
    return [
        Leaf(
            document,
            DocumentKind.BLANK if sheet.blank else paper.kind,
            sheet,
            None if channel.look == "digital" else shoot(sheet, channel, rng),
            channel,
        )
        for sheet in paper.sheets
    ]


def file_away(bundle: Bundle, rng: Random) -> Filed:
    """Write a bundle as its channel's container says."""
    channel = bundle.leaves[0].channel
    if channel.look == "digital":
        content = digital_pdf([leaf.sheet for leaf in bundle.leaves])
        return _one(f"{bundle.name}.pdf", content, bundle)
    if channel.container in {"jpeg", "png", "exif"}:
        return _series(bundle, rng)
    shots = [leaf.shot for leaf in bundle.leaves if leaf.shot]
    if channel.container in {"tiff", "one_tiff"}:
        return _one(f"{bundle.name}.tif", tiff(shots, channel), bundle)
    return _one(f"{bundle.name}.pdf", scan_pdf(shots, channel), bundle)


def _one(name: str, content: bytes, bundle: Bundle) -> Filed:
    pages = [leaf.truth(name, number) for number, leaf in enumerate(bundle.leaves, 1)]
    return Filed({name: content}, pages)


def _series(bundle: Bundle, rng: Random) -> Filed:
    """Write one picture a page."""
    filed = Filed({}, [])
    ending = "png" if bundle.leaves[0].channel.container == "png" else "jpg"
    for number, leaf in enumerate(bundle.leaves, 1):
        if leaf.shot is None:
            continue
        suffix = f"_{number}" if len(bundle.leaves) > 1 else ""
        name = f"{bundle.name}{suffix}.{ending}"
        tag = rng.choice(list(EXIF_TURNS)) if leaf.channel.container == "exif" else 1
        filed.files[name] = picture(leaf.shot, leaf.channel, tag)
        filed.pages.append(leaf.truth(name, 1, *([f"exif:{tag}"] if tag != 1 else [])))
    return filed


def picture(shot: Shot, channel: Channel, orientation: int = 1) -> bytes:
    """Encode one page as PNG or JPEG; with an EXIF orientation it is stored turned."""
    stream = BytesIO()
    if channel.container == "png":
        Image.fromarray(shot.pixels).save(stream, "PNG", dpi=(shot.dpi, shot.dpi), compress_level=3)
        return stream.getvalue()
    exif = Image.Exif()
    pixels = shot.pixels
    if orientation != 1:
        exif[EXIF_ORIENTATION] = orientation
        pixels = np.rot90(pixels, -EXIF_TURNS[orientation] // 90)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    dpi = (round(shot.dpi), round(shot.dpi))
    image.save(stream, "JPEG", quality=channel.quality, dpi=dpi, exif=exif)
    return stream.getvalue()


def _images(shots: list[Shot], channel: Channel) -> list[Image.Image]:
    mode = {"binarised": "1", "grey": "L"}.get(channel.look, "RGB")
    return [
        image if image.mode == mode else image.convert(mode, dither=Image.Dither.NONE)
        for image in (Image.fromarray(shot.pixels) for shot in shots)
    ]


def scan_pdf(shots: list[Shot], channel: Channel) -> bytes:
    """Write pictures as a scanner's PDF: JPEG pages, or G4 where there is only black and white."""
    first, *rest = _images(shots, channel)
    stream = BytesIO()
    how = {} if first.mode == "1" else {"quality": channel.quality}
    first.save(
        stream,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=channel.dpi,
        **how,
        creationDate=time.struct_time((*EPOCH, 0, 1, 0)),
        modDate=time.struct_time((*EPOCH, 0, 1, 0)),
    )
    return stream.getvalue()


def tiff(shots: list[Shot], channel: Channel) -> bytes:
    """Write a multi-page TIFF: G4, or JPEG inside for grey and colour."""
    first, *rest = _images(shots, channel)
    stream = BytesIO()
    how = {"compression": "group4"} if first.mode == "1" else {"compression": "jpeg"}
    first.save(
        stream, "TIFF", save_all=True, append_images=rest, dpi=(channel.dpi, channel.dpi), **how
    )
    return stream.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """A ZIP entry named in GBK without saying so, as Chinese Windows packers write it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own hook
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gbk_zip(files: dict[str, bytes]) -> bytes:
    """Pack files under GBK names."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_GbkInfo(name, EPOCH), content)
    return stream.getvalue()
