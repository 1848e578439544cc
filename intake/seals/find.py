"""All seals of a page: seen by the network, outlined, judged by what is written on them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intake.ink.masks import ink_masks
from intake.ink.network import InkMaps
from intake.page_image import PageImage
from intake.seals.blobs import other_marks
from intake.seals.candidates import COARSE, Candidate, candidates, touch
from intake.seals.impression import impression
from intake.seals.ink_texture import texture_of
from intake.seals.judge import judge_ring, judge_square
from intake.seals.planes import tone_of
from intake.seals.read import SealReader, read_ring
from intake.seals.read_square import read_square, square_face
from intake.seals.rings import likeness
from intake.seals.seal_text import SealText
from intake.seals.shape import Ring
from intake.seals.squares import Square
from intake.seals.texture import lettering, solid
from models.evidence import Box
from models.marks import InkColour, InkMark, MarkKind, Outline, Seal, SealShape

LARGE_SQUARE_MM = 22.5
"""Name chops have sides of 16-20 mm; a company's square seal needs more room."""
NAMED = 0.8
"""Legend grade from which a date inside is a date on an organisation's seal (业务章)."""
WHOLE_VISIBLE = 0.97
UNREAD_DOUBT = {InkColour.RED: 0.15, InkColour.BLUE: 0.35, InkColour.BLACK: 0.55}
"""Taken off where nothing is read: red rings are seals, black ones may be any emblem."""
LEAST_LETTERING = 0.3
"""Where nothing is read, a ring has at least to have something like letters along it."""
PLAIN_SPOT = 0.85
"""The network's score from which not even those are asked for: on a dark copy they have run."""
SURE_SPOT = 0.6
"""The network's score from which a seal is not doubted for its look."""
LEAST_BELIEF = 0.4
"""Below this it is likelier something else."""
SIDES, CLEAR_SIDES = 0.62, 0.85
"""Share of a square's sides from which it is one: in red, and in ink that cells are ruled in."""
LIKELY_SPOT = 0.4
"""The network's score that clear sides in black need besides."""
LINES = 0.6
"""Words in the middle say as much for a seal as a legend read by this grade."""
SAME = 0.62
"""Overlap (intersection over union) of two outlines that were fitted to one rim."""
ROUND = 0.88
"""Short to long axis from which a ring is round: a photo tilted by 28 degrees shows so."""


@dataclass(frozen=True, slots=True)
class SealsFound:
    """The seals of a page, and the coloured marks that are none."""

    seals: tuple[Seal, ...]
    marks: tuple[InkMark, ...]


def find_seals(page: PageImage, maps: InkMaps, *, reader: SealReader) -> SealsFound:
    """
    Find the seals of an upright page, read them and tell their kinds apart.

    Raises `EngineFailure` if the reader does.
    """
    masks = ink_masks(page, maps.dpi * COARSE)
    some = candidates(maps, masks)
    rings = [each.outline for each in some if isinstance(each.outline, Ring)]
    found: list[Seal | InkMark] = []
    for candidate in some:
        mark = _judged(page, candidate, rings, reader)
        if mark is not None and not any(_same_place(mark.box, other.box) for other in found):
            found.append(mark)
    taken = [mark.box for mark in found]
    found.extend(other_marks(page, masks, maps, taken, engine=reader.engine))
    seals = tuple(mark for mark in found if isinstance(mark, Seal))
    marks = tuple(mark for mark in found if isinstance(mark, InkMark))
    return SealsFound(seals, marks)


def _judged(
    page: PageImage, candidate: Candidate, rings: Sequence[Ring], reader: SealReader
) -> Seal | InkMark | None:
    """Judge one candidate by its outline."""
    if candidate.sliced:
        box = _on_page(candidate.spot.box, page)
        return InkMark(box=box, kind=MarkKind.STRADDLE_SLICE, score=0.6)
    if isinstance(candidate.outline, Square):
        return _square_seal(page, candidate, candidate.outline, reader)
    ring = candidate.outline
    others = [other for other in rings if other is not ring and touch(ring, other)]
    return _ring_seal(page, candidate, ring, others, reader)


