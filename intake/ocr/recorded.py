"""
Readers without networks: one that replays what a real one said, one that sees nothing.

A `Recorder` stands in front of a real reader and keeps its answers under a hash of the pixels;
`Recorded` gives them again. Both serve as primary and as second reader.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np

from intake.errors import EngineFailure
from intake.ocr.engine import Alphabet, SecondReader, TextEngine
from intake.page_image import LineText, PageImage, Pixels
from models.page import Word

Answer = TypeVar("Answer")
PRIMARY = ""
"""The key prefix of the primary reader's lines, which know no alphabet."""


def content_key(pixels: Pixels, alphabet: str = PRIMARY) -> str:
    """Return a key for a picture: its size and pixels, and the alphabet asked for, if any."""
    digest = hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()[:32]
    size = "x".join(map(str, pixels.shape))
    return ":".join(part for part in (alphabet, size, digest) if part)


class Recorded:
    """Replays recorded answers; a picture that was never recorded raises EngineFailure."""

    def __init__(
        self, name: str, pages: dict[str, tuple[Word, ...]], lines: dict[str, LineText]
    ) -> None:
        self.name = name
        self._pages = pages
        self._lines = lines

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `Recorder.save` wrote."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        pages = {
            key: tuple(Word.model_validate(word) for word in words)
            for key, words in kept["pages"].items()
        }
        lines = {key: _line_from(line) for key, line in kept["lines"].items()}
        return cls(kept["name"], pages, lines)

    def read_page(self, page: PageImage) -> tuple[Word, ...]:
        """Return the recorded words of the page."""
        return _found(self._pages, content_key(page.pixels))

    def read_lines(
        self, crops: Sequence[Pixels], *, alphabet: Alphabet | None = None
    ) -> tuple[LineText, ...]:
        """Return the recorded line of each crop."""
        return tuple(_found(self._lines, content_key(crop, alphabet or PRIMARY)) for crop in crops)


class Recorder:
    """Asks a real reader and keeps what it says, for `Recorded` to give again."""

    def __init__(
        self, *, engine: TextEngine | None = None, second: SecondReader | None = None
    ) -> None:
        """Stand in front of a primary reader or of a second one."""
        reader = engine or second
        if reader is None:
            raise ValueError("a recorder needs a reader to stand in front of")
        self.name = reader.name
        self._engine = engine
        self._second = second
        self._pages: dict[str, tuple[Word, ...]] = {}
        self._lines: dict[str, LineText] = {}

    def read_page(self, page: PageImage) -> tuple[Word, ...]:
        """Read the page with the primary reader."""
        if self._engine is None:
            raise EngineFailure(f"{self.name} reads lines, not pages")
        words = self._engine.read_page(page)
        self._pages[content_key(page.pixels)] = words
        return words

    def read_lines(
        self, crops: Sequence[Pixels], *, alphabet: Alphabet | None = None
    ) -> tuple[LineText, ...]:
        """Read lines; only a second reader is told an alphabet."""
        lines = self._ask(crops, alphabet)
        for crop, line in zip(crops, lines, strict=True):
            self._lines[content_key(crop, alphabet or PRIMARY)] = line
        return lines

    def _ask(self, crops: Sequence[Pixels], alphabet: Alphabet | None) -> tuple[LineText, ...]:
        if self._engine is not None:
            return self._engine.read_lines(crops)
        if self._second is not None:
            return self._second.read_lines(crops, alphabet=alphabet or "any")
        raise EngineFailure(f"{self.name} has no reader")

    def save(self, path: Path) -> None:
        """Write all answers as JSON, one stable file for the same answers."""
        kept = {
            "name": self.name,
            "pages": {
                key: [word.model_dump(mode="json") for word in words]
                for key, words in self._pages.items()
            },
            "lines": {key: _line_to(line) for key, line in self._lines.items()},
        }
        text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


class NullEngine:
    """Sees nothing, as primary and as second reader: the pipeline must stand that."""

    name = "null/1"

    def read_page(self, page: PageImage) -> tuple[Word, ...]:  # noqa: ARG002
        """Return no words."""
        return ()

    def read_lines(
        self,
        crops: Sequence[Pixels],
        *,
        alphabet: Alphabet = "any",  # noqa: ARG002
    ) -> tuple[LineText, ...]:
        """Return an empty text per crop."""
        return tuple(LineText("", 0.0) for _ in crops)


def _found(answers: dict[str, Answer], key: str) -> Answer:
    if key not in answers:
        raise EngineFailure(f"no recorded answer for {key}: record it again")
    return answers[key]


def _line_to(line: LineText) -> dict[str, Any]:
    return {"text": line.text, "score": line.score, "char_x": list(line.char_x)}


def _line_from(kept: dict[str, Any]) -> LineText:
    return LineText(kept["text"], kept["score"], tuple(kept["char_x"]))
