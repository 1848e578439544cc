"""The seam that every reader stands behind."""

from collections.abc import Sequence
from typing import Literal, Protocol

from intake.page_image import LineText, PageImage, Pixels
from models.page import Word

Alphabet = Literal["any", "amount", "month"]
"""What a crop may contain: anything, an amount's digits and points, a month's spelling."""


class TextEngine(Protocol):
    """
    The primary reader.

    An engine runs inside one worker on one core, starts no parallelism of its own, keeps no state
    between calls, and raises only `EngineFailure`.
    """

    @property
    def name(self) -> str:
        """Name and version, e.g. `ppocr/6s`: it stands in every evidence."""

    def read_page(self, page: PageImage) -> tuple[Word, ...]:
        """Return the lines of text on the page, top to bottom, left to right, in upright pixels."""

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[LineText, ...]:
        """Read crops of one upright line each; one answer per crop, empty text for nothing."""


class SecondReader(Protocol):
    """The independent second reader of what decides money and months."""

    @property
    def name(self) -> str:
        """Name and version, e.g. `tesseract/5.3`."""

    def read_lines(
        self, crops: Sequence[Pixels], *, alphabet: Alphabet = "any"
    ) -> tuple[LineText, ...]:
        """Read crops of one upright line each; one answer per crop, empty text for nothing."""
