"""What strokes look like in numbers: how print, signatures, ticks and dates differ."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import Mask
from intake.signatures.strokes import Strokes

BINS = 36
"""Directions that an entropy is taken over: 5 degrees each over half a turn."""
LEVEL = 90
"""Where edges of level strokes are among the directions, which are of the gradient, in degrees."""

Shares = NDArray[np.float64]
"""(180,): the share of edges with each direction, by degrees."""


@dataclass(frozen=True, slots=True)
class Features:
    """Measures of one place's ink; lengths in millimetres, shares 0-1."""

    area: float
    """Square millimetres of ink."""
    width: float
    height: float
    core: float
    """Height of the middle four fifths of the ink: what sticks out of a line of print, a remnant of
    a seal or of a rule, does not raise it."""
    components: int
    stroke: float
    """Mean width of a stroke."""
    stroke_variation: float
    """Standard deviation of the stroke's width over its mean."""
    axis_share: float
    """Share of edges that are horizontal or vertical within 10 degrees: print has many."""
    upright: float
    """Share of edges that are vertical within 2 degrees: print has more of them than any hand."""
    level: float
    """Of the edges within 12 degrees of the horizontal, those in the fullest 3: print's agree."""
    entropy: float
    """Of the edges' directions, 0-1: handwriting goes everywhere."""
    diagonal: float
    """Length of the main axis of all ink over its breadth: 1 for a blob, large for one line."""
    lean: float
    """Direction of the main axis, degrees above the horizontal, 0-90."""
    solidity: float
    """Ink over its hull."""
    raggedness: float
    """Deviation of the characters' feet from one line, over their height: print stands on one."""
    coloured: float
    hand: float
    """How likely the ink is handwriting, by the network."""


def features_of(strokes: Strokes) -> Features | None:
    """Measure the ink; None if there is none."""
    points = cv2.findNonZero(strokes.pen)
    if points is None:
        return None
    _, _, wide, high = cv2.boundingRect(points)
    widths = _stroke_widths(strokes.pen)
    edges = _directions(strokes.grey)
    long, breadth, lean = _main_axis(points.reshape(-1, 2).astype(np.float64))
    hull = max(1.0, float(cv2.contourArea(cv2.convexHull(points))))
    count, foot = _components(strokes.pen)
    area = float(len(points))
    per_mm = strokes.dpi / 25.4
    return Features(
        area=area / per_mm**2,
        width=strokes.mm(wide),
        height=strokes.mm(high),
        core=strokes.mm(_core(points.reshape(-1, 2)[:, 1].astype(np.float64))),
        components=count,
        stroke=strokes.mm(float(widths.mean())),
        stroke_variation=float(widths.std() / max(widths.mean(), 1e-6)),
        axis_share=_near_axes(edges, 10),
        upright=float(edges[[-2, -1, 0, 1]].sum()),
        level=_sharpest(edges[LEVEL - 12 : LEVEL + 12], 3),
        entropy=_entropy(edges),
        diagonal=long / max(breadth, 0.5),
        lean=lean,
        solidity=min(1.0, area / hull),
        raggedness=foot,
        coloured=strokes.coloured,
        hand=strokes.hand,
    )


def _core(rows: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Return the height that holds the ink from its tenth to its ninetieth percentile."""
    low, high = np.percentile(rows, (10, 90))
    return float(high - low) + 1.0


def _stroke_widths(pen: Mask) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the stroke's width at each ridge of the distance map, in pixels."""
    padded = np.pad(pen, 1)
    distance = cv2.distanceTransform(padded, cv2.DIST_L2, 3)
    ridge = (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8))) & (distance > 0)
    return np.asarray(2.0 * distance[ridge] - 0.5, np.float64)


def _directions(grey: Mask) -> Shares:
    """Return how the edges' strength is spread over directions; all zero without any."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    size = cv2.magnitude(dx, dy)
    strong = size > 60
    angle = np.degrees(np.arctan2(dy[strong], dx[strong])) % 180
    counts = np.bincount(angle.astype(int) % 180, size[strong].astype(np.float64), 180)
    return np.asarray(counts / max(counts.sum(), 1e-9), np.float64)


def _near_axes(edges: Shares, degrees: int) -> float:
    """Return the share of edges that are horizontal or vertical within so many degrees."""
    quarter = edges[:LEVEL] + edges[LEVEL:]
    return float(quarter[:degrees].sum() + quarter[-degrees:].sum())


def _sharpest(edges: Shares, degrees: int) -> float:
    """Return the share of the fullest run of so many degrees."""
    runs = np.convolve(edges, np.ones(degrees), "valid")
    return float(runs.max() / max(edges.sum(), 1e-9))


def _entropy(edges: Shares) -> float:
    share = edges.reshape(BINS, -1).sum(axis=1)
    filled = share[share > 0]
    return float(-(filled * np.log(filled)).sum() / np.log(BINS))


def _main_axis(
    points: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> tuple[float, float, float]:
    """Return length and breadth of the ink along and across its main axis, and its lean."""
    centred = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(centred.T) + np.eye(2) * 1e-6)
    dx, dy = vectors[:, 1]
    lean = float(np.degrees(np.arctan2(abs(dy), abs(dx))))
    return 4 * float(np.sqrt(values[1])), 4 * float(np.sqrt(max(values[0], 0))), lean


def _components(pen: Mask) -> tuple[int, float]:
    """Return how many separate pieces there are, and how unevenly their feet stand."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(pen)
    heights = stats[1:, cv2.CC_STAT_HEIGHT].astype(np.float64)
    if count < 3:
        return count - 1, 0.0
    tall = heights >= 0.5 * heights.max()
    feet = (stats[1:, cv2.CC_STAT_TOP] + heights)[tall]
    return count - 1, float(feet.std() / max(heights.max(), 1.0))
