"""
Our reading against rapidocr's default and pytesseract: same run, same pages, same core.

Every page is given to all readers before the next one is; the first page is read twice and
counted once, so that nobody pays for compiling kernels. Lines touched by a seal or by handwriting
are left out. Pages are given as they lie: no red ink is taken off, no reader is told a place.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.bench.board import Board, share
from tests.bench.pages import DrawnPage, drawn_pages
from tests.bench.readers import BUILDERS, Answer, Child
from tests.bench.scoring import Read, Tally, score_page

CHANNELS = ("digital", "scan", "scan300", "grey", "bw_pdf")
INSIDE = 0.5
"""What lies in a seal or in handwriting by more than this is not scored."""


@dataclass(slots=True)
class Standing:
    """One reader's figures."""

    tally: Tally = field(default_factory=Tally)
    by_channel: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0.0

    def add(self, page: DrawnPage, answer: Answer) -> Tally:
        """Count one page."""
        scored = score_page(page.printed, outside(answer.read, page))
        self.tally += scored
        self.by_channel[page.channel] += scored
        self.seconds.append(answer.seconds)
        return scored

    @property
    def mean(self) -> float:
        """Return seconds per page."""
        return sum(self.seconds) / max(len(self.seconds), 1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--set", default="reporting", choices=("tuning", "reporting"))
    parser.add_argument("--channels", nargs="*", default=list(CHANNELS))
    parser.add_argument("--first", type=int, default=1, help="first seed")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=list(BUILDERS), choices=list(BUILDERS))
    parser.add_argument("--show", action="store_true", help="print each page, write nothing")


def run(options: argparse.Namespace) -> None:
    """Let every reader read every page; print the table and write it into BENCHMARKS.md."""
    standings = {name: Standing() for name in options.only}
    with ExitStack() as stack:
        children = {n: stack.enter_context(Child(n, options.core)) for n in options.only}
        pages = drawn_pages(options.set, options.channels, options.pages, options.first)
        for number, page in enumerate(pages, 1):
            told = [f"{number}/{options.pages} {page.name}"]
            for name, child in children.items():
                if number == 1:
                    child.ask(page)
                answer = child.ask(page)
                scored = standings[name].add(page, answer)
                told.append(f"{name} {answer.seconds:.2f} s CER {scored.cer:.3f}")
                told.append(f"{scored.exact}/{scored.amounts}")
            sys.stderr.write("  ".join(told) + "\n")
        for name, child in children.items():
            standings[name].peak_mib = child.peak_mib()
    board = Board("reading", options)
    board.lines(table(standings))
    board.lines(channel_table(standings))
    if not options.show:
        board.write()


def outside(read: Sequence[Read], page: DrawnPage) -> list[Read]:
    """Leave out what was read on seals and handwriting."""
    return [piece for piece in read if not any(_lies_in(piece, box) for box in page.ignored)]


def _lies_in(piece: Read, box: tuple[float, float, float, float]) -> bool:
    width = min(piece.box[2], box[2]) - max(piece.box[0], box[0])
    height = min(piece.box[3], box[3]) - max(piece.box[1], box[1])
    area = (piece.box[2] - piece.box[0]) * (piece.box[3] - piece.box[1])
    return width > 0 and height > 0 and width * height > INSIDE * area


def table(standings: dict[str, Standing]) -> Iterator[str]:
    """Yield one row per reader; ratios are to rapidocr's default."""
    base = standings.get("rapidocr", next(iter(standings.values())))
    yield "| reader | CPU s/page | ratio | CER | amounts exact | peak MiB |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in standings.items():
        exact = share(one.tally.exact, one.tally.amounts)
        ratio = one.mean / base.mean if base.mean else 0.0
        yield (
            f"| {name} | {one.mean:.2f} | {ratio:.2f} | {one.tally.cer:.2%} | {exact} "
            f"| {one.peak_mib:.0f} |"
        )


def channel_table(standings: dict[str, Standing]) -> Iterator[str]:
    """Yield errors and exact amounts per channel."""
    channels = sorted({channel for one in standings.values() for channel in one.by_channel})
    yield ""
    yield "| CER, amounts exact | " + " | ".join(standings) + " |"
    yield "| --- " * (len(standings) + 1) + "|"
    for channel in channels:
        tallies = [one.by_channel[channel] for one in standings.values()]
        cells = [f"{t.cer:.2%}, {t.exact}/{t.amounts}" for t in tallies]
        yield f"| {channel} | " + " | ".join(cells) + " |"
