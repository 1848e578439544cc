"""
Finds the sheet of paper on a desk: proposals from brightness and colour, proved side by side.

picture -> masks (brightness, colour) -> quadrilaterals -> sides that hold -> corners to a pixel
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.page.geometry import Points, apply, between, corners
from intake.page.shrink import shrunk
from intake.page_image import Pixels

Grey = NDArray[np.uint8]
Colours = NDArray[np.float32]
"""(height, width, 3) in CIE Lab."""

LOOK_AT = 512
"""Long side in pixels of the picture that is searched; print vanishes, edges of paper do not."""
TEXT_GONE = 9
"""Pixels of that picture: closing with this lifts print off the paper."""
SMALLEST = 0.2
"""Share of the picture that a sheet has to fill: whoever photographs a paper fills the frame."""
AT_EDGE = 0.012
"""Share of the long side within which a sheet's side is the picture's own edge."""
PROBE_OFFSETS = (0.012, 0.03)
"""Shares of the long side: how far from a side its two banks are compared; paper may bow."""
PROBES = 48
LIGHTER_BY = 7.0
"""Lab lightness that paper has over what it lies on, at least; paper itself varies by 1-2."""
TINT_APART = 5.0
"""Lab a/b distance that does instead."""
SIDE_HOLDS = 0.72
"""Share of a side's probes that must see two banks; shadows and hands hide some."""
DESK_BEYOND = 0.5
"""Share of all probes that see no paper further out either: around a printed frame there is."""
FEWEST_SIDES = 3
SEARCH = 0.02
"""Share of the long side within which the exact edge is sought."""
MOST_BULGE = 0.04
"""Share of the sheet beyond a side that is kept: a curled sheet reaches so far, shadows more."""
REFINE_AT = 1400
"""Long side in pixels of the picture in which it is sought: a tenth of a millimetre or two."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet's place on the delivered picture."""

    corners: Points
    """Top left, top right, bottom right, bottom left, in delivered pixels."""
    found: bool
    """False where the whole picture is taken for the sheet."""
    cut: bool = False
    """A side of it lies beyond the picture."""
    bulges: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """How far it reaches beyond its left, top, right and bottom side, as shares of its size."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A region's four corners, and the convex hull around it."""

    quad: Points
    hull: Points


def whole_picture(size: tuple[int, int]) -> Sheet:
    """Return the picture itself as the sheet."""
    return Sheet(corners(size), found=False)


def find_sheet(pixels: Pixels) -> Sheet:
    """Return the sheet that lies on something else, or the whole picture where none does."""
    height, width = pixels.shape[:2]
    long = max(width, height)
    if long < LOOK_AT // 2:
        return whole_picture((width, height))
    small = _resized(pixels, LOOK_AT)
    lab = _lab(small)
    proposals = [_judged(outline, lab) for outline in propose(small)]
    sound = [proposal for proposal in proposals if proposal.sound]
    if not sound:
        return whole_picture((width, height))
    best = max(sound, key=lambda proposal: proposal.score)
    scale = np.array([width / small.shape[1], height / small.shape[0]])
    exact = _refined(best, _resized(pixels, REFINE_AT), small.shape[1])
    return Sheet(
        exact * scale,
        found=True,
        cut=bool(best.at_edge.any()),
        bulges=_bulges(exact, best.outline.hull),
    )


def propose(small: Pixels) -> Iterator[Outline]:
    """Yield the outlines of the largest region of each kind of mask."""
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB)
    kernel = np.ones((TEXT_GONE, TEXT_GONE), np.uint8)
    light = cv2.medianBlur(cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE, kernel), 5)
    tints = lab[:, :, 1:].astype(np.float32) - 128
    chroma = _byte(255 - 4 * np.hypot(tints[:, :, 0], tints[:, :, 1]))
    blue = _byte(128 - 4 * tints[:, :, 1])
    for channel in (light, cv2.medianBlur(chroma, 9), cv2.medianBlur(blue, 9)):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        outline = _outline(np.asarray(mask, np.uint8))
        if outline is not None:
            yield outline


