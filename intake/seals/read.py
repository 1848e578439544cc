"""
Read a ring-shaped seal: legend, straight lines, code.

First its ink as it is, unrolled several ways. Where that is not clear - print, pen or a second seal
runs through it, a copier broke it - the lettering network lifts the letters out, and both are held
together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from intake.page_image import LineReader, LineText
from intake.seals.decode import best_name
from intake.seals.impression import Impression
from intake.seals.legend import code_in, owner_of
from intake.seals.lettering import Lettering
from intake.seals.purposes import purpose_in
from intake.seals.read_lifted import read_lifted
from intake.seals.seal_text import CLEAR, READABLE, SealText, agreed, graded, likeness
from intake.seals.shape import Ring
from intake.seals.star import Star, find_star
from intake.seals.unroll import (
    BOTTOM,
    CODE_BAND,
    LEGEND_BANDS,
    Arc,
    Band,
    Pose,
    face,
    inner_ink,
    inner_picture,
    legend_band,
    lines_inside,
    poses,
    strip,
)
from models.marks import InkColour

POSES = 2
"""Poses tried; each costs a few reads of some ten milliseconds."""
BOTTOM_BAND = Band(0.10, 0.40)
"""Where a purpose stands that is bent along the foot."""
FOOT_CLEAR, FOOT_FULL = 0.04, 0.14
"""Ink at the foot of a face: below the first there is no line of purpose, from the second on there
may well be one that could not be read."""
PURPOSE_CLEAR = 0.9
"""Trust in a purpose beyond which it is not read again."""


@dataclass(frozen=True, slots=True)
class SealReader:
    """What reads seals: a reader of lines, and the network that lifts lettering out of clutter."""

    engine: LineReader
    letters: Lettering | None


def read_ring(
    impression: Impression, ring: Ring, reader: SealReader, colour: InkColour
) -> SealText:
    """Read a round or elliptic seal."""
    star = find_star(impression, ring)
    plain = _read_plain(impression, ring, star, reader.engine)
    if reader.letters is None or _settled(plain):
        return plain
    lifted = read_lifted(impression, ring, star, (reader.engine, reader.letters))
    return _joined(plain, lifted, trusts_lifted=colour is InkColour.BLACK)


def _settled(text: SealText) -> bool:
    """Say whether a reading leaves nothing to ask."""
    if text.score < CLEAR:
        return False
    purpose = purpose_in(text.lines)
    return text.bare == 1.0 if purpose is None else purpose.trust >= PURPOSE_CLEAR


def _joined(plain: SealText, lifted: SealText, *, trusts_lifted: bool) -> SealText:
    """
    Hold two readings of one seal together.

    Whether the foot is bare the seal's own colour tells; in black, print that crosses it looks like
    letters, and the network knows better.
    """
    readings = sorted((*plain.readings, *lifted.readings), key=graded, reverse=True)
    score = max(plain.score, lifted.score, agreed(readings))
    return SealText(
        legend=_spelled(readings, score) if score >= READABLE else "",
        score=score,
        readings=tuple(readings),
        lines=(*plain.lines, *lifted.lines),
        code=plain.code or lifted.code,
        star=plain.star,
        bare=max(plain.bare, lifted.bare) if trusts_lifted else min(plain.bare, lifted.bare),
        tilt=lifted.tilt if lifted.score > plain.score else plain.tilt,
    )


def _spelled(readings: list[LineText], score: float) -> str:
    """Return the legend that the readings bear out best; a clear one stands as it was read."""
    if score >= CLEAR or not all(line.lattice for line in readings):
        return readings[0].text if readings else ""
    names = [owner_of(line.text) for line in readings]
    return best_name(names, [line.lattice for line in readings if line.lattice])


def _read_plain(
    impression: Impression, ring: Ring, star: Star | None, engine: LineReader
) -> SealText:
    """Read the ink as it is in the likeliest poses; keep the best, remember the others."""
    best = SealText(star=star is not None)
    for pose in poses(impression, ring, star)[:POSES]:
        found = _read_pose(impression, ring, pose, star, engine)
        if _merit(found) > _merit(best) or not best.readings:
            best = replace(found, readings=(*found.readings, *best.readings))
        if best.score >= CLEAR and (best.lines or best.star):
            break
    return best


def _merit(text: SealText) -> float:
    """Grade a whole reading: a known purpose speaks for its pose as much as a name does."""
    purpose = max((likeness(line.text) for line in text.lines), default=0.0)
    return text.score + 0.5 * purpose


def _read_pose(
    impression: Impression, ring: Ring, pose: Pose, star: Star | None, engine: LineReader
) -> SealText:
    """Read a seal as if it were turned like this."""
    readings = sorted(_legends(impression, ring, pose, engine), key=graded, reverse=True)
    picture = inner_picture(face(impression, ring, pose.tilt), pose, star)
    read = engine.read_lines([line.crop for line in lines_inside(picture)])
    lines = tuple(line for line in read if line.text) or _bent(impression, ring, pose, engine)
    score = agreed(readings)
    code = code_in(tuple(line.text for line in lines)) or code_in(
        tuple(line.text for line in _foot(impression, ring, pose, CODE_BAND, engine))
    )
    ink = inner_ink(picture)
    return SealText(
        legend=readings[0].text if score >= READABLE else "",
        score=score if score >= READABLE else 0.0,
        readings=tuple(readings),
        lines=lines,
        code=code,
        star=star is not None,
        bare=float(np.clip((FOOT_FULL - ink) / (FOOT_FULL - FOOT_CLEAR), 0.0, 1.0)),
        tilt=pose.tilt,
    )


def _foot(
    impression: Impression, ring: Ring, pose: Pose, band: Band, engine: LineReader
) -> tuple[LineText, ...]:
    """Read what is bent along the seal's foot, letters' tops towards the centre."""
    foot = BOTTOM + pose.tilt
    crop = strip(impression, ring, band, Arc(foot - 1.2, foot + 1.2), inward=True)
    return engine.read_lines([crop])


def _bent(
    impression: Impression, ring: Ring, pose: Pose, engine: LineReader
) -> tuple[LineText, ...]:
    """Return a purpose that is bent along the foot: only if it is a known one."""
    read = _foot(impression, ring, pose, BOTTOM_BAND, engine)
    return tuple(line for line in read if likeness(line.text) >= 0.75)


def _legends(
    impression: Impression, ring: Ring, pose: Pose, engine: LineReader
) -> Iterator[LineText]:
    """Yield the legend read from one band after the other until it is clear."""
    seen = legend_band(impression, ring, pose.legend)
    found: list[LineText] = []
    for band in (seen, *LEGEND_BANDS) if seen else LEGEND_BANDS:
        (line,) = engine.read_lines([strip(impression, ring, band, pose.legend)])
        found.append(line)
        yield line
        if agreed(found) >= CLEAR:
            return
