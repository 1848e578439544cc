"""Read a ring-shaped seal: several unrollings, the best one kept, the others remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from intake.page_image import LineReader, LineText
from intake.seals.impression import Impression
from intake.seals.legend import DATE, SETTLED, code_in, is_organisation, owner_of, purpose_of
from intake.seals.shape import Ring
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
    star_turn,
    strip,
)

CLEAR = 0.93
"""Grade of a legend beyond which no further unrolling is tried."""
READABLE = 0.55
"""Grade below which a legend says nothing."""
POSES = 2
"""Poses tried; each costs a few reads of some ten milliseconds."""
BOTTOM_BAND = Band(0.10, 0.40)
"""Where a purpose stands that is bent along the foot."""
HOLE = 0.08
"""Taken off a legend's grade for each place where a character seems to be missing."""
AGREEING = 0.5
"""What a second band that reads the same takes of the doubt: it is the same ink, cut otherwise."""
WORD_SCORE = 0.55
"""A line inside a seal read with less is noise: strokes of what it overlaps."""


@dataclass(frozen=True, slots=True)
class SealText:
    """What was read on a seal."""

    legend: str = ""
    """The ring's legend as read."""
    score: float = 0.0
    variants: tuple[str, ...] = ()
    """Other readings of the legend, best first."""
    lines: tuple[str, ...] = ()
    """Straight text, top to bottom."""
    code: str | None = None
    star: bool = False
    foot: float = 0.0
    """Share of ink where a line of purpose would stand; none was read if `lines` has none."""

    @property
    def words(self) -> str:
        """Return everything, ring first."""
        parts = (self.legend, *self.lines, *((self.code,) if self.code else ()))
        return " ".join(dict.fromkeys(part for part in parts if part))

    @property
    def dated(self) -> bool:
        """Say whether it is a date stamp: a date or 收讫/付讫 in it."""
        return any(DATE.search(line) or SETTLED.search(line) for line in self.lines)


def read_ring(impression: Impression, ring: Ring, engine: LineReader) -> SealText:
    """Read legend, straight lines and code of a round or elliptic seal."""
    star = star_turn(impression, ring) is not None
    best = SealText()
    for pose in poses(impression, ring)[:POSES]:
        found = _read_pose(impression, ring, pose, engine)
        if _merit(found) > _merit(best):
            best = _joined(found, best)
        if best.score >= CLEAR and (best.lines or star):
            break
    return replace(best, star=star)


def _merit(text: SealText) -> float:
    """Grade a whole reading: a known purpose speaks for its pose as much as a name does."""
    purpose = max((_likeness(line) for line in text.lines), default=0.0)
    return text.score + 0.5 * purpose


def _likeness(line: str) -> float:
    purpose = purpose_of(line)
    return purpose.likeness if purpose else 0.0


def _joined(best: SealText, other: SealText) -> SealText:
    """Keep the better reading, and the other's legends as variants."""
    more = (other.legend, *other.variants) if other.score >= READABLE else ()
    variants = dict.fromkeys((*best.variants, *more))
    return replace(best, variants=tuple(v for v in variants if v and v != best.legend)[:6])


def _read_pose(impression: Impression, ring: Ring, pose: Pose, engine: LineReader) -> SealText:
    """Read a seal as if it were turned like this."""
    readings = sorted(_legends(impression, ring, pose, engine), key=lambda pair: -pair[0])
    star = star_turn(impression, ring) is not None
    picture = inner_picture(face(impression, ring, pose.tilt), star=star)
    inner = lines_inside(picture)
    read = engine.read_lines([line.crop for line in inner])
    lines = _lines(read) or _bent(impression, ring, pose, engine)
    good = [text for grade, text in readings if grade >= READABLE]
    code = code_in(lines) or code_in(_foot(impression, ring, pose, CODE_BAND, engine))
    return SealText(
        legend=good[0] if good else "",
        score=readings[0][0] if good else 0.0,
        variants=tuple(dict.fromkeys(good[1:])),
        lines=lines,
        code=code,
        foot=inner_ink(picture),
    )


def _foot(
    impression: Impression, ring: Ring, pose: Pose, band: Band, engine: LineReader
) -> tuple[str, ...]:
    """Read what is bent along the seal's foot, letters' tops towards the centre."""
    foot = BOTTOM + pose.tilt
    crop = strip(impression, ring, band, Arc(foot - 1.2, foot + 1.2), inward=True)
    return tuple(line.text for line in engine.read_lines([crop]))


def _bent(impression: Impression, ring: Ring, pose: Pose, engine: LineReader) -> tuple[str, ...]:
    """Return a purpose that is bent along the foot: only if it is a known one."""
    return tuple(
        text
        for text in _foot(impression, ring, pose, BOTTOM_BAND, engine)
        if _likeness(text) >= 0.75
    )


def _legends(
    impression: Impression, ring: Ring, pose: Pose, engine: LineReader
) -> Iterator[tuple[float, str]]:
    """Yield (grade, legend) of one band after the other until one is clear, or two say the same."""
    seen = legend_band(impression, ring, pose.legend)
    earlier: dict[str, float] = {}
    for band in (seen, *LEGEND_BANDS) if seen else LEGEND_BANDS:
        line = engine.read_lines([strip(impression, ring, band, pose.legend)])[0]
        name, grade = owner_of(line.text), graded(line)
        if is_organisation(name) and name in earlier:
            grade = 1.0 - (1.0 - grade) * (1.0 - earlier[name]) ** AGREEING
        earlier[name] = max(grade, earlier.get(name, 0.0))
        yield grade, line.text
        if grade >= CLEAR:
            return


def graded(line: LineText) -> float:
    """Grade a legend: the engine's score, less where it does not look like a whole name."""
    name = owner_of(line.text)
    if len(name) < 3:
        return 0.1 * line.score
    stray = 1.0 - len(name) / max(len(line.text), 1)
    grade = line.score * (1.0 if is_organisation(name) else 0.85) * (1.0 - 0.5 * stray)
    return float(np.clip(grade - HOLE * holes(line.char_x), 0.0, 1.0))


def holes(char_x: Sequence[float]) -> int:
    """Count places where a character seems to be left out: legends are evenly spaced."""
    steps = np.diff(np.asarray(char_x, np.float64))
    if len(steps) < 4:
        return 0
    return int(np.count_nonzero(steps > 1.55 * np.median(steps)))


def _lines(read: Sequence[LineText]) -> tuple[str, ...]:
    """Return the straight lines that say something."""
    return tuple(
        line.text
        for line in read
        if len(line.text) >= 2 and (line.score >= WORD_SCORE or _likeness(line.text) >= 0.8)
    )
