"""BENCHMARKS.md: every table stands between markers, with the command that made it."""

import argparse
import os
import platform
import re
import sys
from collections.abc import Iterable
from math import log
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "BENCHMARKS.md"


class Board:
    """Collects the lines of one section; prints them, writes them when asked."""

    def __init__(self, name: str, options: argparse.Namespace) -> None:
        self._name, self._options = name, options
        self._lines: list[str] = []

    def lines(self, lines: Iterable[str]) -> None:
        """Add lines and print them."""
        for line in lines:
            self._lines.append(line)
            print(line, flush=True)  # noqa: T201

    def write(self) -> None:
        """Put the section into BENCHMARKS.md in place of what stood there."""
        name = self._name
        machine = (
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        )
        told = re.sub(r" --keep \S+", "", " ".join(sys.argv[1:]))  # a folder of whoever ran it
        command = f"`python -m tests.bench {told}`"
        body = "\n".join((f"{command} on {machine}", "", *self._lines))
        section = f"<!-- bench:{name} -->\n{body}\n<!-- /bench:{name} -->"
        text = PAGE.read_text(encoding="utf-8")
        pattern = re.compile(rf"<!-- bench:{name} -->.*?<!-- /bench:{name} -->", re.DOTALL)
        if not pattern.search(text):
            raise LookupError(f"BENCHMARKS.md has no markers for {name}")
        PAGE.write_text(pattern.sub(lambda _: section, text), encoding="utf-8")


def share(right: int, tried: int) -> str:
    """Return `97.5 % (39/40)`."""
    return f"{right / tried:.1%} ({right}/{tried})" if tried else "—"


def upper_bound(wrong: int, tried: int) -> float:
    """Return the upper 95 % bound of a rate (Clopper-Pearson); 1 where nothing was tried."""
    if tried == 0 or wrong >= tried:
        return 1.0
    if wrong == 0:
        return float(1 - 0.05 ** (1 / tried))
    low, high = wrong / tried, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, tried, middle) > 0.05 else (low, middle)
    return high


def _at_most(wrong: int, tried: int, rate: float) -> float:
    """Return the chance of so few failures at this rate."""
    total, term = 0.0, tried * log(1 - rate)
    for count in range(wrong + 1):
        total += 2.718281828459045**term
        term += log((tried - count) / (count + 1)) + log(rate / (1 - rate))
    return total
