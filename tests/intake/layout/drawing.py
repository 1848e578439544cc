"""Pages with tables that are drawn here, and therefore known exactly."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from intake.page_image import PageImage
from models.evidence import Box
from models.page import Channel, ColourMode, Frame, Quality, Word

A4_MM = (210.0, 297.0)


@dataclass
class Canvas:
    """An A4 page in the making; lengths are millimetres."""

    dpi: float = 200.0
    words: list[Word] = field(default_factory=list)

    def __post_init__(self):
        self.px = self.dpi / 25.4
        size = round(A4_MM[1] * self.px), round(A4_MM[0] * self.px), 3
        self.pixels = np.full(size, 248, np.uint8)

    def rule(self, start, end, width=0.25, ink=(40, 40, 40)):
        a, b = (tuple(round(v * self.px) for v in p) for p in (start, end))
        cv2.line(self.pixels, a, b, ink, max(1, round(width * self.px)))

    def word(self, x, y, text, size=3.5):
        """Put a word with its middle at (x, y); strokes are drawn so that the ink is not bare."""
        width = size * sum(0.55 if ord(c) < 256 else 1.0 for c in text)
        steps = [size * (0.55 if ord(c) < 256 else 1.0) for c in text]
        lefts = [x - width / 2 + sum(steps[:i]) for i in range(len(text))]
        for left, step in zip(lefts, steps, strict=True):
            self.rule((left + 0.2, y - 1), (left + step - 0.4, y - 1))
            self.rule((left + step / 2, y - 1.2), (left + step / 2, y + 1.2))
        box = Box(
            left=(x - width / 2) * self.px,
            top=(y - size / 2) * self.px,
            right=(x + width / 2) * self.px,
            bottom=(y + size / 2) * self.px,
        )
        word = Word(
            text=text,
            box=box,
            score=0.99,
            reader="drawn",
            char_lefts=tuple(left * self.px for left in lefts),
        )
        self.words.append(word)
        return word

    def grid(self, xs, ys, texts=None):
        """Draw a full grid, and `texts` (rows of strings) in its cells."""
        for y in ys:
            self.rule((xs[0], y), (xs[-1], y))
        for x in xs:
            self.rule((x, ys[0]), (x, ys[-1]))
        self.fill(xs, ys, texts or [])

    def fill(self, xs, ys, texts):
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                if text:
                    middle = (xs[column] + xs[column + 1]) / 2
                    self.word(middle, (ys[row] + ys[row + 1]) / 2, text)

    def page(self):
        height, width = self.pixels.shape[:2]
        frame = Frame(
            width=width,
            height=height,
            dpi=self.dpi,
            to_delivered=(1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1),
        )
        return PageImage(
            file="drawn.png",
            page=1,
            pixels=self.pixels,
            frame=frame,
            rotation=0,
            channel=Channel.SCAN,
            quality=Quality(dpi=self.dpi, colour=ColourMode.COLOUR),
            delivered_size=(width, height),
        )

    def bent(self, place):
        """Move every pixel and word: `place(x, y)` says, in millimetres, where a point goes."""
        height, width = self.pixels.shape[:2]
        x, y = np.meshgrid(np.arange(width) / self.px, np.arange(height) / self.px)
        dx, dy = place(x, y)
        # small moves: the inverse is the move itself, turned round
        self.pixels = cv2.remap(
            self.pixels,
            ((x - dx) * self.px).astype(np.float32),
            ((y - dy) * self.px).astype(np.float32),
            cv2.INTER_LINEAR,
            borderValue=(248, 248, 248),
        )
        self.words = [self._moved(word, place) for word in self.words]
        return self

    def _moved(self, word, place):
        cx, cy = (v / self.px for v in word.box.centre)
        dx, dy = (float(v) * self.px for v in place(np.float64(cx), np.float64(cy)))
        box = word.box
        moved = Box(
            left=box.left + dx, top=box.top + dy, right=box.right + dx, bottom=box.bottom + dy
        )
        lefts = tuple(left + dx for left in word.char_lefts)
        return word.model_copy(update={"box": moved, "char_lefts": lefts})


def texts_of(table):
    """Return the texts of a table without merged cells as rows of strings."""
    return [[cell.text for cell in table.row(row)] for row in range(table.rows)]