def _byte(values: NDArray[np.floating]) -> Grey:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _resized(pixels: Pixels, long: int) -> Pixels:
    height, width = pixels.shape[:2]
    factor = min(1.0, long / max(width, height))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return shrunk(pixels, size)


def _lab(small: Pixels) -> Colours:
    """Return smoothed Lab colours on their usual scale."""
    kernel = np.ones((TEXT_GONE, TEXT_GONE), np.uint8)
    bright = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    unit = cv2.medianBlur(bright, 5).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(unit, cv2.COLOR_BGR2LAB), np.float32)


def _outline(mask: Grey) -> Outline | None:
    """Return the outline of the mask's largest region, or None if it has not four corners."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    length = cv2.arcLength(hull, closed=True)
    for tolerance in np.linspace(0.01, 0.12, 23):
        shape = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(shape) <= 4:
            break
    if len(shape) != 4 or cv2.contourArea(shape) < SMALLEST * mask.size:
        return None
    quad = ordered(shape[:, 0].astype(np.float64) + 0.5)
    return Outline(quad, hull[:, 0].astype(np.float64) + 0.5)


def ordered(quad: Points) -> Points:
    """Return corners clockwise from the top left one."""
    middle = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    clockwise = quad[np.argsort(angles)]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A quadrilateral and how well its sides hold; side i runs from corner i to the next."""

    outline: Outline
    holds: NDArray[np.float64]
    beyond: NDArray[np.float64]
    at_edge: NDArray[np.bool_]

    @property
    def sound(self) -> bool:
        """Say whether every side inside the picture holds, and whether they are enough."""
        inside = ~self.at_edge
        enough = inside.sum() >= FEWEST_SIDES or bool(
            (inside[0] and inside[2]) or (inside[1] and inside[3])
        )
        return (
            enough
            and bool((self.holds[inside] >= SIDE_HOLDS).all())
            and float(self.beyond[inside].mean()) >= DESK_BEYOND
        )

    @property
    def score(self) -> float:
        """Return how much of the outline is proved."""
        return float(self.holds[~self.at_edge].sum())


def _judged(outline: Outline, lab: Colours) -> _Proposal:
    """Compare the two banks of each side."""
    height, width = lab.shape[:2]
    quad = outline.quad
    sides = list(zip(quad, np.roll(quad, -1, axis=0), strict=True))
    at_edge = np.array([_runs_along_edge(side, (width, height)) for side in sides])
    holds, beyond = np.array([_probed(side, lab) for side in sides]).T
    return _Proposal(outline, holds, beyond, at_edge)


def _runs_along_edge(side: tuple[Points, Points], size: tuple[int, int]) -> bool:
    """Say whether both ends lie at the same edge of the picture."""
    near = AT_EDGE * max(size)
    low = [bool(max(end[axis] for end in side) <= near) for axis in (0, 1)]
    high = [bool(min(end[axis] for end in side) >= size[axis] - near) for axis in (0, 1)]
    return any(low) or any(high)


def _probe_points(side: tuple[Points, Points]) -> tuple[Points, Points]:
    """Return points along a side, away from its ends, and the direction inwards."""
    start, end = side
    along = end - start
    inwards = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    shares = np.linspace(0.06, 0.94, PROBES)[:, None]
    return start + shares * along, inwards


def _probed(side: tuple[Points, Points], lab: Colours) -> tuple[float, float]:
    """Return the shares of a side's probes that see no paper just outside, and further out."""
    points, inwards = _probe_points(side)
    size = np.array([lab.shape[1], lab.shape[0]])
    just_outside = np.zeros(PROBES, bool)
    for share in PROBE_OFFSETS:
        step = share * size.max() * inwards
        just_outside |= _apart(lab, points + step, points - step)
    step = PROBE_OFFSETS[-1] * size.max() * inwards
    halfway = points - inwards * (_way_to_edge(points, -inwards, size) * 0.6)[:, None]
    return float(just_outside.mean()), float(_apart(lab, points + step, halfway).mean())


def _apart(lab: Colours, within: Points, without: Points) -> NDArray[np.bool_]:
    """Say of each pair of points whether the first is paper and the second something else."""
    inner, outer = _sampled(lab, within), _sampled(lab, without)
    lighter = inner[:, 0] - outer[:, 0]
    tint = np.hypot(*(inner[:, 1:] - outer[:, 1:]).T)
    apart: NDArray[np.bool_] = (lighter > LIGHTER_BY) | (
        (tint > TINT_APART) & (lighter > -2 * LIGHTER_BY)
    )
    return apart


