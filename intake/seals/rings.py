"""
The exact ring at a place, by voting: each edge of ink votes for the centres it may bend around.

Seals that overlap each other, text or rules are one blob of ink, so blobs are of no use; but the
outer edge of a ring still points at its own centre, whatever is printed through it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import Strength
from intake.seals.shape import Floats, Ring
from models.evidence import Box

ANGLES = 90
"""Sectors of a ring in which an edge is looked for: 4 degrees, two characters' stroke apart."""
ALIGNED = 0.88
"""Cosine between an edge's normal and the direction to the centre: within 28 degrees."""
LEAST_ALIKE = 0.5
"""Overlap (intersection over union) that a ring must have with the place it was sought at."""
CLOSED = 0.8
"""Coverage times overlap of a ring beyond doubt: further families are not tried."""
SIDE = 0.25
"""Cosine from which a place on the outline is to one side, and not above or below."""
HALF_THERE, HALF_GONE = 0.9, 0.17
"""Coverage of the half that is left and of the half that is not."""
ASPECTS = (0.75, 0.66)
"""Short to long axis of elliptic seals: 40x30 (invoice) and 45x30 (foreign-invested)."""
TILTS = tuple(np.deg2rad((0.0, 20.0, -20.0, 40.0, -40.0)))
"""Tilts of an ellipse that are tried; the fit finds what lies between."""
Family = tuple[float, float]
"""Aspect (short to long axis) and tilt of the rings sought at a time."""
CIRCLES: tuple[Family, ...] = ((1.0, 0.0),)
ALL_FAMILIES = (*CIRCLES, *((aspect, float(tilt)) for aspect in ASPECTS for tilt in TILTS))
PEAKS = 5
"""Candidate centres looked at in each round of voting."""
VOTERS = 3000
"""Edges that vote; more of them only take longer. All are counted when a ring is measured."""
PROMISING = 0.6
"""Share of the coverage asked for that a guess must show before it is fitted."""
VOTE_STEP = 2.0
"""Pixels per cell of the vote, in place and in radius: the fit is what makes a ring exact."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Edge points with unit normals that point into the ink."""

    x: Floats
    y: Floats
    nx: Floats
    ny: Floats
    size: tuple[int, int]
    """(width, height) of the picture."""

    def only(self, keep: NDArray[np.bool_]) -> "Edges":
        """Return the points at which `keep` holds."""
        return replace(self, x=self.x[keep], y=self.y[keep], nx=self.nx[keep], ny=self.ny[keep])


@dataclass(frozen=True, slots=True)
class RingLimits:
    """What counts as a ring; lengths in pixels of the picture."""

    smallest: float
    largest: float
    margin: float
    coverage: float
    """Least share of the circumference that must be there."""


def edges_of(strength: Strength, threshold: float, where: Strength | None = None) -> Edges:
    """Find the edges of ink whose step exceeds `threshold` (strength units), inside `where`."""
    smooth = cv2.GaussianBlur(strength, (0, 0), 1.0)
    dx = cv2.Sobel(smooth, cv2.CV_16S, 1, 0)
    dy = cv2.Sobel(smooth, cv2.CV_16S, 0, 1)
    canny = np.asarray(cv2.Canny(dx, dy, threshold * 2, threshold * 4, L2gradient=True), np.uint8)
    if where is not None:
        canny = canny & where
    ys, xs = np.nonzero(canny)
    gx, gy = dx[ys, xs].astype(np.float64), dy[ys, xs].astype(np.float64)
    norm = np.maximum(np.hypot(gx, gy), 1e-6)
    height, width = strength.shape
    return Edges(xs.astype(float), ys.astype(float), gx / norm, gy / norm, (width, height))


def fit_ring(
    edges: Edges, limits: RingLimits, families: Sequence[Family], place: Box
) -> Ring | None:
    """Return the ring that has most of its outline and fills `place` best; None if none does."""
    best: tuple[float, Ring] | None = None
    for family in families:
        for guess in _guesses(edges, limits, family):
            ring = refine(edges, guess)
            if ring is None or not limits.smallest <= ring.radius <= limits.largest:
                continue
            alike = likeness(_on_picture(ring, edges), place)
            if ring.coverage < limits.coverage or alike < LEAST_ALIKE:
                continue
            rate = ring.coverage * alike
            if best is None or rate > best[0]:
                best = (rate, ring)
        if best is not None and best[0] >= CLOSED:
            break
    return best[1] if best else None


def likeness(one: Box, other: Box) -> float:
    """Return intersection over union."""
    common = one.overlap(other)
    return common / max(1e-9, one.area + other.area - common)


