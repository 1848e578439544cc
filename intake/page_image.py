"""The pictures that travel inside the process; the only types here that are not records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.evidence import BoxFrac
from models.lattice import Lattice
from models.page import Channel, Frame, Quality
from models.quantities import Score

Pixels = NDArray[np.uint8]
"""A picture: (height, width, 3) in BGR, or (height, width) in grey."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to be read: small and picklable, so that any worker can take it."""

    file: str
    """The name people know the file by."""
    path: str
    """Where its bytes lie; inside an archive they were unpacked first."""
    type: str
    """Sniffed media type."""
    page: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a page's text layer: in a PDF a hint that the picture has to bear out."""

    text: str
    bbox_frac: BoxFrac
    drawn: bool = True
    """Whether the picture would be another without it."""
    doubted: bool = False
    """Whether the file itself gives reason to doubt it."""


@dataclass(frozen=True, slots=True)
class DeliveredPage:
    """A page as a viewer shows it (EXIF and /Rotate applied), before it is stood upright."""

    file: str
    page: int
    pixels: Pixels
    """(height, width, 3), BGR."""
    dpi: float | None
    """As the file states it, or as drawn; None where nothing credible is stated."""
    channel: Channel
    layer: tuple[LayerWord, ...] = ()
    fingerprint: str = ""
    exact: bool = False
    """Whether the page was laid out here from data: its layer is all its text, as it is."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """An upright page: quarter turns, perspective and skew undone."""

    file: str
    page: int
    pixels: Pixels
    """(height, width, 3), BGR."""
    frame: Frame
    """Size, dpi, and the way back to the delivered page."""
    rotation: int
    channel: Channel
    quality: Quality
    delivered_size: tuple[int, int]
    """(width, height) of the delivered page in pixels."""
    layer: tuple[LayerWord, ...] = ()
    fingerprint: str = ""
    exact: bool = False

    def mm(self, pixels: float) -> float:
        """Convert a length on this page to millimetres."""
        return self.frame.mm(pixels)

    def px(self, millimetres: float) -> float:
        """Convert millimetres to pixels of this page."""
        return self.frame.px(millimetres)


@dataclass(frozen=True, slots=True)
class LineText:
    """What an engine read on one line crop."""

    text: str
    score: Score
    char_x: tuple[float, ...] = field(default=())
    """The middle of each character as a fraction of the crop's width; empty if not told."""
    lattice: Lattice | None = None
    """What else it may say; None where the engine tells only its best guess."""


class LineReader(Protocol):
    """Whatever reads single lines: the part of an engine that seals and signatures need."""

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[LineText, ...]:
        """Read crops of one upright line each; one answer per crop, empty text for nothing."""
