"""
One look at a page: which ink every pixel is, and where seals are.

The network is ours (`samples/ink/` is its recipe). It sees the page at one scale, colour or not,
and answers in one pass; what it says of a place depends on some 10 cm around it, so that a ring of
letters is told from a circle, and a name from the print beside it.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.errors import EngineFailure
from intake.page_image import PageImage, Pixels
from intake.session import Session, Tensor, open_session
from models.evidence import Box
from models.marks import SealShape

DPI = 110.0
"""What it was trained at: a pen's stroke is two pixels wide, a seal 170."""
LEAST_LONG_MM = 110.0
"""Long side that any paper has: a file may state a resolution that makes it a stamp."""
MOST_ENLARGED = 2.0
"""More pixels than this for one show nothing more."""
COARSER = (0.5, 0.25)
"""Scales at which is looked once more: on close-ups, and papers whose scale is mistaken."""
UNEXPLAINED_MM = 14.0
"""Side of the square of seal ink that no clear spot covers from which is looked once more."""
CLEAR = 0.5
LIKELY = 127
"""Of 255: more likely than not."""
LARGEST_MM = 62.0
"""Seals larger than this are found by the coarser looks only."""
WITHIN = 0.7
"""Share of a spot inside a larger one from which it is a part of it."""
STEP = 64
"""Sides are padded to multiples of this: it needs 32, and few distinct sizes are compiled."""
CELL = 8.0
"""Pixels per cell of the instance maps."""
SIZE_UNIT = 173.0
"""Sizes are told as logarithms, in units of 40 mm."""
SHAPES = (SealShape.ROUND, SealShape.ELLIPSE, SealShape.SQUARE)
LEAST_HEAT = 0.15
"""Peaks below this are not passed on: whoever asks for spots judges them by their score."""
SAME_SPOT = 0.62
"""Overlap (intersection over union) from which two peaks are one seal."""
WEIGHTS = "ink.onnx"

Share = NDArray[np.uint8]
"""(height, width): 0-255, how likely a pixel is of this ink."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a seal may be, in pixels of the page."""

    box: Box
    shape: SealShape
    score: float
    """0-1, whatever the ink's colour."""

    def scaled(self, factor: float) -> "Spot":
        """Return the spot in a picture that is `factor` times as large."""
        left, top, right, bottom = self.box.left, self.box.top, self.box.right, self.box.bottom
        box = Box(
            left=left * factor, top=top * factor, right=right * factor, bottom=bottom * factor
        )
        return Spot(box, self.shape, self.score)


@dataclass(frozen=True, slots=True)
class InkMaps:
    """What ink a page bears, pixel by pixel, and its seals."""

    scale: float
    """Pixels of the maps per pixel of the page."""
    dpi: float
    print_: Share
    rules: Share
    pen: Share
    """Handwriting, ticks and slashes included."""
    seal: Share
    """The ink of seals."""
    finger: Share
    """Fingerprints."""
    region: Share
    """The area of seals, filled."""
    spots: tuple[Spot, ...]
    """Surest first."""

    def px(self, millimetres: float) -> float:
        """Convert millimetres to pixels of the maps."""
        return millimetres * self.dpi / 25.4

    def window(self, box: Box) -> tuple[slice, slice]:
        """Return a box of the page as rows and columns of the maps."""
        height, width = self.pen.shape
        left, top = (max(0, round(v * self.scale)) for v in (box.left, box.top))
        right, bottom = round(box.right * self.scale), round(box.bottom * self.scale)
        return slice(top, max(top, min(bottom, height))), slice(left, max(left, min(right, width)))


class InkNetwork:
    """The network, loaded once per worker, on one core."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def look(self, page: PageImage) -> InkMaps:
        """Label an upright page's ink and find its seals; raises `EngineFailure`."""
        scale = _scale(page)
        picture = _scaled(page.pixels, scale)
        try:
            labels, spots = self._run(picture)
            spots = [spot.scaled(1 / scale) for spot in spots]
            if _unexplained(labels, spots, scale) > (UNEXPLAINED_MM / 25.4 * DPI) ** 2:
                spots = self._from_afar(picture, spots, scale)
        except (RuntimeError, cv2.error) as error:
            raise EngineFailure(f"the ink network failed on page {page.page}: {error}") from error
        print_, rules, pen, seal, finger, region = labels
        return InkMaps(
            scale=scale,
            dpi=page.frame.dpi * scale,
            print_=print_,
            rules=rules,
            pen=pen,
            seal=seal,
            finger=finger,
            region=region,
            spots=tuple(spots),
        )

    def _from_afar(self, picture: Pixels, spots: list[Spot], scale: float) -> list[Spot]:
        """Look at the picture from further away, for seals larger than any should be."""
        for factor in COARSER:
            _, large = self._run(_scaled(picture, factor))
            spots = _with_large(spots, [spot.scaled(1 / scale / factor) for spot in large], scale)
        return spots

    def _run(self, picture: Pixels) -> tuple[list[Share], list[Spot]]:
        """Return labels and spots of a picture at the network's scale, in its pixels."""
        labels, found = self._session.run_all(_tensor(picture))
        height, width = picture.shape[:2]
        maps = [np.ascontiguousarray(one[:height, :width], np.uint8) for one in labels[0]]
        return maps, spots_of(np.asarray(found[0], np.float32), (width, height))