def _on_picture(ring: Ring, edges: Edges) -> Box:
    """Return a ring's box, cut at the picture's edges."""
    box, (width, height) = ring.box, edges.size
    left, top = min(max(box.left, 0.0), width), min(max(box.top, 0.0), height)
    right, bottom = min(max(box.right, left), width), min(max(box.bottom, top), height)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _guesses(edges: Edges, limits: RingLimits, family: Family) -> Iterator[Ring]:
    """Yield candidate rings of one aspect and tilt from the peaks of the vote."""
    aspect, tilt = family
    flat = _flattened(edges, aspect, tilt)
    votes, origin = _vote(_some(flat, VOTERS), limits)
    for x, y in _peaks(votes, limits.smallest * 0.5 / VOTE_STEP):
        cx, cy = (x + 0.5) * VOTE_STEP + origin[0], (y + 0.5) * VOTE_STEP + origin[1]
        for radius in _radii(flat, cx, cy, limits):
            u, v = cx, cy * aspect
            c, s = np.cos(tilt), np.sin(tilt)
            yield Ring(u * c - v * s, u * s + v * c, radius, radius * aspect, tilt)


def _flattened(edges: Edges, aspect: float, tilt: float) -> Edges:
    """Turn by `tilt` and stretch the short axis, so that ellipses of this family are circles."""
    if aspect == 1.0:
        return edges
    c, s = np.cos(tilt), np.sin(tilt)
    x, y = edges.x * c + edges.y * s, (edges.y * c - edges.x * s) / aspect
    nx, ny = edges.nx * c + edges.ny * s, (edges.ny * c - edges.nx * s) * aspect
    norm = np.maximum(np.hypot(nx, ny), 1e-6)
    return replace(edges, x=x, y=y, nx=nx / norm, ny=ny / norm)


def _some(edges: Edges, most: int) -> Edges:
    """Return an even choice of at most `most` edges."""
    step = len(edges.x) // most + 1
    keep = np.zeros(len(edges.x), np.bool_)
    keep[::step] = True
    return edges.only(keep)


def _vote(edges: Edges, limits: RingLimits) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """Let every edge vote for each centre it could belong to; return votes and their origin."""
    radii = np.arange(limits.smallest, limits.largest, VOTE_STEP)
    margin = limits.margin
    left, top = float(edges.x.min()) - margin, float(edges.y.min()) - margin
    width = int((edges.x.max() - left + margin) / VOTE_STEP) + 1
    height = int((edges.y.max() - top + margin) / VOTE_STEP) + 1
    xs = ((edges.x[:, None] - left + edges.nx[:, None] * radii) / VOTE_STEP).astype(np.int32)
    ys = ((edges.y[:, None] - top + edges.ny[:, None] * radii) / VOTE_STEP).astype(np.int32)
    inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    weights = np.broadcast_to(1.0 / radii, xs.shape)[inside]
    votes = np.bincount((ys * width + xs)[inside], weights=weights, minlength=width * height)
    blur = max(1.0, limits.smallest * 0.06 / VOTE_STEP)
    smooth = cv2.GaussianBlur(votes.reshape(height, width).astype(np.float32), (0, 0), blur)
    return np.asarray(smooth, np.float32), (left, top)


def _peaks(votes: NDArray[np.float32], apart: float) -> Iterator[tuple[int, int]]:
    """Yield the highest places of the vote, (x, y), at least `apart` from each other."""
    left = votes.copy()
    for _ in range(PEAKS):
        _, top, _, place = cv2.minMaxLoc(left)
        if top <= 0:
            return
        yield int(place[0]), int(place[1])
        cv2.circle(left, place, max(2, int(apart)), 0.0, -1)


def _radii(edges: Edges, cx: float, cy: float, limits: RingLimits) -> Iterator[float]:
    """Yield the radii at which edges close around a centre: the fullest, and the outermost."""
    dx, dy = cx - edges.x, cy - edges.y
    distance = np.maximum(np.hypot(dx, dy), 1e-6)
    ok = (edges.nx * dx + edges.ny * dy) > ALIGNED * distance
    ok &= (distance >= limits.smallest - 1) & (distance <= limits.largest + 1)
    if not ok.any():
        return
    sector = ((np.arctan2(dy[ok], dx[ok]) + np.pi) / (2 * np.pi) * ANGLES).astype(int) % ANGLES
    bins = int(limits.largest) + 3
    filled = np.zeros((bins, ANGLES), np.uint8)
    filled[np.rint(distance[ok]).astype(int), sector] = 1
    reach = max(3, round(limits.smallest * 0.12) | 1)
    near = cv2.dilate(filled, np.ones((reach, 1), np.uint8))
    coverage = near.sum(axis=1) / ANGLES
    best = int(coverage.argmax())
    if coverage[best] < PROMISING * limits.coverage:
        return
    outermost = int(np.nonzero(coverage >= 0.85 * coverage[best])[0][-1]) - reach // 2
    yield float(best)
    if outermost > best + reach:
        yield float(outermost)


