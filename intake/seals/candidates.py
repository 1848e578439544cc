"""
The seals that the network sees, each with its ink and its exact outline.

The network says where a seal is, whatever its colour, and tells it from what lies over it; its box
is good to a millimetre or two. Unrolling a legend needs the rim itself: it is fitted to the edges
of the seal's own ink within that box.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from intake.ink.masks import InkMasks, Mask, Strength, long_straight
from intake.ink.network import InkMaps, Spot
from intake.seals.impression import plane_of
from intake.seals.rings import (
    ALL_FAMILIES,
    CIRCLES,
    Edges,
    RingLimits,
    edges_of,
    fit_ring,
    one_sided,
)
from intake.seals.shape import Ring
from intake.seals.squares import Square, fit_square
from models.evidence import Box
from models.marks import InkColour, SealShape

COARSE = 0.7
"""Pixels of the masks per pixel of the network's maps: a ring's line of 1 mm is then three."""
SPOT_MIN, SQUARE_MIN = 0.3, 0.2
"""Below this the network sees something else; of a name chop on a copy, what is read decides."""
REACH = 0.14
"""How far outside its box, in box sides, a seal's rim is looked for."""
RADII = (0.70, 1.30)
"""Radii tried, as shares of the box's."""
RULE_MM = 26.0
"""Longest straight piece of a ring's line; what is straighter is a rule."""
STEPS = {
    InkColour.RED: (12.0, 6.0),
    InkColour.BLUE: (14.0, 7.0),
    InkColour.BLACK: (30.0, 14.0),
}
"""Least edge in strength units (0-255), and the same where hardly any edges are found."""
FEW_EDGES = 120
"""Fewer edges than half a rim has: look again for fainter ones."""
LEAST_COVERAGE = 0.35
"""A rim with less of its outline is no better than the network's box."""
NEAR_MM = 0.8
"""Edges further than this from ink that the network takes for a seal's are of something else."""
LEAST_VISIBLE = 0.45
"""Share of a rim on the page below which it is a slice (骑缝章), not a seal."""
RIM = 0.6
"""Coverage from which a ring is one, though it looked square: at a strange size they do."""
FINGER_MM, FINGER_SHARE = 30.0, 0.5
"""Largest side of a fingerprint, and how much of its box has to be one."""
TINTED = 0.35
"""Chroma over darkness from which ink is coloured: red ink over print is dark here and there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seal that may be, in pixels of the page."""

    spot: Spot
    colour: InkColour
    outline: Ring | Square
    sliced: bool
    """Only one side of the rim is on this page: a straddling seal's (骑缝章)."""


def candidates(maps: InkMaps, masks: InkMasks) -> tuple[Candidate, ...]:
    """Return what the network takes for seals, surest first, with ink and outline."""
    found: list[Candidate] = []
    for spot in maps.spots:
        least = SQUARE_MIN if spot.shape is SealShape.SQUARE else SPOT_MIN
        if spot.score < least or _is_finger(spot, maps):
            continue
        here = spot.scaled(masks.scale)
        inked = _seal_ink(maps, spot, masks, here)
        colour = colour_of(here.box, inked, masks)
        edges = _edges(here, inked, masks, colour)
        outline = _outline(here, edges)
        sliced = isinstance(outline, Ring) and (
            outline.visible < LEAST_VISIBLE or one_sided(edges, outline)
        )
        found.append(Candidate(spot, colour, outline.scaled(1 / masks.scale), sliced))
    return tuple(found)


def touch(ring: Ring, other: Ring) -> bool:
    """Say whether two rings overlap each other without one being inside the other."""
    u, v = ring.local(np.array([other.x]), np.array([other.y]))
    off, size = float(np.hypot(u, v)[0]), other.radius / ring.radius
    return abs(1 - size) < off < 1 + size


def colour_of(box: Box, inked: Mask, masks: InkMasks) -> InkColour:
    """Return the colour of the ink that the network takes for the seal's."""
    rows, columns = _window(box, masks.red.shape)
    ink = inked > 0
    if np.count_nonzero(ink) < 20:
        ink = np.ones_like(ink)
    red, blue, dark = (
        float(plane[rows, columns][ink].sum(dtype=np.float64))
        for plane in (masks.redness, masks.blueness, masks.darkness)
    )
    if max(red, blue) <= TINTED * dark:
        return InkColour.BLACK
    return InkColour.RED if red >= blue else InkColour.BLUE


def _is_finger(spot: Spot, maps: InkMaps) -> bool:
    """Say whether a small spot is a fingerprint: those fill their box, and the labels say so."""
    small = max(spot.box.width, spot.box.height) * maps.scale < maps.px(FINGER_MM)
    window = maps.window(spot.box)
    finger, seal, region = (
        float(share[window].mean()) for share in (maps.finger, maps.seal, maps.region)
    )
    return small and finger > max(seal, region, FINGER_SHARE * 255)


