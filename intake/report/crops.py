"""Pictures for the report: each page with its overlay, and what the evidence points at."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from intake.ingest import Limits, load_page
from intake.overlay import draw_overlay
from intake.page_image import PageTask, Pixels
from intake.report.seals import straightened
from models.case import CaseFile
from models.evidence import BoxFrac, Evidence
from models.page import PageReading

MARGIN = 0.012
"""Of the page, around a crop: enough to see what stands beside the evidence."""
CROP_WIDTH, PAGE_WIDTH, STRIP_WIDTH = 420, 900, 640
"""Pixels: columns of the report."""
FAST_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """What is wanted of one page; picklable, so that a killable worker decodes the page."""

    task: PageTask
    reading: PageReading
    crops: tuple[BoxFrac, ...]
    overlay: Path | None
    """Where the overlay goes as PNG; None for none."""


@dataclass(frozen=True, slots=True)
class PagePictures:
    """Data URIs."""

    page: str
    crops: dict[BoxFrac, str] = field(default_factory=dict)
    seals: dict[BoxFrac, str] = field(default_factory=dict)
    """What is written on each seal, straightened, by the seal's place."""


def draw_pictures(limits: Limits, order: PictureOrder) -> PagePictures:
    """Decode the page once more, write its overlay, cut its crops."""
    pixels = load_page(order.task, limits=limits).pixels
    crops = {box: uri for box in order.crops if (uri := crop(pixels, box)) is not None}
    drawn = draw_overlay(pixels, order.reading)
    if order.overlay is not None:
        order.overlay.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(order.overlay), drawn, FAST_PNG)
    seals = {
        order.reading.frame.delivered(one.seal.box): data_uri(one.picture, STRIP_WIDTH)
        for one in straightened(pixels, order.reading)
    }
    return PagePictures(data_uri(drawn, PAGE_WIDTH), crops, seals)


def crop(pixels: Pixels, box: BoxFrac) -> str | None:
    """Return a place of the delivered page as a data URI, or None where it has no area."""
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = box
    left, right = int(max(x0 - MARGIN, 0) * width), int(min(x1 + MARGIN, 1) * width)
    top, bottom = int(max(y0 - MARGIN, 0) * height), int(min(y1 + MARGIN, 1) * height)
    if right - left < 2 or bottom - top < 2:
        return None
    return data_uri(pixels[top:bottom, left:right], CROP_WIDTH)


def data_uri(pixels: Pixels, width: int, quality: int = 72) -> str:
    """Return the picture as a JPEG data URI, at most `width` pixels wide."""
    scale = min(1.0, width / pixels.shape[1])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")


def wanted_crops(cases: Iterable[CaseFile]) -> dict[tuple[str, int], tuple[BoxFrac, ...]]:
    """Return the places that the cases' findings and flags point at, by page."""
    places: dict[tuple[str, int], dict[BoxFrac, None]] = {}
    for case in cases:
        for evidence in _evidence(case):
            places.setdefault((evidence.file, evidence.page), {})[evidence.bbox_frac] = None
    return {page: tuple(boxes) for page, boxes in places.items()}


def _evidence(case: CaseFile) -> Iterable[Evidence]:
    for requirement in case.requirements:
        yield from requirement.evidence
    for flag in case.flags:
        yield from flag.evidence
    for document in case.documents:
        for seal in document.seals:
            yield Evidence(file=seal.file, page=seal.page, bbox_frac=seal.bbox_frac)