def _same_place(one: Box, other: Box) -> bool:
    return likeness(one, other) > SAME


def _ring_seal(
    page: PageImage, candidate: Candidate, ring: Ring, others: list[Ring], reader: SealReader
) -> Seal | InkMark | None:
    """Judge one ring-shaped candidate."""
    colour = candidate.colour
    lifted = impression(page, ring.box.grown(0.12 * ring.radius), colour).without(others)
    if solid(lifted, ring):
        return InkMark(box=_on_page(ring.box, page), kind=MarkKind.LOGO, score=0.7)
    text = read_ring(lifted, ring, reader, colour)
    silent = not text.legend and not text.said
    plain = candidate.spot.score >= PLAIN_SPOT
    if silent and not plain and lettering(lifted, ring) < LEAST_LETTERING:
        return None
    own_date = text.dated and colour is not InkColour.BLACK  # on a copy it is the paper's own
    if own_date and text.score < NAMED:
        return InkMark(box=_on_page(ring.box, page), kind=MarkKind.DATE_STAMP, score=0.8)
    words = max(text.score, LINES if text.said else 0.0)
    belief = _belief(candidate.spot.score, words, colour)
    if belief < LEAST_BELIEF:
        return None
    texture = texture_of(lifted, ring, tone_of(lifted, ring), colour)
    more = {"score": belief, "texture": texture}
    return _seal_of(page, ring, colour, text).model_copy(update=more)


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
        variants=text.variants,
        lattices=text.lattices,
        outline=Outline(x=ring.x, y=ring.y, a=ring.a, b=ring.b, angle=ring.angle, tilt=text.tilt),
    )


def _belief(spot: float, words: float, colour: InkColour) -> float:
    """Combine the network's view and what is read to the probability that this is a seal."""
    seen = float(np.clip(spot / SURE_SPOT, 0.0, 1.0))
    return seen * (1 - UNREAD_DOUBT[colour] * (1 - words))


def _square_seal(
    page: PageImage, candidate: Candidate, square: Square, reader: SealReader
) -> Seal | None:
    """Make the record of a square seal."""
    lifted = impression(page, square.box.grown(0.1 * square.half), candidate.colour)
    large = page.mm(2 * square.half) > LARGE_SQUARE_MM
    text, score, variants = read_square(square_face(lifted, square), reader.engine, large=large)
    if not _credible(candidate, square, text, score):
        return None
    judged = judge_square(text, score, large=large)
    box = _on_page(square.box, page)
    return Seal(
        box=box,
        kind=judged.kind,
        shape=SealShape.SQUARE,
        colour=candidate.colour,
        owner_name=judged.owner,
        seal_text=text,
        score=_belief(candidate.spot.score, score, candidate.colour),
        kind_score=judged.score,
        text_score=score,
        variants=variants,
    )


def _credible(candidate: Candidate, square: Square, text: str, score: float) -> bool:
    """
    Say whether a square is a seal.

    Codes, cells and boxes are square too: where the network is not sure, 印 or 章 in it tells; of
    a red one, any words or its sides do, for seal script is not read.
    """
    if candidate.spot.score >= SURE_SPOT or (score >= 0.6 and text.endswith(("印", "章"))):
        return True
    if candidate.colour is not InkColour.RED:
        return square.coverage >= CLEAR_SIDES and candidate.spot.score >= LIKELY_SPOT
    return square.coverage >= SIDES or (score >= 0.6 and len(text) >= 2)


def _on_page(box: Box, page: PageImage) -> Box:
    """Cut a box at the page's edges."""
    width, height = page.frame.width, page.frame.height
    left, top = min(max(box.left, 0.0), width), min(max(box.top, 0.0), height)
    right, bottom = min(max(box.right, left), width), min(max(box.bottom, top), height)
    return Box(left=left, top=top, right=right, bottom=bottom)
