"""Read a square seal: characters in columns from right to left, or lines from left to right."""

from collections.abc import Iterator
from math import cos, sin

import cv2
import numpy as np

from intake.ocr.engine import TextEngine
from intake.page_image import Pixels
from intake.seals.impression import Impression, drawn
from intake.seals.legend import NOT_A_NAME, purpose_of
from intake.seals.squares import Square

SIZE = 192
"""Pixels of an upright square face."""
FRAME = 0.09
"""Share of the side that the frame takes."""
CELL = 48
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


def read_square(picture: Pixels, engine: TextEngine) -> tuple[str, float, tuple[str, ...]]:
    """
    Return text, score and other readings of an upright square face; empty text if unreadable.

    Seal script (篆书) is not read: no model of ours knows it.
    """
    layouts = list(_layouts(picture))
    found = []
    for name, line in zip(
        [name for name, _ in layouts], engine.read_lines([crop for _, crop in layouts]), strict=True
    ):
        text = NOT_A_NAME.sub("", line.text)
        wanted = 2 <= len(text) <= 4 if name == "cells" else len(text) >= 4
        grade = line.score * (1.0 if wanted else 0.5) * (1.1 if _telling(text) else 1.0)
        if len(text) >= 2:
            found.append((min(1.0, grade), text))
    found.sort(key=lambda pair: -pair[0])
    if not found or found[0][0] < 0.5:
        return "", 0.0, ()
    others = tuple(dict.fromkeys(text for _, text in found[1:] if text != found[0][1]))
    return found[0][1], found[0][0], others


def _telling(text: str) -> bool:
    """Say whether a text ends as seals do."""
    return text.endswith(("印", "章")) or purpose_of(text) is not None


def _layouts(picture: Pixels) -> Iterator[tuple[str, Pixels]]:
    """Yield the face's characters as one line, in each order that seals have them."""
    half = SIZE // 2
    quarters = {
        (row, column): picture[row * half : (row + 1) * half, column * half : (column + 1) * half]
        for row in (0, 1)
        for column in (0, 1)
    }
    right_to_left = [quarters[0, 1], quarters[1, 1], quarters[0, 0], quarters[1, 0]]
    yield "cells", _in_line(right_to_left)
    yield "cells", _in_line([quarters[0, 0], quarters[0, 1], quarters[1, 0], quarters[1, 1]])
    right = picture[:, half:]
    yield "cells", _in_line([right[:half], right[half:], _squared(picture[:, :half])])
    for count in (2, 3):
        rows = np.array_split(picture, count, axis=0)
        yield "lines", np.hstack([_high(row) for row in rows])


def _in_line(cells: list[Pixels]) -> Pixels:
    return np.hstack([_high(cell) for cell in cells])


def _squared(column: Pixels) -> Pixels:
    """Squeeze a high column to a character's shape: 印 alone fills half a seal."""
    return np.asarray(column[::2], np.uint8)


def _high(cell: Pixels) -> Pixels:
    """Bring a cell to a line's height."""
    width = max(1, round(cell.shape[1] * CELL / cell.shape[0]))
    return np.asarray(cv2.resize(cell, (width, CELL), interpolation=cv2.INTER_AREA), np.uint8)
