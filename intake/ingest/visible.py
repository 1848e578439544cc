"""Which words of a page are to be seen: those whose taking away changes the picture."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from intake.page_image import Pixels
from models.evidence import BoxFrac

DEPTH = 24
"""Grey levels that a word has to stand out by: less is lost on paper and on most screens."""
SHARE = 0.4
"""Of a word's length that has to change: a rule taken for text changes less."""
STEPS = 12
"""Parts that a word's length is looked at in; a Chinese word has about four characters."""


def seen(shown: Pixels, bare: Pixels, boxes: Iterable[BoxFrac]) -> Iterator[bool]:
    """
    Say of each box whether the picture with text differs from the one without in it.

    White ink, ink of its ground's colour, what lies under something else, outside a clipping path,
    in a layer switched off or is set invisible: none of it changes anything.
    """
    changed = cv2.absdiff(shown, bare).max(axis=2) >= DEPTH
    height, width = changed.shape
    for x0, y0, x1, y1 in boxes:
        left, top = int(x0 * width), int(y0 * height)
        right, bottom = int(np.ceil(x1 * width)), int(np.ceil(y1 * height))
        columns = changed[top:bottom, left:right]
        if columns.size == 0:
            yield False
            continue
        parts = np.array_split(columns.any(axis=0), min(STEPS, columns.shape[1]))
        yield bool(np.mean([part.any() for part in parts]) >= SHARE)
