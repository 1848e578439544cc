"""All seals of a page: candidates by shape, judged by what is written on them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from intake.ink.masks import InkMasks, ink_masks
from intake.page_image import LineReader, PageImage
from intake.seals.blobs import other_marks
from intake.seals.candidates import FIND_DPI, candidates, touch
from intake.seals.impression import impression
from intake.seals.judge import judge_ring, judge_square
from intake.seals.picture import picture_of
from intake.seals.read import SealText, read_ring
from intake.seals.read_square import inked, read_square, square_face
from intake.seals.shape import Ring
from intake.seals.squares import SURE, Square
from intake.seals.texture import lettering, solid
from models.evidence import Box
from models.marks import InkColour, InkMark, MarkKind, Seal, SealShape

LEAST_VISIBLE = 0.45
"""Share of a ring on the page below which it is a slice (骑缝章), not a seal."""
LEAST_SLICE_MM = 2.0
"""Less of a seal than this at the edge cannot be told from a scanner's border."""
LARGE_SQUARE_MM = 22.5
"""Name chops have sides of 16-20 mm; a company's square seal needs more room."""
LEAST_LETTERING = 0.3
NAMED = 0.8
"""Legend grade from which a date inside is a date on an organisation's seal (业务章)."""
WHOLE_VISIBLE = 0.97
UNREAD_DOUBT = {InkColour.RED: 0.15, InkColour.BLUE: 0.35, InkColour.BLACK: 0.55}
"""Taken off where nothing is read: red rings are seals, black ones may be any logo."""
PARTIAL = 0.66
"""A ring with less of its outline counts only if something is read along it."""
ROUND = 0.88
"""Short to long axis from which a ring is round: a photo tilted by 28 degrees shows so."""


@dataclass(frozen=True, slots=True)
class SealsFound:
    """The seals of a page, and the coloured marks that are none."""

    seals: tuple[Seal, ...]
    marks: tuple[InkMark, ...]


def find_seals(page: PageImage, *, engine: LineReader) -> SealsFound:
    """
    Find the seals of an upright page, read them and tell their kinds apart.

    Raises `EngineFailure` if the engine does.
    """
    masks = ink_masks(page, FIND_DPI)
    found: list[Seal | InkMark] = []
    for colour in (InkColour.RED, InkColour.BLUE, InkColour.BLACK):
        for mark in _of_one_ink(page, masks, colour, engine):
            if not any(_same_place(mark.box, other.box) for other in found):
                found.append(mark)
    taken = [mark.box for mark in found]
    found.extend(other_marks(page, masks, taken, engine=engine))
    seals = tuple(mark for mark in found if isinstance(mark, Seal))
    marks = tuple(mark for mark in found if isinstance(mark, InkMark))
    return SealsFound(seals, marks)


def _of_one_ink(
    page: PageImage, masks: InkMasks, colour: InkColour, engine: LineReader
) -> Iterator[Seal | InkMark]:
    """Yield the seals and marks of one ink."""
    rings, squares = candidates(masks, colour)
    on_page = [ring.scaled(1 / masks.scale) for ring in rings]
    for ring in on_page:
        others = [other for other in on_page if other is not ring and touch(ring, other)]
        mark = _ring_seal(page, ring, others, colour, engine)
        if mark is not None:
            yield mark
    for square in squares:
        seal = _square_seal(page, square.scaled(1 / masks.scale), colour, engine)
        if seal is not None:
            yield seal


def _same_place(one: Box, other: Box) -> bool:
    return one.overlap(other) > 0.6 * min(one.area, other.area)


