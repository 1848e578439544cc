"""Read a ring-shaped seal from the letters that the network lifts out of what crosses it."""

from collections.abc import Iterator

import numpy as np

from intake.page_image import LineReader, LineText, Pixels
from intake.seals.impression import Impression
from intake.seals.legend import code_in
from intake.seals.lettering import Lettering
from intake.seals.planes import INNER, INNER_V, RING, inner_points, planes_of, tone_of, turn_of
from intake.seals.seal_text import CLEAR, READABLE, SealText, agreed, graded
from intake.seals.shape import Ring
from intake.seals.star import FIFTH, Star
from intake.seals.strips import LETTER, Legend, Strip, legends, lines_of, wrapped

POSES = 2
"""Arcs without letters that are tried as the seal's foot."""
MOST_STAR_ERROR = 0.44
"""Radians by which the middle of a legend may err against the star's nearest tip. 25 degrees."""
PURPOSE_V = (0.26, 0.66)
"""Where a line of purpose stands on an upright seal, in shares of its half axis; the star is above
it, the code below."""
PURPOSE_U = 0.5
LINE = 24
"""Rows of a line of purpose; the picture's are 160."""
LETTERS_CLEAR, LETTERS_FULL = 0.03, 0.12
"""Lettering in the densest line there: below the first share there is no purpose, from the second
on there is one."""


def read_lifted(
    impression: Impression, ring: Ring, star: Star | None, readers: tuple[LineReader, Lettering]
) -> SealText:
    """Read a round or elliptic seal from what the network makes of it."""
    engine, letters = readers
    tone, turn = tone_of(impression, ring), turn_of(ring)
    planes = planes_of(impression, turn.points, tone, RING)
    legend, readings = _legend(legends(planes, letters.lift(planes), turn), engine)
    tilt = _by_star(legend.tilt if legend else -ring.angle, star)
    inner = planes_of(impression, inner_points(ring, tilt), tone, INNER)
    lifted = letters.lift(inner)
    strips = lines_of(inner, lifted)
    lines = tuple(line for line in engine.read_lines([one.mixed for one in strips]) if line.text)
    score = agreed(readings)
    return SealText(
        legend=readings[0].text if score >= READABLE else "",
        score=score,
        readings=tuple(readings),
        lines=lines,
        code=code_in(tuple(line.text for line in lines)),
        star=star is not None,
        bare=bareness(lifted),
        tilt=tilt,
    )


def bareness(lifted: Pixels) -> float:
    """Return how sure it is that no line of purpose stands in a seal's middle, 0-1."""
    height, width = lifted.shape
    at = np.linspace(*INNER_V, height)
    rows = slice(*(int(np.searchsorted(at, edge)) for edge in PURPOSE_V))
    half = PURPOSE_U * height / (INNER_V[1] - INNER_V[0])
    columns = slice(int(width / 2 - half), int(width / 2 + half))
    inked = (255 - lifted[rows, columns]) > LETTER
    density = np.convolve(inked.mean(axis=1), np.ones(LINE) / LINE, "valid")
    densest = float(density.max(initial=0.0))
    return float(np.clip((LETTERS_FULL - densest) / (LETTERS_FULL - LETTERS_CLEAR), 0.0, 1.0))


def _legend(places: Iterator[Legend], engine: LineReader) -> tuple[Legend | None, list[LineText]]:
    """Read the legend as it stands in the likeliest pose, and in another where that is poor."""
    best: tuple[Legend | None, list[LineText]] = (None, [])
    for _, legend in zip(range(POSES), places, strict=False):
        readings = sorted(_read(legend, engine), key=graded, reverse=True)
        if agreed(readings) > agreed(best[1]) or best[0] is None:
            best = legend, readings
        if agreed(best[1]) >= READABLE:
            break
    return best


def _read(legend: Legend, engine: LineReader) -> Iterator[LineText]:
    """Read one picture of a legend after the other until it is clear."""
    found: list[LineText] = []
    for picture in _pictures(legend.strip):
        (line,) = engine.read_lines([picture])
        found.append(line)
        yield line
        if agreed(found) >= CLEAR:
            return


def _pictures(strip: Strip) -> Iterator[Pixels]:
    yield strip.mixed
    yield strip.lifted
    yield strip.seen


def _by_star(tilt: float, star: Star | None) -> float:
    """Correct a tilt by the star's nearest tip; the seal's own top is one of five."""
    if star is None:
        return tilt
    exact = star.turn + round((tilt - star.turn) / FIFTH) * FIFTH
    return wrapped(exact) if abs(exact - tilt) < MOST_STAR_ERROR else tilt
