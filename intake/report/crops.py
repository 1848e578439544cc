"""Pictures for the report: what the evidence points at, small enough to mail."""

import base64
from collections.abc import Callable
from functools import lru_cache

import cv2

from intake.page_image import Pixels
from models.evidence import Evidence

PageSource = Callable[[str, int], Pixels | None]
"""Returns the delivered page (height, width, 3) in BGR, or None if it cannot be had again."""

MARGIN = 0.012  # of the page: enough to see what stands beside the evidence
CROP_WIDTH, PAGE_WIDTH = 420, 900  # pixels: a column of the report


def data_uri(pixels: Pixels, width: int, quality: int = 72) -> str:
    """Return the picture as a JPEG data URI, at most `width` pixels wide."""
    scale = min(1.0, width / pixels.shape[1])
    if scale < 1:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    _, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")


class Crops:
    """Cuts evidence out of pages, keeping the last few pages decoded."""

    def __init__(self, source: PageSource) -> None:
        self._page = lru_cache(maxsize=4)(source)

    def crop(self, evidence: Evidence) -> str | None:
        """Return the evidence's place as a data URI, or None where its page cannot be had."""
        pixels = self._page(evidence.file, evidence.page)
        if pixels is None:
            return None
        height, width = pixels.shape[:2]
        x0, y0, x1, y1 = evidence.bbox_frac
        left, right = int(max(x0 - MARGIN, 0) * width), int(min(x1 + MARGIN, 1) * width)
        top, bottom = int(max(y0 - MARGIN, 0) * height), int(min(y1 + MARGIN, 1) * height)
        if right - left < 2 or bottom - top < 2:
            return None
        return data_uri(pixels[top:bottom, left:right], CROP_WIDTH)