def _ring_seal(
    page: PageImage, ring: Ring, others: list[Ring], colour: InkColour, engine: LineReader
) -> Seal | InkMark | None:
    """Judge one ring-shaped candidate."""
    if ring.visible < LEAST_VISIBLE:
        return _slice(page, ring, colour)
    lifted = impression(page, ring.box.grown(0.12 * ring.radius), colour).without(others)
    if solid(lifted, ring):
        return InkMark(box=_on_page(ring.box, page), kind=MarkKind.LOGO, score=0.7)
    letters = lettering(lifted, ring)
    if letters < LEAST_LETTERING:
        return None
    text = read_ring(lifted, ring, engine)
    if ring.coverage < PARTIAL and not text.legend and not text.lines:
        return None
    if text.dated and text.score < NAMED:
        return InkMark(box=_on_page(ring.box, page), kind=MarkKind.DATE_STAMP, score=0.8)
    belief = _belief(ring, letters, text, colour)
    return _seal_of(page, ring, colour, text).model_copy(update={"score": belief})


def _slice(page: PageImage, ring: Ring, colour: InkColour) -> InkMark | None:
    """Return the slice of a seal whose middle lies outside the page."""
    box = _on_page(ring.box, page)
    if colour is not InkColour.RED or page.mm(min(box.width, box.height)) < LEAST_SLICE_MM:
        return None
    return InkMark(box=box, kind=MarkKind.STRADDLE_SLICE, score=0.5)


def _seal_of(page: PageImage, ring: Ring, colour: InkColour, text: SealText) -> Seal:
    """Make the record of a round or elliptic seal; its score is still to be set."""
    box = _on_page(ring.box, page)
    shape = SealShape.ROUND if ring.b > ROUND * ring.a else SealShape.ELLIPSE
    judged = judge_ring(text, shape)
    return Seal(
        box=box,
        kind=judged.kind,
        shape=shape,
        colour=colour,
        owner_name=judged.owner,
        seal_text=text.words,
        code=text.code,
        whole=ring.visible >= WHOLE_VISIBLE,
        score=0.0,
        kind_score=judged.score,
        text_score=text.score,
        picture=picture_of(page, box),
        variants=text.variants,
    )


def _belief(ring: Ring, letters: float, text: SealText, colour: InkColour) -> float:
    """Combine outline, lettering and legend to the probability that this is a seal."""
    outline = min(1.0, ring.coverage / 0.85)
    words = max(text.score, 0.6 if text.lines else 0.0)
    doubt = UNREAD_DOUBT[colour]
    return float(np.clip(outline * (0.6 + 0.4 * letters) * (1 - doubt * (1 - words)), 0.0, 1.0))


def _square_seal(
    page: PageImage, square: Square, colour: InkColour, engine: LineReader
) -> Seal | None:
    """Judge one square candidate."""
    lifted = impression(page, square.box.grown(0.1 * square.half), colour)
    face = square_face(lifted, square)
    if not 0.08 < inked(face) < 0.6:
        return None
    large = page.mm(2 * square.half) > LARGE_SQUARE_MM
    text, score, variants = read_square(face, engine, large=large)
    if not _credible(square, colour, text, score):
        return None
    judged = judge_square(text, score, large=large)
    box = _on_page(square.box, page)
    return Seal(
        box=box,
        kind=judged.kind,
        shape=SealShape.SQUARE,
        colour=colour,
        owner_name=judged.owner,
        seal_text=text,
        score=min(1.0, square.coverage * (0.85 + 0.15 * score)),
        kind_score=judged.score,
        text_score=score,
        picture=picture_of(page, box),
        variants=variants,
    )


def _credible(square: Square, colour: InkColour, text: str, score: float) -> bool:
    """
    Say whether a square is a seal.

    Black squares are everywhere (boxes, codes): only 印 or 章 in them tells. A red one needs words,
    or four clear sides: seal script is not read.
    """
    if colour is not InkColour.RED:
        return score >= 0.6 and text.endswith(("印", "章"))
    return square.coverage >= SURE or (score >= 0.6 and len(text) >= 2)


def _on_page(box: Box, page: PageImage) -> Box:
    """Cut a box at the page's edges."""
    width, height = page.frame.width, page.frame.height
    left, top = min(max(box.left, 0.0), width), min(max(box.top, 0.0), height)
    right, bottom = min(max(box.right, left), width), min(max(box.bottom, top), height)
    return Box(left=left, top=top, right=right, bottom=bottom)