def _way_to_edge(points: Points, direction: Points, size: NDArray[np.int_]) -> Points:
    """Return how far each point can go in a direction before it leaves the picture."""
    ways: Points = np.full(len(points), float(size.max()))
    for axis in (0, 1):
        if abs(direction[axis]) > 1e-6:
            target = size[axis] if direction[axis] > 0 else 0
            ways = np.minimum(ways, (target - points[:, axis]) / direction[axis])
    return np.asarray(np.maximum(ways, 0.0), np.float64)


def _sampled(lab: Colours, points: Points) -> Colours:
    """Return the colours at points, those outside taken from the edge."""
    height, width = lab.shape[:2]
    columns = np.clip(points[:, 0], 0, width - 1).astype(int)
    rows = np.clip(points[:, 1], 0, height - 1).astype(int)
    colours: Colours = lab[rows, columns]
    return colours


def _bulges(quad: Points, hull: Points) -> tuple[float, float, float, float]:
    """Return how far the hull of a bowed sheet reaches beyond its quadrilateral."""
    flat = apply(between(quad, corners((1.0, 1.0))), hull)
    low, high = -flat.min(axis=0), flat.max(axis=0) - 1
    left, top, right, bottom = np.clip([*low, *high], 0.0, MOST_BULGE).tolist()
    return left, top, right, bottom


def _refined(proposal: _Proposal, finer: Pixels, small_width: int) -> Points:
    """Return the corners where lines through the sides' sharpest edges meet."""
    factor = finer.shape[1] / small_width
    soft = cv2.GaussianBlur(finer, (5, 5), 0).astype(np.float32)
    quad = proposal.outline.quad * factor
    lines = []
    for index, side in enumerate(zip(quad, np.roll(quad, -1, axis=0), strict=True)):
        fixed = bool(proposal.at_edge[index])
        lines.append(_line(np.array(side)) if fixed else _sharpest_line(side, soft))
    met = [_meeting(lines[index - 1], lines[index]) for index in range(4)]
    limit = SEARCH * 2 * max(finer.shape[:2])
    kept = [
        new if new is not None and np.hypot(*(new - old)) < limit else old
        for new, old in zip(met, quad, strict=True)
    ]
    return np.asarray(np.array(kept) / factor, np.float64)


Line = tuple[float, float, float, float]
"""A direction (x, y) and a point (x, y) on the line."""


def _line(points: Points) -> Line:
    fitted = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return float(fitted[0]), float(fitted[1]), float(fitted[2]), float(fitted[3])


def _sharpest_line(side: tuple[Points, Points], picture: Colours) -> Line:
    """Fit a line through the strongest edge near each probe, leaving out the third that strays."""
    points, inwards = _probe_points(side)
    reach = SEARCH * max(picture.shape[:2])
    offsets = np.arange(-reach, reach + 0.25, 0.5)
    places = points[:, None, :] + offsets[None, :, None] * inwards
    colours = _sampled(picture, places.reshape(-1, 2)).reshape(len(points), len(offsets), 3)
    steps = np.abs(colours[:, 4:] - colours[:, :-4]).sum(axis=2)
    best = offsets[steps.argmax(axis=1) + 2]
    edge = points + best[:, None] * inwards
    for _ in range(3):
        line = _line(edge)
        distance = np.abs((edge[:, 0] - line[2]) * line[1] - (edge[:, 1] - line[3]) * line[0])
        edge = edge[distance <= max(1.0, float(np.quantile(distance, 0.85)))]
    return _line(edge)


def _meeting(one: Line, other: Line) -> Points | None:
    """Return the point where two lines meet, or None where they hardly do."""
    cross = one[0] * other[1] - one[1] * other[0]
    if abs(cross) < 0.2:
        return None
    along = ((other[2] - one[2]) * other[1] - (other[3] - one[3]) * other[0]) / cross
    return np.array([one[2] + along * one[0], one[3] + along * one[1]])
