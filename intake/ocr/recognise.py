"""
What a line says: PP-OCR's recogniser and the decoding of its output.

The network reads a picture 48 pixels high and answers, every 8 pixels, how likely each character
of its alphabet (or none) stands there: connectionist temporal classification, CTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from intake.errors import EngineFailure
from intake.ocr.session import Session, Tensor
from intake.page_image import Pixels

HEIGHT = 48
STEP = 8
"""Pixels of width per answer."""
WIDTH_STEP = 32
LONGEST = 3072
"""Wider pictures are squeezed: no line of print is longer than 64 times its height."""
BLANK = 0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that was read."""

    char: str
    middle: float
    """Its middle as a fraction of the crop's width."""
    score: float


class Recogniser:
    """Reads crops of one line each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        alphabet = session.metadata.get("character", "")
        self._alphabet = ("", *alphabet.split("\n"), " ")

    def read(self, crop: Pixels) -> tuple[Glyph, ...]:
        """Read one upright line, (height, width, 3); empty where nothing stands."""
        if min(crop.shape[:2]) < 2:
            return ()
        line = fit(crop)
        answers = self._session.run(tensor(line))[0]
        if answers.shape[1] != len(self._alphabet):
            raise EngineFailure("the recogniser's alphabet does not fit its answers")
        return self._decode(answers, line.shape[1])

    def _decode(self, answers: Tensor, width: int) -> tuple[Glyph, ...]:
        """Collapse the answers (steps, classes): equal neighbours are one character."""
        best = answers.argmax(axis=1)
        sure = answers[np.arange(len(best)), best]
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(starts[1:], len(best))
        glyphs = []
        for start, end in zip(starts, ends, strict=True):
            label = int(best[start])
            if label != BLANK:
                middle = (start + end) / 2 * STEP / width
                score = float(sure[start:end].max())
                glyphs.append(Glyph(self._alphabet[label], min(middle, 1.0), min(score, 1.0)))
        return tuple(glyphs)


def fit(crop: Pixels) -> Pixels:
    """Scale a crop to the network's height."""
    height, width = crop.shape[:2]
    target = min(max(round(width * HEIGHT / height), STEP), LONGEST)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, (target, HEIGHT), interpolation=method), np.uint8)


def tensor(line: Pixels) -> Tensor:
    """Normalise to -1..1 and pad the right with mid-grey, as in training."""
    width = line.shape[1]
    padded = np.zeros((1, 3, HEIGHT, width + -width % WIDTH_STEP), np.float32)
    np.multiply(line.transpose(2, 0, 1), np.float32(1 / 127.5), out=padded[0, :, :, :width])
    padded[0, :, :, :width] -= 1
    return padded


def mean_score(glyphs: Sequence[Glyph]) -> float:
    """Return the mean score; 0 for nothing."""
    return sum(glyph.score for glyph in glyphs) / len(glyphs) if glyphs else 0.0
