"""Straighten what is written on a seal: the legend along the ring, the lines inside it."""

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from intake.ink.masks import Strength
from intake.page_image import Pixels
from intake.seals.impression import FAINTEST, Impression, drawn, full_strength
from intake.seals.shape import Floats, Ring
from intake.seals.star import FIFTH, Star

LINE_HEIGHT = 48
"""Pixels of a straightened line: what the recogniser works on."""
DARK = 128
"""Below this grey a drawn pixel is ink."""
BOTTOM = pi / 2
"""Where the gap of the legend lies on an upright seal (y points down)."""


@dataclass(frozen=True, slots=True)
class Band:
    """A strip along the ring, as depths below its outer edge in shares of its radius."""

    outer: float
    inner: float


LEGEND_BANDS = (Band(0.09, 0.43), Band(0.07, 0.36), Band(0.16, 0.48), Band(0.05, 0.30))
"""Where legends stand, likeliest first; the third is for seals with a double or broad ring."""
TOP_HALF_DEGREES = 235.0
"""Usual arc of a legend above a straight line of purpose."""
MOST_GAP_ERROR = 0.44
"""Radians by which a gap's middle may err: a purpose line can close one side of it. 25 degrees."""
UPRIGHT = 1.1
"""Radians: stamps are set within 60 degrees of upright."""
INNER = 0.58
"""Share of the radius inside the legend."""
OVAL_INNER = 0.83
"""Across, an oval's field is wider: its legend is as broad at the sides as at the top."""
INNER_FOOT = 0.86
"""The same at the foot, where a line of purpose is nearly as wide as the seal."""
STAR_MARGIN = 1.06
"""Times a star's reach within which nothing else stands."""
LETTERS_LEAST = 0.25
"""Letters are at least this strong beside the ring: less is the colour of the paper."""
LINE_SHARE = 0.10
"""Height of a line of purpose as a share of the seal's."""
INNER_END = 0.78
"""Where a line of purpose ends at the latest, as a share of the height; below is the code."""
MIDDLE = 0.38
"""Half the width of the strip down the middle in which lines are sought."""
CODE_BAND = Band(0.03, 0.17)
"""The digits of the filing code: small, next to the ring."""


@dataclass(frozen=True, slots=True)
class Arc:
    """From one local angle clockwise to another, in radians; `end` may exceed 2 pi."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Pose:
    """How a seal is turned."""

    tilt: float
    """Radians clockwise in the ring's own frame."""
    legend: Arc
    """Where the legend runs, in the ring's own frame."""


@dataclass(frozen=True, slots=True)
class InnerLine:
    """A straight line of text inside a seal."""

    height: float
    """Of its middle: -1 at the top edge of the face, 1 at the bottom edge."""
    width: float
    """As a share of the seal's width."""
    crop: Pixels


TOP_HALF = Arc(
    BOTTOM + pi - np.deg2rad(TOP_HALF_DEGREES / 2), BOTTOM + pi + np.deg2rad(TOP_HALF_DEGREES / 2)
)


def strip(
    impression: Impression, ring: Ring, band: Band, arc: Arc, *, inward: bool = False
) -> Pixels:
    """
    Unroll part of a ring to one line of text, `LINE_HEIGHT` high, dark on white.

    Follows lines parallel to the outline (on an ellipse these are no ellipses), at even steps along
    it. With `inward` the tops of the letters point to the centre and it is read anticlockwise.
    """
    ink = _unrolled(impression, ring, (band, arc), LINE_HEIGHT)
    return drawn(np.ascontiguousarray(ink[::-1, ::-1]) if inward else ink)


def _unrolled(impression: Impression, ring: Ring, place: tuple[Band, Arc], rows: int) -> Strength:
    """Sample the ink of a band along an arc, outermost row first."""
    band, arc = place
    depth = ring.b * (band.inner - band.outer)
    _, length = _even_steps(ring, arc, band, depth)
    width = max(rows, round(length / depth * rows))
    return impression.sampled(*band_points(ring, place, (rows, width)))


def band_points(
    ring: Ring, place: tuple[Band, Arc], size: tuple[int, int]
) -> tuple[Floats, Floats]:
    """
    Return page coordinates of a band along an arc, (rows, columns) each, outermost row first.

    Rows follow the outline at even depths, columns stand at even steps along the band's middle.
    """
    (band, arc), (rows, columns) = place, size
    turn, _ = _even_steps(ring, arc, band, ring.b * (band.inner - band.outer))
    at = np.interp(np.linspace(0, 1, columns), np.linspace(0, 1, len(turn)), turn)
    depths = ring.b * np.linspace(band.outer, band.inner, rows)
    xs, ys, nx, ny = _outline(ring, at)
    return (
        xs[None, :] - depths[:, None] * nx[None, :],
        ys[None, :] - depths[:, None] * ny[None, :],
    )


