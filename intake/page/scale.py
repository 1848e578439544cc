"""How many pixels of a picture go to an inch of its paper, and at how many it is best worked on."""

import math
from collections.abc import Callable

from intake.page.geometry import Points, between, corners

A4_LONG = 297 / 25.4
"""Inches."""
A_SERIES = math.sqrt(2)
A_SERIES_WITHIN = 0.035
"""Of the ratio, for a picture that is the page: scanners add or lose a few millimetres."""
PHOTO_WITHIN = 0.09
"""Of the ratio, for a photographed sheet: the camera's focal length is guessed."""
PAPER_SIDES = (148, 210, 250, 257, 297, 353, 364, 420, 594)
"""Long sides of A6 to A2 and of ISO and JIS B5 and B4, in millimetres."""
SIDE_WITHIN = 0.045
PLAUSIBLE_LONG = (70.0, 1300.0)
"""Millimetres that a paper's long side can have: a ticket, a roll of receipts."""
TEXT_MM = 3.3
"""The usual height of a line of print: 10.5 to 12 pt Chinese, digits lower, titles higher."""
TEXT_PAPER = (90.0, 420.0)
"""Millimetres of the long side that may be concluded from the height of print: a slip to A3."""
FOCAL = 0.8
"""Of the long side: the focal length of phones' main cameras, 24 to 28 mm on 35 mm film."""

LOWEST_WORKING = 180.0
HIGHEST_WORKING = 310.0
USUAL_WORKING = 200.0
MOST_ENLARGED = 2.5
MOST_WORKED = 20_000_000
"""Pixels of a working picture: A3 at 300 dpi."""
LONGEST_WORKED = 12_000


def page_dpi(
    size: tuple[float, float], stated: float | None, text_height: Callable[[], float]
) -> float:
    """
    Return the dpi of a picture that is a whole page.

    `size` is width and height in pixels; `text_height` measures a usual line in pixels, 0 if none.
    A stated resolution counts if it makes a paper of a usual size; then A4 if the shape is right;
    then what is stated, if the paper is at all possible; then the height of the print.
    """
    long, short = max(size), min(size)
    shape = abs(long / short / A_SERIES - 1) <= A_SERIES_WITHIN
    if stated and _is_paper(long / stated * 25.4):
        return stated
    if shape:
        return long / A4_LONG
    if stated and PLAUSIBLE_LONG[0] <= long / stated * 25.4 <= PLAUSIBLE_LONG[1]:
        return stated
    return text_dpi(text_height(), long) or long / A4_LONG


def sheet_dpi(size: tuple[float, float], text_height: Callable[[], float], *, cut: bool) -> float:
    """Return the dpi of a photographed sheet of `size` pixels: A4 if its shape is right."""
    long, short = max(size), min(size)
    if not cut and abs(long / short / A_SERIES - 1) <= PHOTO_WITHIN:
        return long / A4_LONG
    return text_dpi(text_height(), long) or long / A4_LONG


def text_dpi(text_height: float, long: float) -> float | None:
    """
    Return the dpi at which a line of print has its usual height, or None without print.

    `long` is the picture's long side, which is not taken for more than A3 nor for a stamp's.
    """
    if text_height <= 0:
        return None
    low, high = (long / side * 25.4 for side in (TEXT_PAPER[1], TEXT_PAPER[0]))
    return min(max(text_height / TEXT_MM * 25.4, low), high)


def _is_paper(long_mm: float) -> bool:
    return any(abs(long_mm / side - 1) <= SIDE_WITHIN for side in PAPER_SIDES)


def sheet_size(quad: Points, picture: tuple[int, int]) -> tuple[float, float]:
    """
    Return the width and height, in pixels, at which a photographed sheet loses no detail.

    Its ratio is that of the paper, foreshortening undone; a ratio near the A series is that.
    """
    top, right, bottom, left = (math.dist(quad[index], quad[(index + 1) % 4]) for index in range(4))
    width, height = (top + bottom) / 2, (left + right) / 2
    ratio = true_ratio(quad, picture)
    for known in (A_SERIES, 1 / A_SERIES):
        if abs(ratio / known - 1) <= PHOTO_WITHIN:
            ratio = known
    area = width * height
    return math.sqrt(area * ratio), math.sqrt(area / ratio)


def true_ratio(quad: Points, picture: tuple[int, int]) -> float:
    """
    Return width over height of the rectangle that a camera sees as the quadrilateral.

    The camera's axis is taken to go through the picture's middle (Zhang and He, 2007, eq. 20).
    """
    middle = (picture[0] / 2, picture[1] / 2)
    way = between(corners((1.0, 1.0)), quad - middle)
    focal = FOCAL * max(picture)
    across, down = (
        math.hypot(way[0, column] / focal, way[1, column] / focal, way[2, column])
        for column in (0, 1)
    )
    return across / down


def working_dpi(dpi: float, size: tuple[float, float]) -> float:
    """
    Return the dpi to work at.

    What was scanned at 180 to 310 is left as it is: no pixel is resampled without need. Coarser
    pages are enlarged to 200, but never more than 2.5 times; finer ones halved, or brought to 200.
    """
    if dpi < LOWEST_WORKING:
        target = min(USUAL_WORKING, dpi * MOST_ENLARGED)
    elif dpi <= HIGHEST_WORKING:
        target = dpi
    else:
        target = dpi / 2 if dpi / 2 >= LOWEST_WORKING else USUAL_WORKING
        target = min(target, HIGHEST_WORKING)
    most = min(math.sqrt(MOST_WORKED / (size[0] * size[1])), LONGEST_WORKED / max(size))
    return min(target, dpi * most)
