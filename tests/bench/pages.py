"""Drawn pages with their text, turned upright: what all readers are given alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from intake.page_image import Pixels
from models.evidence import BoxFrac
from models.page import ColourMode
from samples.cases import DrawnCase, random_case
from samples.studio import SetName
from samples.truth import PageTruth
from tests.bench.scoring import Printed
from tests.drawing import bgr, page_pixels

DIGITAL_DPI = 200.0
FEWEST_TEXTS = 10
"""A page with less text (a cover, a blank) says nothing about a reader."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One upright page and what is printed on it."""

    name: str
    channel: str
    pixels: Pixels
    dpi: float
    colour: ColourMode
    printed: tuple[Printed, ...]
    ignored: tuple[BoxFrac, ...]
    """Seals and pen strokes: what is read there is neither right nor wrong."""


def drawn_pages(
    set_name: SetName, channels: Sequence[str], count: int, first: int
) -> Iterator[DrawnPage]:
    """Yield `count` pages, the same number from each channel, one seed after the other."""
    for number, channel in enumerate(channels):
        wanted = count // len(channels) + (number < count % len(channels))
        yield from _some(set_name, channel, wanted, first)


def _some(set_name: SetName, channel: str, wanted: int, first: int) -> Iterator[DrawnPage]:
    seed = first
    while wanted > 0:
        case = random_case(set_name, seed, channel=channel)
        for page in _different(case)[:wanted]:
            yield _upright(case, page, f"{channel}-{seed}-{page.document}-{page.page}")
            wanted -= 1
        seed += 1


def _different(case: DrawnCase) -> list[PageTruth]:
    """Return one voucher page, one contract page and one application page of a case."""
    best: dict[str, PageTruth] = {}
    for page in case.pages:
        if len(page.texts) >= FEWEST_TEXTS:
            best.setdefault(page.kind, page)
    return list(best.values())


def _upright(case: DrawnCase, page: PageTruth, name: str) -> DrawnPage:
    dpi = page.dpi or DIGITAL_DPI
    quarters = page.rotation // 90
    pixels = np.ascontiguousarray(np.rot90(bgr(page_pixels(case, page, dpi)), quarters))
    binarised = bool(((pixels == 0) | (pixels == 255)).all())
    inked = (*page.seals, *page.marks)
    strokes = (slot.ink_frac for slot in page.slots if slot.ink_frac)
    by_hand = [text.bbox_frac for text in page.texts if text.handwritten]
    ignored = (*(ink.bbox_frac for ink in inked), *strokes)
    return DrawnPage(
        name=name,
        channel=page.channel,
        pixels=pixels,
        dpi=dpi,
        colour=ColourMode.BINARISED if binarised else ColourMode.COLOUR,
        printed=tuple(
            Printed(
                text.text,
                _turned(text.bbox_frac, quarters),
                text.line,
                counted=not (
                    _touched(text.bbox_frac, ignored) or _filled_in(text.bbox_frac, by_hand)
                ),
            )
            for text in page.texts
        ),
        ignored=tuple(_turned(box, quarters) for box in ignored),
    )


def _filled_in(box: BoxFrac, by_hand: Iterable[BoxFrac]) -> bool:
    """Say whether something is written by hand in a blank of a text."""
    near = 2 * (box[3] - box[1])
    return any(
        box[1] < (pen[1] + pen[3]) / 2 < box[3]
        and pen[2] > box[0] - near
        and pen[0] < box[2] + near
        for pen in by_hand
    )


def _touched(box: BoxFrac, ignored: Iterable[BoxFrac]) -> bool:
    """Say whether ink of another kind lies on a text."""
    return any(
        min(box[2], other[2]) > max(box[0], other[0])
        and min(box[3], other[3]) > max(box[1], other[1])
        for other in ignored
    )


def _turned(box: BoxFrac, quarters: int) -> BoxFrac:
    """Turn a box with its page, counter-clockwise."""
    for _ in range(quarters):
        box = (box[1], 1 - box[2], box[3], 1 - box[0])
    return box
