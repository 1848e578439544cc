"""Read a square seal: characters in columns from right to left, or lines from left to right."""

from collections.abc import Iterator
from math import cos, sin

import cv2
import numpy as np

from intake.page_image import LineReader, Pixels
from intake.seals.impression import Impression, drawn
from intake.seals.legend import NOT_A_NAME, is_organisation, owner_of, purpose_of
from intake.seals.squares import Square

SIZE = 192
"""Pixels of an upright square face."""
FRAME = 0.06
"""Share of the side that the frame takes."""
CELL = 48
"""Height of a straightened line: what the recogniser works on."""
UNTOLD = 0.8
"""Taken off a reading that does not end as seals do: the cells were put in a wrong order."""
SOLID = 0.5
"""More ink than this inside the frame: the characters are cut out of the red (白文)."""


def square_face(impression: Impression, square: Square) -> Pixels:
    """Return the square stood upright, frame cut off, dark characters on white."""
    reach = square.half * (1 - FRAME * 2)
    us = np.linspace(-reach, reach, SIZE)[None, :]
    vs = np.linspace(-reach, reach, SIZE)[:, None]
    c, s = cos(square.angle), sin(square.angle)
    picture = drawn(impression.sampled(square.x + us * c - vs * s, square.y + us * s + vs * c))
    return np.asarray(255 - picture, np.uint8) if inked(picture) > SOLID else picture


def inked(picture: Pixels) -> float:
    """Return the share of a picture that is ink."""
    return float((picture < 128).mean())


def read_square(
    picture: Pixels, engine: LineReader, *, large: bool
) -> tuple[str, float, tuple[str, ...]]:
    """
    Return text, score and other readings of an upright square face; empty text if unreadable.

    A small seal holds a name of two to four characters, a `large` one a company's name and a
    purpose. Seal script (篆书) is not read: no model of ours knows it.
    """
    layouts = list(_of_company(picture) if large else _of_person(picture))
    found = []
    for line in engine.read_lines(layouts):
        text = NOT_A_NAME.sub("", line.text)
        wanted = len(text) >= 8 if large else 2 <= len(text) <= 4
        if len(text) >= 2:
            grade = line.score * (1.0 if wanted else 0.6) * (1.0 if _telling(text) else UNTOLD)
            grade *= 1.0 if not large or is_organisation(owner_of(text)) else UNTOLD
            found.append((grade, text))
    found.sort(key=lambda pair: -pair[0])
    if not found or found[0][0] < 0.5:
        return "", 0.0, ()
    others = tuple(dict.fromkeys(text for _, text in found[1:] if text != found[0][1]))
    return found[0][1], found[0][0], others


def _telling(text: str) -> bool:
    """Say whether a text ends as seals do."""
    return text.endswith(("印", "章")) or purpose_of(text[-7:]) is not None


def _of_person(picture: Pixels) -> Iterator[Pixels]:
    """Yield a name's characters as one line: in columns from the right, in rows, 印 alone left."""
    columns = _cells(picture, 2, 2)
    yield _in_line(columns)
    yield _in_line([columns[2], columns[0], columns[3], columns[1]])
    yield _in_line([columns[0], columns[1], picture[::2, : picture.shape[1] // 2]])


def _of_company(picture: Pixels) -> Iterator[Pixels]:
    """Yield a company's characters as one line: three columns from the right, or rows."""
    for rows in (5, 6, 7):
        yield _in_line(_cells(picture, 3, rows))
    for count in (2, 3):
        yield _row_line([np.asarray(row) for row in np.array_split(picture, count, axis=0)])


def _cells(picture: Pixels, columns: int, rows: int) -> list[Pixels]:
    """Return the cells of a grid, column by column from the right."""
    upright = np.array_split(picture, columns, axis=1)[::-1]
    return [np.asarray(cell) for col in upright for cell in np.array_split(col, rows, axis=0)]


def _in_line(cells: list[Pixels]) -> Pixels:
    """Set characters beside each other, each as wide as high."""
    shrunk = (cv2.resize(cell, (CELL, CELL), interpolation=cv2.INTER_AREA) for cell in cells)
    return np.asarray(np.hstack(list(shrunk)), np.uint8)


def _row_line(rows: list[Pixels]) -> Pixels:
    """Set rows of characters beside each other."""
    width = round(rows[0].shape[1] * CELL / rows[0].shape[0])
    shrunk = (cv2.resize(row, (width, CELL), interpolation=cv2.INTER_AREA) for row in rows)
    return np.asarray(np.hstack(list(shrunk)), np.uint8)
