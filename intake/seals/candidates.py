"""Where on the page a seal could be, in whichever ink."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import InkMasks, Mask, long_straight
from intake.ink.paper import resized
from intake.seals.impression import plane_of
from intake.seals.rings import (
    ALL_FAMILIES,
    CIRCLES,
    SURE,
    Edges,
    Family,
    RingLimits,
    edges_of,
    find_rings,
)
from intake.seals.shape import Ring
from intake.seals.squares import Square, find_squares
from models.marks import InkColour

FIND_DPI = 75.0
"""A ring's line of 1 mm is then three pixels, and a page has half a million."""
SMALLEST_RADIUS_MM = 10.5
"""Half of 38 mm at 0.55 times the size; an ellipse counts by its mean radius."""
SQUARE_HALF_MM = tuple(np.geomspace(5.5, 26.0, 17))
"""Half sides of 18-45 mm squares, copies and smaller name chops included."""
RULE_MM = 26.0
"""Longest straight piece of a ring's line; what is straighter is a rule."""
GRAY_MARGIN = 0.35
"""Share of a square's side within which its line may not go on beyond the corner."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What an ink has to show to be looked at as a ring."""

    step: float
    """Least edge in strength units (0-255)."""
    faint_step: float
    """The same where hardly any edges were found."""
    coverage: float
    families: tuple[Family, ...]
    largest_mm: float
    """Largest mean radius."""


COLOURED = Demand(12.0, 6.0, 0.45, ALL_FAMILIES, 42.0)
DEMANDS = {
    InkColour.RED: COLOURED,
    InkColour.BLUE: replace(COLOURED, step=14.0, faint_step=14.0, coverage=0.60),
    InkColour.BLACK: Demand(36.0, 20.0, 0.70, CIRCLES, 32.0),
}
"""Black edges are everywhere, so a black ring has to be nearly closed, and not too large."""
ON_COPIES = replace(
    DEMANDS[InkColour.BLACK],
    families=(*CIRCLES, (0.75, 0.0), (0.75, float(np.deg2rad(14))), (0.75, -float(np.deg2rad(14)))),
)
"""Black on a page that has no colour at all: there the invoice seals are black too."""
COLOURLESS = 0.0005
"""Share of coloured pixels below which a page is a grey copy."""
FEW_EDGES = 700
"""Fewer edges than one seal has: look again for a fainter one."""
MOST_EDGES = 60000
"""More edges than a page of print has: a photograph or a grey ground, where nothing is voted on."""


def candidates(masks: InkMasks, colour: InkColour) -> tuple[tuple[Ring, ...], tuple[Square, ...]]:
    """
    Return rings and squares of one ink, in pixels of the masks, surest first.

    A poor ring where a square stands is the square's own corners and letters.
    """
    rings = ring_candidates(masks, colour)
    sure = tuple(ring for ring in rings if ring.coverage >= SURE)
    squares = square_candidates(masks, colour, sure)
    kept = tuple(ring for ring in rings if ring in sure or not _is_square(ring, squares))
    return kept, squares


def _is_square(ring: Ring, squares: tuple[Square, ...]) -> bool:
    """Say whether a poor ring stands where a better square does."""
    return any(
        ring.box.overlap(square.box) > 0.4 * square.box.area and square.coverage > ring.coverage
        for square in squares
    )


def touch(ring: Ring, other: Ring) -> bool:
    """Say whether two rings overlap each other without one being inside the other."""
    u, v = ring.local(np.array([other.x]), np.array([other.y]))
    off, size = float(np.hypot(u, v)[0]), other.radius / ring.radius
    return abs(1 - size) < off < 1 + size


def ring_candidates(masks: InkMasks, colour: InkColour) -> tuple[Ring, ...]:
    """Return ring-shaped candidates of one ink, in pixels of the masks, surest first."""
    demand = demand_of(masks, colour)
    edges = _ring_edges(masks, colour, demand.step)
    if len(edges.x) < FEW_EDGES:
        edges = _ring_edges(masks, colour, demand.faint_step)
    if not 60 <= len(edges.x) <= MOST_EDGES:
        return ()
    limits = RingLimits(
        smallest=masks.px(SMALLEST_RADIUS_MM),
        largest=masks.px(demand.largest_mm),
        margin=masks.px(10.0),
        coverage=demand.coverage,
    )
    return find_rings(edges, limits, demand.families)


