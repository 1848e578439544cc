"""All seals of a page: candidates by shape, judged by what is written on them."""

from dataclasses import dataclass

import numpy as np

from intake.ink.masks import ink_masks
from intake.ocr.engine import TextEngine
from intake.page_image import PageImage
from intake.seals.candidates import FIND_DPI, ring_candidates, square_candidates
from intake.seals.impression import impression
from intake.seals.judge import judge_ring
from intake.seals.legend import owner_of
from intake.seals.picture import picture_of
from intake.seals.read import SealText, read_ring
from intake.seals.read_square import inked, read_square, square_face
from intake.seals.shape import Ring
from intake.seals.squares import Square
from intake.seals.texture import lettering, solid
from models.evidence import Box
from models.marks import InkColour, InkMark, MarkKind, Seal, SealKind, SealShape

LEAST_VISIBLE = 0.45
"""Share of a ring on the page below which it is a slice (骑缝章), not a seal."""
WHOLE_VISIBLE = 0.97
PARTIAL = 0.66
"""A ring with less of its outline counts only if something is read along it."""
ROUND = 0.88
"""Short to long axis from which a ring is round: a photo tilted by 28 degrees shows so."""


@dataclass(frozen=True, slots=True)
class SealsFound:
    """The seals of a page, and the coloured marks that are none."""

    seals: tuple[Seal, ...]
    marks: tuple[InkMark, ...]


def find_seals(page: PageImage, *, engine: TextEngine) -> SealsFound:
    """
    Find the seals of an upright page, read them and tell their kinds apart.

    Raises `EngineFailure` if the engine does.
    """
    masks = ink_masks(page, FIND_DPI)
    seals: list[Seal] = []
    marks: list[InkMark] = []
    for colour in (InkColour.RED, InkColour.BLUE, InkColour.BLACK):
        rings = ring_candidates(masks, colour)
        for ring in rings:
            _take(_ring_seal(page, ring.scaled(1 / masks.scale), colour, engine), seals, marks)
        if colour is InkColour.BLACK:
            continue
        for square in square_candidates(masks, colour, rings):
            _take(_square_seal(page, square.scaled(1 / masks.scale), colour, engine), seals, marks)
    return SealsFound(tuple(seals), tuple(marks))


def _take(found: Seal | InkMark | None, seals: list[Seal], marks: list[InkMark]) -> None:
    """Put a mark where it belongs, unless it is there already in a surer ink."""
    if found is None:
        return
    if any(_same_place(found.box, seal.box) for seal in seals):
        return
    if isinstance(found, Seal):
        seals.append(found)
    else:
        marks.append(found)


def _same_place(one: Box, other: Box) -> bool:
    return one.overlap(other) > 0.6 * min(one.area, other.area)


def _ring_seal(
    page: PageImage, ring: Ring, colour: InkColour, engine: TextEngine
) -> Seal | InkMark | None:
    """Judge one ring-shaped candidate."""
    box = _on_page(ring.box, page)
    if ring.visible < LEAST_VISIBLE:
        return InkMark(box=box, kind=MarkKind.STRADDLE_SLICE, score=0.5)
    lifted = impression(page, ring.box.grown(0.12 * ring.radius), colour)
    letters = lettering(lifted, ring)
    if solid(lifted, ring):
        return InkMark(box=box, kind=MarkKind.LOGO, score=0.7)
    if letters < 0.3:
        return None
    text = read_ring(lifted, ring, engine)
    if ring.coverage < PARTIAL and not text.legend and not text.lines:
        return None
    if text.dated and text.score < 0.8:
        return InkMark(box=box, kind=MarkKind.DATE_STAMP, score=0.8)
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
        score=_belief(ring, letters, text, colour),
        kind_score=judged.score,
        text_score=text.score,
        picture=picture_of(page, box),
        variants=text.variants,
    )


def _belief(ring: Ring, letters: float, text: SealText, colour: InkColour) -> float:
    """Combine outline, lettering and legend to the probability that this is a seal."""
    outline = min(1.0, ring.coverage / 0.85)
    words = max(text.score, 0.6 if text.lines else 0.0)
    doubt = 0.35 if colour is InkColour.BLACK else 0.15
    return float(np.clip(outline * (0.6 + 0.4 * letters) * (1 - doubt * (1 - words)), 0.0, 1.0))


def _square_seal(
    page: PageImage, square: Square, colour: InkColour, engine: TextEngine
) -> Seal | None:
    """Judge one square candidate."""
    lifted = impression(page, square.box.grown(0.1 * square.half), colour)
    face = square_face(lifted, square)
    if not 0.08 < inked(face) < 0.6:
        return None
    text, score, variants = read_square(face, engine)
    small = page.mm(2 * square.half) < 26.0
    kind = SealKind.UNREAD
    if text and small and len(text) <= 4:
        kind = SealKind.LEGAL_REP
    return Seal(
        box=_on_page(square.box, page),
        kind=kind,
        shape=SealShape.SQUARE,
        colour=colour,
        owner_name=owner_of(text) or None,
        seal_text=text,
        whole=True,
        score=min(1.0, square.coverage * (0.85 + 0.15 * score)),
        kind_score=score * 0.9,
        text_score=score,
        picture=picture_of(page, _on_page(square.box, page)),
        variants=variants,
    )


def _on_page(box: Box, page: PageImage) -> Box:
    """Cut a box at the page's edges."""
    width, height = page.frame.width, page.frame.height
    left, top = min(max(box.left, 0.0), width), min(max(box.top, 0.0), height)
    right, bottom = min(max(box.right, left), width), min(max(box.bottom, top), height)
    return Box(left=left, top=top, right=right, bottom=bottom)