def _even_steps(ring: Ring, arc: Arc, band: Band, depth: float) -> tuple[Floats, float]:
    """Return local angles at even steps along the middle of a band, and its length in pixels."""
    turn = np.linspace(arc.start, arc.end, 256)
    xs, ys, nx, ny = _outline(ring, turn)
    middle = ring.b * band.outer + depth / 2
    xs, ys = xs - middle * nx, ys - middle * ny
    steps = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))))
    even = np.interp(np.linspace(0, steps[-1], 256), steps, turn)
    return even, float(steps[-1])


def _outline(ring: Ring, turn: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return points of the outline and its outward normals."""
    c, s = cos(ring.angle), sin(ring.angle)
    u, v = ring.a * np.cos(turn), ring.b * np.sin(turn)
    nu, nv = np.cos(turn) / ring.a, np.sin(turn) / ring.b
    norm = np.hypot(nu, nv)
    nu, nv = nu / norm, nv / norm
    return ring.x + u * c - v * s, ring.y + u * s + v * c, nu * c - nv * s, nu * s + nv * c


def ring_strip(impression: Impression, ring: Ring, band: Band, sectors: int = 240) -> Strength:
    """Return the ink of a band, (16, sectors), outermost row first, by local angle from 0."""
    turn = np.asarray((np.arange(sectors) + 0.5) * (2 * pi / sectors), np.float64)
    xs, ys, nx, ny = _outline(ring, turn)
    depths = ring.b * np.linspace(band.outer, band.inner, 16)
    return impression.sampled(
        xs[None, :] - depths[:, None] * nx[None, :], ys[None, :] - depths[:, None] * ny[None, :]
    )


def legend_band(impression: Impression, ring: Ring, arc: Arc) -> Band | None:
    """
    Return where the legend stands below the outline, seen in the ink itself; None if not clear.

    From the rim inwards: the ring's line, perhaps a second one, a gap, the letters, a gap.
    """
    depths = np.linspace(0.0, 0.62, 63)
    ink = drawn(_unrolled(impression, ring, (Band(0.0, 0.62), arc), len(depths)))
    profile = np.convolve((ink < DARK).mean(axis=1), np.ones(3) / 3, "same")
    letters = float(np.percentile(profile[14:40], 80))
    if letters < 0.05:
        return None
    lined = np.flatnonzero(profile[:20] > max(0.75, 1.6 * letters))
    first = int(lined[-1]) + 1 if len(lined) else 3
    outer = first + int(np.argmin(profile[first : first + 6]))
    empty = np.flatnonzero(profile[outer + 12 : 55] < 0.3 * letters)
    if not len(empty):
        return None
    inner = outer + 12 + int(empty[0])
    return Band(max(0.0, depths[outer] - 0.01), depths[inner] + 0.02)


def ink_by_angle(impression: Impression, ring: Ring, band: Band, sectors: int = 180) -> Floats:
    """Return how full of ink each sector of a band is, 0-1, by local angle from 0."""
    ink = ring_strip(impression, ring, band, sectors)
    return np.asarray((ink > 0.5 * full_strength(ink)).mean(axis=0), np.float64)


def poses(impression: Impression, ring: Ring, star: Star | None) -> tuple[Pose, ...]:
    """
    Return how the seal may be turned, likeliest first.

    The foot of a seal is the widest arc without legend. It is judged on the inner part of the
    legend's band, where the code's small digits do not reach; a star, whose tip points up, says it
    more exactly. Papers are stamped by people who look at them: a seal on its head is unlikely.
    """
    gaps = _gaps(ink_by_angle(impression, ring, Band(0.17, 0.30)))
    found = [_pose(gap, star) for gap in gaps[:2]]
    if ring.b < 0.88 * ring.a:
        found = [Pose(0.0, found[0].legend if found and abs(found[0].tilt) < 0.5 else TOP_HALF)]
    if not any(abs(pose.tilt) < np.deg2rad(15) for pose in found):
        found.append(_pose(Arc(BOTTOM - 0.5, BOTTOM + 0.5), star))
    return tuple(found)


def _pose(gap: Arc, star: Star | None) -> Pose:
    """Turn a gap into a tilt and the arc of the legend, corrected by the star's nearest tip."""
    tilt = _wrapped((gap.start + gap.end) / 2 - BOTTOM)
    if star is not None:
        exact = star.turn + round((tilt - star.turn) / FIFTH) * FIFTH
        tilt = exact if abs(exact - tilt) < MOST_GAP_ERROR else tilt
    foot = BOTTOM + tilt
    half = min(abs(_wrapped(gap.start - foot)), abs(_wrapped(gap.end - foot)))
    half = max(half, np.deg2rad(18)) - np.deg2rad(4)
    return Pose(tilt, Arc(foot + half, foot + 2 * pi - half))


def _wrapped(angle: float) -> float:
    """Return the same direction between -pi and pi."""
    return float((angle + pi) % (2 * pi) - pi)


def _gaps(inked: Floats) -> list[Arc]:
    """Return the arcs without ink, those near the foot of an upright seal first, then by width."""
    smooth = np.convolve(np.tile(inked, 3), np.ones(5) / 5, "same")[len(inked) : 2 * len(inked)]
    full = float(np.median(smooth[smooth > 0.02])) if (smooth > 0.02).any() else 0.0
    step = 2 * pi / len(inked)
    arcs = []
    for start, length in _circular_runs(smooth < max(0.05, 0.25 * full)):
        middle = (start + length / 2) * step
        turned = abs(_wrapped(middle - BOTTOM))
        weight = length * step * (1.0 if turned < UPRIGHT else 0.45)
        if length * step > np.deg2rad(16):
            arcs.append((weight, Arc(start * step, (start + length) * step)))
    return [arc for _, arc in sorted(arcs, key=lambda pair: -pair[0])]


def _circular_runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return (start, length) of each run of True around a circle."""
    if flags.all() or not flags.any():
        return []
    first = int(np.argmin(flags))
    return [
        ((start + first) % len(flags), end - start) for start, end in _runs(np.roll(flags, -first))
    ]


def face(impression: Impression, ring: Ring, tilt: float, size: int = 320) -> Strength:
    """
    Return the ink of the seal stood upright, `size` pixels wide, filling the picture.

    `tilt` is how far it is turned clockwise, in radians. An oblique circle comes out round.
    """
    aspect = ring.b / ring.a if ring.b < 0.88 * ring.a else 1.0
    us = np.linspace(-1, 1, size)[None, :]
    vs = np.linspace(-1, 1, round(size * aspect))[:, None]
    c, s = cos(tilt), sin(tilt)
    local_u, local_v = ring.a * (us * c - vs * s), ring.b * (us * s + vs * c)
    c, s = cos(ring.angle), sin(ring.angle)
    return impression.sampled(
        ring.x + local_u * c - local_v * s, ring.y + local_u * s + local_v * c
    )


def inner_picture(upright: Strength, pose: Pose, star: Star | None) -> Pixels:
    """
    Draw what stands within the legend of an upright face, the star left out.

    Its own strongest ink is drawn black: letters are thinner and so fainter than ring and star.
    """
    height, width = upright.shape
    v, u = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    radius = np.hypot(u * (OVAL_INNER if height < 0.9 * width else 1.0), v)
    field = radius < np.where(v > 0.1, INNER_FOOT, INNER)
    if star is not None:
        left, top = star.turned(pose.tilt)
        field &= np.hypot(u - left, v - top) > STAR_MARGIN * star.reach
    ring = float(np.percentile(upright, 97))
    letters = float(np.percentile(upright[field], 97))
    full = max(FAINTEST, LETTERS_LEAST * ring, letters)
    return np.where(field, drawn(upright, full), 255).astype(np.uint8)


def lines_inside(picture: Pixels) -> list[InnerLine]:
    """
    Cut the straight lines of text out of an inner picture, top to bottom.

    Lines are sought in the middle, where the legend does not reach, and then followed outwards.
    """
    height, width = picture.shape
    inked = picture < DARK
    u = np.linspace(-1, 1, width)[None, :]
    middle = inked & (np.abs(u) < MIDDLE)
    found = []
    for top, bottom in _runs(middle.sum(axis=1) > 0.012 * width):
        high = bottom - top
        if not 0.04 * width < high < 0.28 * width:
            continue
        columns = np.asarray(inked[top:bottom].any(axis=0), np.bool_)
        left, right = _followed(columns, round(1.2 * high))
        if right - left < 1.6 * high:
            continue
        pad = max(2, high // 8)
        crop = picture[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad]
        found.append(InnerLine((top + bottom) / height - 1.0, (right - left) / width, crop))
    return found


def inner_ink(picture: Pixels) -> float:
    """
    Return the share of ink where an inner picture would have its purpose.

    An official seal is empty there; what cannot be read there may be any purpose. The densest part
    of the height of a line counts, wherever it is below the upper third.
    """
    height, width = picture.shape
    u = np.linspace(-1, 1, width)[None, :]
    rows = ((picture < DARK) & (np.abs(u) < MIDDLE)).sum(axis=1) / (MIDDLE * width)
    line = max(3, round(LINE_SHARE * height))
    density = np.convolve(rows, np.ones(line) / line, "valid")
    return float(density[height // 3 : round(INNER_END * height)].max(initial=0.0))


def _followed(columns: NDArray[np.bool_], gap: int) -> tuple[int, int]:
    """Return the run of ink around the middle, across gaps narrower than `gap`."""
    padded = np.concatenate((columns, np.zeros(gap, np.bool_)))
    joined = np.convolve(padded.astype(np.int32), np.ones(gap, np.int32))[: len(columns)] > 0
    runs = _runs(joined)
    middle = len(columns) / 2
    start, end = min(runs, key=lambda run: max(run[0] - middle, middle - run[1], 0))
    return start, max(start + 1, end - gap + 1)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return (start, end) of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
