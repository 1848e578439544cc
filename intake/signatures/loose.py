"""Handwriting that stands in no place for it: a signature gone astray, a note, a filled-in word."""

from collections.abc import Iterator, Sequence
from statistics import median

import cv2
import numpy as np

from intake.ink.network import InkMaps
from intake.page_image import PageImage
from intake.signatures.body import Body
from intake.signatures.features import features_of
from intake.signatures.judge import SIGNED_FROM, STYLED_FROM, drawn_by_hand, handwriting
from intake.signatures.strokes import strokes_in
from intake.text.fold import tight
from intake.text.names import looks_like_person
from models.evidence import Box
from models.marks import InkMark, MarkKind
from models.page import Word

LIKELY = 140
"""Of 255: more likely than not a pen's."""
REACH_MM = (3.0, 1.2)
"""Strokes this near, across and up, are one piece of writing."""
NAME_MM2, NAME_MM = 4.0, 5.0
"""Least ink, and least length, of what may be a name."""
HIGH_MM = (5.0, 32.0)
"""Height of a written name: body print is lower, a picture's texture higher."""
HAND = 0.60
"""Mean likelihood of handwriting, by the network, from which it is looked at."""
READ, MOSTLY = 0.8, 0.3
"""Score of a reading that says what print says, and how much of a piece it has to cover."""
LONGEST_NAME = 4
TITLE_WITHIN, TITLE_HIGH = 0.45, 1.3
"""Titles stand in this upper part of a page, in type this much higher than the usual word's."""


def loose_writing(
    page: PageImage, maps: InkMaps, words: Sequence[Word], body: Body, known: Sequence[Box]
) -> Iterator[InkMark]:
    """
    Yield pieces of handwriting outside the boxes `known` (page pixels).

    The network alone takes titles for handwriting now and then; what was read there, and how its
    strokes are drawn, tells them apart.
    """
    usual = median(word.box.height for word in words) if words else 0.0
    for box in _pieces(maps, known):
        if not _is_print(page, box, words, usual):
            mark = _mark(page, maps, box, body)
            if mark is not None:
                yield mark


def _pieces(maps: InkMaps, known: Sequence[Box]) -> Iterator[Box]:
    """Yield the boxes of ink that the network takes for a pen's, of a name's size."""
    pen = np.where(maps.pen > LIKELY, 255, 0).astype(np.uint8)
    for box in known:
        pen[maps.window(box)] = 0
    across, up = (max(3, round(maps.px(reach)) | 1) for reach in REACH_MM)
    joined = cv2.morphologyEx(pen, cv2.MORPH_CLOSE, np.ones((up, across), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8))
    for left, top, width, height, area in stats[1:count].tolist():
        enough = area >= maps.px(1) ** 2 * NAME_MM2 and width >= maps.px(NAME_MM)
        if enough and maps.px(HIGH_MM[0]) <= height <= maps.px(HIGH_MM[1]):
            yield Box(
                left=left / maps.scale,
                top=top / maps.scale,
                right=(left + width) / maps.scale,
                bottom=(top + height) / maps.scale,
            )


def _is_print(page: PageImage, box: Box, words: Sequence[Word], usual: float) -> bool:
    """Say whether what was read there is a title, or no name."""
    word = max(words, key=lambda word: word.box.overlap(box), default=None)
    if word is None or word.box.overlap(box) < MOSTLY * box.area:
        return False
    text = tight(word.text)
    title = word.box.height > TITLE_HIGH * usual
    if title and word.box.bottom < TITLE_WITHIN * page.frame.height:
        return True
    if len(text) > LONGEST_NAME:
        return True
    return word.score >= READ and len(text) > 1 and not looks_like_person(text)


def _mark(page: PageImage, maps: InkMaps, box: Box, body: Body) -> InkMark | None:
    """Judge one piece by its strokes."""
    ink = features_of(strokes_in(page, maps, box, print_=(), seals=()))
    if ink is None or ink.hand < HAND or ink.area < NAME_MM2:
        return None
    if handwriting(ink, body) < SIGNED_FROM or drawn_by_hand(ink) < STYLED_FROM:
        return None
    return InkMark(box=box, kind=MarkKind.HANDWRITING, score=min(1.0, ink.hand))
