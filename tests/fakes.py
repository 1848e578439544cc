"""Readers that behave as told, also badly: the pipeline has to stand them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.errors import EngineFailure
from intake.page_image import LineText, PageImage, Pixels
from models.page import Word


@dataclass
class FixedReader:
    """Says what it was given: the same words on every page, the same lines in turn."""

    words: tuple[Word, ...] = ()
    lines: tuple[str, ...] = ()
    name: str = "fixed/1"
    asked: list[Pixels] = field(default_factory=list)

    def read_page(self, page):  # noqa: ARG002
        return self.words

    def read_lines(self, crops, *, alphabet="any"):  # noqa: ARG002
        self.asked += list(crops)
        texts = [self.lines[i % len(self.lines)] if self.lines else "" for i in range(len(crops))]
        return tuple(LineText(text, 1.0 if text else 0.0) for text in texts)


class FailingReader:
    """Raises EngineFailure at whatever it is asked."""

    name = "failing/1"

    def read_page(self, page: PageImage) -> tuple[Word, ...]:
        raise EngineFailure(f"{self.name} gave up on page {page.page}")

    def read_lines(
        self,
        crops: Sequence[Pixels],
        *,
        alphabet: str = "any",  # noqa: ARG002
    ) -> tuple[LineText, ...]:
        raise EngineFailure(f"{self.name} gave up on {len(crops)} lines")


class MiscountingReader(FixedReader):
    """Forgets the last line: breaks the promise of one answer per crop."""

    name = "miscounting/1"

    def read_lines(self, crops, *, alphabet="any"):
        return super().read_lines(crops, alphabet=alphabet)[:-1]