def _seal_ink(maps: InkMaps, spot: Spot, masks: InkMasks, here: Spot) -> Mask:
    """Return the seal ink in the spot's box, in pixels of the masks."""
    rows, columns = _window(here.box, masks.red.shape)
    cut = maps.seal[maps.window(spot.box)]
    size = (columns.stop - columns.start, rows.stop - rows.start)
    if cut.size == 0 or min(size) < 1:
        return np.zeros(size[::-1], np.uint8)
    small = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
    return np.where(small > 100, 255, 0).astype(np.uint8)


def _window(box: Box, shape: tuple[int, ...]) -> tuple[slice, slice]:
    height, width = shape[:2]
    top, left = min(max(0, int(box.top)), height), min(max(0, int(box.left)), width)
    bottom, right = min(int(np.ceil(box.bottom)), height), min(int(np.ceil(box.right)), width)
    return slice(top, max(top, bottom)), slice(left, max(left, right))


def _outline(spot: Spot, edges: Edges) -> Ring | Square:
    """Fit the outline; where that fails, take the network's box for it."""
    ring = _ring(spot, edges)
    x, y = spot.box.centre
    wide, high = spot.box.width / 2, spot.box.height / 2
    if spot.shape is SealShape.SQUARE:
        square = _square(spot, edges) or Square(x, y, (wide + high) / 2, 0.0, 0.0)
        round_after_all = ring is not None and ring.coverage > max(RIM, square.coverage)
        return ring if ring is not None and round_after_all else square
    if ring is not None:
        return ring
    turn = 0.0 if wide >= high else float(np.pi / 2)
    return Ring(x, y, max(wide, high), min(wide, high), turn)


def _square(spot: Spot, edges: Edges) -> Square | None:
    """Fit a square at half resolution: that is enough for the search over tilts."""
    half = (spot.box.width + spot.box.height) / 8
    coarse = Edges(edges.x / 2, edges.y / 2, edges.nx, edges.ny, edges.size)
    square = fit_square(coarse, half, spot.scaled(0.5).box)
    return square.scaled(2.0) if square else None


def _ring(spot: Spot, edges: Edges) -> Ring | None:
    """Fit a ring or an ellipse; at the page's edge the visible part is the guess."""
    if len(edges.x) < 12:
        return None
    wide, high = spot.box.width, spot.box.height
    radius = float(np.sqrt(wide * high)) / 2
    cut = _touches_edge(spot.box, edges.size)
    if cut:
        radius = max(wide, high) / 2
    limits = RingLimits(
        smallest=RADII[0] * radius,
        largest=RADII[1] * radius,
        margin=radius,
        coverage=LEAST_COVERAGE,
    )
    flat = spot.shape is SealShape.ELLIPSE and not cut
    families = ALL_FAMILIES[1:] if flat else CIRCLES
    ring = fit_ring(edges, limits, families, spot.box)
    return ring or (None if cut else fit_ring(edges, limits, ALL_FAMILIES, spot.box))


def _touches_edge(box: Box, size: tuple[int, int]) -> bool:
    return min(box.left, box.top, size[0] - box.right, size[1] - box.bottom) < 2.0


def _edges(spot: Spot, inked: Mask, masks: InkMasks, colour: InkColour) -> Edges:
    """Return the edges of the seal's ink about its box, in pixels of the masks."""
    plane = plane_of(masks, colour)
    reach = REACH * max(spot.box.width, spot.box.height)
    rows, columns = _window(spot.box.grown(reach), plane.shape)
    cut = np.ascontiguousarray(plane[rows, columns])
    inner = _window(spot.box, plane.shape)
    near = np.zeros_like(cut)
    near[
        inner[0].start - rows.start : inner[0].stop - rows.start,
        inner[1].start - columns.start : inner[1].stop - columns.start,
    ] = inked
    spread = max(3, round(2 * masks.px(NEAR_MM)) | 1)
    near = np.asarray(cv2.dilate(near, np.ones((spread, spread), np.uint8)), np.uint8)
    strong, faint = STEPS[colour]
    found = _about(cut, near, strong, masks)
    if len(found.x) < FEW_EDGES:
        found = _about(cut, near, faint, masks)
    shape = (plane.shape[1], plane.shape[0])
    return Edges(found.x + columns.start, found.y + rows.start, found.nx, found.ny, shape)


def _about(cut: Strength, near: Mask, step: float, masks: InkMasks) -> Edges:
    """Return edges of at least `step` that are near seal ink and on no rule."""
    present = np.where(cut > 2 * step, 255, 0).astype(np.uint8)
    straight = long_straight(present, masks.dpi, RULE_MM)
    spread = np.asarray(cv2.dilate(straight, np.ones((3, 3), np.uint8)), np.uint8)
    edges = edges_of(cut, step, np.asarray(near & ~spread, np.uint8))
    if len(edges.x) < FEW_EDGES / 4:  # the network was unsure of the ink: any ink will do
        return edges_of(cut, step, np.asarray(255 - spread, np.uint8))
    return edges
