"""What a worker reads with, built once and used for every page."""

from dataclasses import dataclass
from typing import Self

from intake.ingest.limits import Limits
from intake.ink.network import InkNetwork, open_ink
from intake.ocr.engine import SecondReader, TextEngine
from intake.page.orientation import OrientationEngine
from intake.seals.lettering import Lettering, open_lettering


@dataclass(frozen=True, slots=True)
class Kit:
    """The collaborators of `read_page`; tests pass recorded or misbehaving ones."""

    first: TextEngine
    second: SecondReader | None
    orient: OrientationEngine | None
    ink: InkNetwork
    letters: Lettering | None
    limits: Limits

    @classmethod
    def build(cls, limits: Limits) -> Self:
        """Load the real engines: about a second and 300 MB, so once per worker."""
        from intake.ocr.ppocr import open_ppocr  # noqa: PLC0415
        from intake.ocr.tesseract import open_tesseract  # noqa: PLC0415
        from intake.page.orientation import build_orientation_engine  # noqa: PLC0415

        return cls(
            first=open_ppocr(),
            second=open_tesseract(),
            orient=build_orientation_engine(),
            ink=open_ink(),
            letters=open_lettering(),
            limits=limits,
        )