def open_ink() -> InkNetwork:
    """Load the network; raise `EngineFailure` where its weights or a runtime are missing."""
    return InkNetwork(open_session(weights_file()))


def weights_file() -> Path:
    """Return where the weights lie beside this module."""
    path = Path(__file__).parent / "weights" / WEIGHTS
    if not path.is_file():
        raise EngineFailure(f"{WEIGHTS} is missing beside intake/ink: the installation is damaged")
    return path


def spots_of(found: Tensor, size: tuple[int, int]) -> list[Spot]:
    """
    Decode the instance maps (8, rows, columns): heat, offset, log size, shape; surest first.

    `size` is the picture's (width, height) without its padding: boxes are cut there.
    """
    heat = np.ascontiguousarray(found[0])
    peaks = (heat >= cv2.dilate(heat, np.ones((3, 3), np.uint8))) & (heat >= LEAST_HEAT)
    rows, columns = np.nonzero(peaks)
    order = np.argsort(-heat[rows, columns])
    kept: list[Spot] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        spot = _spot(found[:, row, column], (column, row), size)
        if spot is not None and all(_apart(spot.box, other.box) for other in kept):
            kept.append(spot)
    return kept


def _spot(answer: Tensor, cell: tuple[int, int], size: tuple[int, int]) -> Spot | None:
    heat, dx, dy, wide, high = (float(value) for value in answer[:5])
    x, y = (cell[0] + dx) * CELL, (cell[1] + dy) * CELL
    half_width, half_height = (
        SIZE_UNIT * float(np.exp(np.clip(v, -3, 2))) / 2 for v in (wide, high)
    )
    left, top = max(0.0, x - half_width), max(0.0, y - half_height)
    right, bottom = min(float(size[0]), x + half_width), min(float(size[1]), y + half_height)
    if right - left < CELL or bottom - top < CELL:
        return None
    shape = SHAPES[int(np.argmax(answer[5:8]))]
    return Spot(Box(left=left, top=top, right=right, bottom=bottom), shape, min(1.0, heat))


def _unexplained(labels: list[Share], spots: list[Spot], scale: float) -> int:
    """Return how many pixels are a seal's by their labels, and in no spot that is one."""
    *_, seal, _, region = labels
    left = (seal > LIKELY) | (region > LIKELY)
    for spot in spots:
        if spot.score >= CLEAR:
            box = spot.scaled(scale).box
            left[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1] = False
    return int(np.count_nonzero(left))


def _with_large(spots: list[Spot], large: list[Spot], scale: float) -> list[Spot]:
    """Add what a coarser look shows of seals too large for the finer one, for their fragments."""
    least = LARGEST_MM / 25.4 * DPI / scale
    big = [spot for spot in large if max(spot.box.width, spot.box.height) > least]
    kept = [
        spot
        for spot in spots
        if not any(
            spot.box.overlap(other.box) > WITHIN * spot.box.area and other.score > spot.score
            for other in big
        )
    ]
    return sorted((*kept, *big), key=lambda spot: -spot.score)


def _apart(one: Box, other: Box) -> bool:
    common = one.overlap(other)
    return common < SAME_SPOT * (one.area + other.area - common)


def _scale(page: PageImage) -> float:
    """Return pixels of the maps per pixel of the page; a paper smaller than A5 is mismeasured."""
    long = max(page.pixels.shape[:2])
    enlarged = max(1.0, LEAST_LONG_MM / page.mm(long))
    return min(DPI / page.frame.dpi * enlarged, MOST_ENLARGED)


def _scaled(picture: Pixels, scale: float) -> Pixels:
    """Bring a page to the network's scale: each pixel the mean of what it covers."""
    height, width = picture.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)


def _tensor(picture: Pixels) -> Tensor:
    """Return (1, 3, height, width) in 0..1, padded with the edge's own colour."""
    lacking = [-side % STEP for side in picture.shape[:2]]
    padded = cv2.copyMakeBorder(picture, 0, lacking[0], 0, lacking[1], cv2.BORDER_REPLICATE)
    planes = np.ascontiguousarray(padded.transpose(2, 0, 1), np.float32)
    planes *= np.float32(1 / 255)
    return planes[None]
