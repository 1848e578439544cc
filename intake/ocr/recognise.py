"""
What a line says: PP-OCR's recogniser and the decoding of its output.

The network reads a picture 48 pixels high and answers, every 8 pixels, how likely each character
of its alphabet (or none) stands there: connectionist temporal classification, CTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from intake.errors import EngineFailure
from intake.ocr.alphabet import expected
from intake.ocr.lattice import lattice_of
from intake.page_image import Pixels
from intake.session import Session, Tensor
from models.lattice import Lattice

HEIGHT = 48
STEP = 8
"""Pixels of width per answer."""
WIDTH_STEP = 32
LONGEST = 3072
"""Wider pictures are squeezed: no line of print is longer than 64 times its height."""
BATCH = 8
BATCH_WIDTH = 2560
"""A batch is at most this wide in sum: its answers take 1 MB per 112 pixels."""
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
        known = ("", *session.metadata.get("character", "").split("\n"), " ")
        kept = (BLANK, *(index for index in expected(known) if index != BLANK))
        session.keep(kept)
        self._session = session
        self._alphabet = tuple(known[index] for index in kept)

    def read(self, crops: Sequence[Pixels]) -> tuple[tuple[Glyph, ...], ...]:
        """Read upright lines, each (height, width, 3); an empty answer where nothing stands."""
        answers: list[tuple[Glyph, ...]] = [()] * len(crops)
        for index, answer, width in self._answers(crops):
            answers[index] = self._decode(answer, width)
        return tuple(answers)

    def read_openly(self, crops: Sequence[Pixels]) -> tuple[tuple[tuple[Glyph, ...], Lattice], ...]:
        """Read as `read` does, and say what else each line may be."""
        answers: list[tuple[tuple[Glyph, ...], Lattice]] = [((), Lattice())] * len(crops)
        for index, answer, width in self._answers(crops):
            reach = width / (STEP * len(answer))
            lattice = lattice_of(answer, self._alphabet, reach)
            answers[index] = self._decode(answer, width), lattice
        return tuple(answers)

    def _answers(self, crops: Sequence[Pixels]) -> Iterator[tuple[int, Tensor, int]]:
        """Yield (index, answers (steps, classes), width) of each crop that is worth running."""
        lines = {index: fit(crop) for index, crop in enumerate(crops) if min(crop.shape[:2]) > 1}
        for batch in _batches(lines):
            found = self._session.run(tensor([lines[index] for index in batch]))
            if found.shape[2] != len(self._alphabet):
                raise EngineFailure("the recogniser's alphabet does not fit its answers")
            for index, answer in zip(batch, found, strict=True):
                yield index, answer, lines[index].shape[1]

    def _decode(self, answers: Tensor, width: int) -> tuple[Glyph, ...]:
        """Collapse the answers (steps, classes): equal neighbours are one character."""
        best = answers.argmax(axis=1)
        starts = np.flatnonzero((best != BLANK) & (np.diff(best, prepend=BLANK) != 0))
        sure = answers[np.arange(len(best)), best]
        glyphs = []
        for start in starts.tolist():
            end = start + 1
            while end < len(best) and best[end] == best[start]:
                end += 1
            middle = min((start + end) / 2 * STEP / width, 1.0)
            score = min(float(sure[start:end].max()), 1.0)
            glyphs.append(Glyph(self._alphabet[best[start]], middle, score))
        return tuple(glyphs)


def _batches(lines: Mapping[int, Pixels]) -> Iterator[list[int]]:
    """Put lines of like width together: the network's fixed cost is paid once per batch."""
    waiting = sorted(lines, key=lambda index: lines[index].shape[1], reverse=True)
    while waiting:
        size = min(max(BATCH_WIDTH // lines[waiting[0]].shape[1], 1), BATCH)
        yield waiting[:size]
        waiting = waiting[size:]


def fit(crop: Pixels) -> Pixels:
    """Scale a crop to the network's height."""
    height, width = crop.shape[:2]
    target = min(max(round(width * HEIGHT / height), STEP), LONGEST)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, (target, HEIGHT), interpolation=method), np.uint8)


def tensor(lines: Sequence[Pixels]) -> Tensor:
    """Normalise lines to -1..1 and pad them at the right with mid-grey, as in training."""
    widest = max(line.shape[1] for line in lines)
    batch = np.zeros((len(lines), 3, HEIGHT, widest + -widest % WIDTH_STEP), np.float32)
    for place, line in zip(batch, lines, strict=True):
        stretch = place[:, :, : line.shape[1]]
        np.multiply(line.transpose(2, 0, 1), np.float32(1 / 127.5), out=stretch)
        stretch -= 1
    return batch