def refine(edges: Edges, guess: Ring) -> Ring | None:
    """Fit an ellipse to the edges near a guess, ever more closely; None if it runs away."""
    ring = guess
    for tolerance in (0.10, 0.06, 0.04):
        near = _on_ring(edges, ring, tolerance)
        if near.sum() < 12:
            return None
        points = np.stack((edges.x[near], edges.y[near]), axis=1).astype(np.float32)
        fitted = _fit(points, ring)
        if fitted is None:
            return None
        ring = fitted
    return measured(edges, ring)


def _fit(points: NDArray[np.float32], near: Ring) -> Ring | None:
    """Fit an ellipse; where only an arc is left, keep the shape and move it."""
    u, v = near.local(points[:, 0].astype(float), points[:, 1].astype(float))
    sectors = np.unique(((np.arctan2(v, u) + np.pi) / (2 * np.pi) * 12).astype(int) % 12)
    if len(sectors) < 8:
        return _moved(points, near)
    (x, y), (width, height), degrees = cv2.fitEllipseDirect(points)
    if width <= 0 or height <= 0:
        return None
    a, b, angle = width / 2, height / 2, np.deg2rad(degrees)
    if a < b:
        a, b, angle = b, a, angle + np.pi / 2
    angle = (angle + np.pi / 2) % np.pi - np.pi / 2
    ring = Ring(x, y, a, b, float(angle))
    drifted = np.hypot(x - near.x, y - near.y) > 0.25 * near.radius
    return None if drifted or b < 0.5 * a or abs(ring.radius / near.radius - 1) > 0.2 else ring


def _moved(points: NDArray[np.float32], near: Ring) -> Ring | None:
    """Fit a circle (Kåsa) to an arc; only a circle can be told from an arc."""
    if near.b < 0.9 * near.a:
        return near
    x, y = points[:, 0].astype(float), points[:, 1].astype(float)
    system = np.stack((x, y, np.ones_like(x)), axis=1)
    (p, q, r), *_ = np.linalg.lstsq(system, x * x + y * y, rcond=None)
    square = r + (p * p + q * q) / 4
    if square <= 0:
        return None
    radius = float(np.sqrt(square))
    if abs(radius / near.radius - 1) > 0.15:
        return near
    return Ring(float(p / 2), float(q / 2), radius, radius)


def _on_ring(
    edges: Edges, ring: Ring, tolerance: float, *, aligned: bool = True
) -> NDArray[np.bool_]:
    """Mark the edges within `tolerance` (share of the radius) of a ring's outline."""
    u, v = ring.local(edges.x, edges.y)
    near = np.abs(np.hypot(u, v) - 1.0) < max(tolerance, 1.5 / ring.radius)
    return near & _faces(edges, ring) if aligned else near


def _faces(edges: Edges, ring: Ring) -> NDArray[np.bool_]:
    """Mark the edges whose ink lies on the inner side of the outline there."""
    u, v = ring.local(edges.x, edges.y)
    c, s = np.cos(ring.angle), np.sin(ring.angle)
    gu, gv = u / ring.a, v / ring.b
    gx, gy = gu * c - gv * s, gu * s + gv * c
    norm = np.maximum(np.hypot(gx, gy), 1e-9)
    return np.asarray(-(edges.nx * gx + edges.ny * gy) > ALIGNED * norm)


def one_sided(edges: Edges, ring: Ring) -> bool:
    """Say whether one half of a rim is there and the other is not, as if it had been cut off."""
    covered = np.zeros(ANGLES, np.bool_)
    covered[_sectors(edges, ring)] = True
    turn = np.arange(ANGLES) * (2 * np.pi / ANGLES) - np.pi
    halves = (np.cos(turn), -np.cos(turn), np.sin(turn), -np.sin(turn))
    shares = [float(covered[half > SIDE].mean()) for half in halves]
    return any(
        there >= HALF_THERE and gone <= HALF_GONE
        for here in (shares[:2], shares[2:])
        for there, gone in (here, here[::-1])
    )


def _sectors(edges: Edges, ring: Ring) -> NDArray[np.int_]:
    """Return the sectors of a ring's outline on which an edge lies."""
    near = _on_ring(edges, ring, 0.035)
    u, v = ring.local(edges.x[near], edges.y[near])
    turn = np.arctan2(v, u) + ring.angle
    return np.unique(((turn + np.pi) / (2 * np.pi) * ANGLES).astype(int) % ANGLES)


def measured(edges: Edges, ring: Ring) -> Ring:
    """Measure how much of a ring is on the page, and on how much of that an edge lies."""
    xs, ys = ring.outline(ANGLES)
    width, height = edges.size
    on_page = int(((xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)).sum())
    covered = len(_sectors(edges, ring))
    coverage = min(1.0, covered / max(on_page, 1)) if on_page else 0.0
    return replace(ring, coverage=coverage, visible=on_page / ANGLES)
