"""Finds again what a correction speaks of, by its place on the delivered page."""

from collections.abc import Iterable, Iterator, Sequence

from models.evidence import Box, BoxFrac, FieldValue
from models.page import PageReading
from models.paper import PageRef, Paper, Papers, PayrollEntry, VoucherPaper

SAME_PLACE = 0.5
"""Share of the smaller of two boxes that lies in the other, from which both are one thing: a second
reading moves boxes by a few pixels, and things of one kind hardly cover each other by half."""


def page_at(papers: Papers, ref: PageRef) -> PageReading | None:
    """Return a page's reading, None where it is not among them."""
    try:
        return papers.page(ref)
    except LookupError:
        return None


def paper_at(papers: Papers, ref: PageRef) -> Paper | None:
    """Return the paper that a page belongs to."""
    return next((paper for paper in papers.documents if ref in paper.pages), None)


def mark_at(page: PageReading, boxes: Sequence[Box], at: BoxFrac) -> int | None:
    """Return which of a page's boxes (upright pixels) stands at a place of the delivered page."""
    shares = [_shared(page.frame.delivered(box), at) for box in boxes]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= SAME_PLACE else None


def row_at(papers: Papers, paper: VoucherPaper, ref: PageRef, at: BoxFrac | None) -> int | None:
    """Return which of a voucher's rows a place lies in; without a place, the only row."""
    if at is None:
        return 0 if len(paper.entries) == 1 else None
    page = page_at(papers, ref)
    if page is None:
        return None
    shares = [
        _covered(at, _row(page, entry)) if entry.place == ref else 0.0 for entry in paper.entries
    ]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= SAME_PLACE else None


def _row(page: PageReading, entry: PayrollEntry) -> BoxFrac | None:
    """Return where a row stands: its box, else the hull of what was read in it."""
    if entry.row is not None:
        return page.frame.delivered(entry.row)
    boxes = [place.bbox_frac for field in _fields(entry) if (place := field.evidence)]
    return _hull(boxes) if boxes else None


def _fields(entry: PayrollEntry) -> Iterator[FieldValue]:
    yield from (entry.name, entry.id_number, entry.gross, entry.net)
    yield from entry.items.values()


def _hull(boxes: Iterable[BoxFrac]) -> BoxFrac:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _shared(one: BoxFrac, other: BoxFrac) -> float:
    """Return the common area as a share of the smaller box."""
    least = min(_area(one), _area(other))
    return _common(one, other) / least if least else 0.0


def _covered(inner: BoxFrac, outer: BoxFrac | None) -> float:
    """Return the share of a box that lies in another."""
    if outer is None or not _area(inner):
        return 0.0
    return _common(inner, outer) / _area(inner)


def _common(one: BoxFrac, other: BoxFrac) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _area(box: BoxFrac) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