def demand_of(masks: InkMasks, colour: InkColour) -> Demand:
    """Return what an ink has to show on this page."""
    if colour is not InkColour.BLACK:
        return DEMANDS[colour]
    coloured = int(np.count_nonzero(masks.red | masks.blue))
    return DEMANDS[colour] if coloured > COLOURLESS * masks.red.size else ON_COPIES


def _ring_edges(masks: InkMasks, colour: InkColour, step: float) -> Edges:
    """Return the edges of one ink without those of rules."""
    plane = plane_of(masks, colour)
    straight = long_straight(_present(plane, step), masks.dpi, RULE_MM)
    spread = cv2.dilate(straight, np.ones((3, 3), np.uint8))
    return edges_of(plane, step, np.asarray(255 - spread, np.uint8))


def _present(plane: Mask, step: float) -> Mask:
    return (plane > 2 * step).astype(np.uint8) * np.uint8(255)


def square_candidates(
    masks: InkMasks, colour: InkColour, rings: tuple[Ring, ...]
) -> tuple[Square, ...]:
    """Return square candidates of one ink that are not inside a ring, in pixels of the masks."""
    demand = DEMANDS[colour]
    plane = plane_of(masks, colour)
    black = colour is InkColour.BLACK
    longest = RULE_MM if black else 2.2 * SQUARE_HALF_MM[-1]
    straight = long_straight(_present(plane, demand.step), masks.dpi, longest)
    edges = edges_of(resized(np.asarray(plane & ~straight, np.uint8), 0.5), demand.step)
    outside = np.ones(len(edges.x), np.bool_)
    for ring in rings:
        u, v = ring.scaled(0.5).local(edges.x, edges.y)
        away = np.hypot(u, v)
        edges, outside = edges.only(np.abs(away - 1.0) > 0.07), outside[np.abs(away - 1.0) > 0.07]
        u, v = ring.scaled(0.5).local(edges.x, edges.y)
        outside &= np.hypot(u, v) > 1.0
    halves = np.array([masks.px(half) / 2 for half in SQUARE_HALF_MM])
    found: list[Square] = []
    for cluster in _clusters(edges, outside, masks.px(1.5) / 2, (2 * halves[0], 5 * halves[-1])):
        found.extend(find_squares(cluster, halves))
    return tuple(s.scaled(2.0) for s in found if not _inside_ring(s.scaled(2.0), rings))


def _inside_ring(square: Square, rings: tuple[Ring, ...]) -> bool:
    """Say whether a square is made of what stands inside a ring."""
    for ring in rings:
        u, v = ring.local(np.array([square.x]), np.array([square.y]))
        if float(np.hypot(u, v)[0]) + 0.5 * square.half / ring.radius < 0.9:
            return True
    return False


def _clusters(
    edges: Edges, outside: NDArray[np.bool_], gap: float, size: tuple[float, float]
) -> Iterator[Edges]:
    """
    Yield groups of edges no further apart than `gap`.

    Both sides of a group are within `size`, and enough of it for two sides of a square lies
    outside the rings.
    """
    width, height = edges.size
    drawn = np.zeros((height, width), np.uint8)
    drawn[edges.y.astype(int), edges.x.astype(int)] = 255
    reach = max(3, round(gap) | 1)
    joined = cv2.dilate(drawn, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    of_edge = labels[edges.y.astype(int), edges.x.astype(int)]
    for label in range(1, count):
        _, _, wide, high, _ = stats[label]
        mine = of_edge == label
        fits = min(wide, high) >= size[0] and max(wide, high) <= size[1]
        if fits and np.count_nonzero(mine & outside) >= 1.5 * size[0]:
            yield edges.only(mine)
