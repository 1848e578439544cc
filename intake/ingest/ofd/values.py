"""Values in OFD's attributes: arrays of numbers, repeated deltas, colours, matrices."""

import math
from itertools import accumulate

from intake.ingest.laid import BLACK, Rgb

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MOST_VALUES = 100_000
LARGEST = 1e6


def number(text: str | None, missing: float = 0.0) -> float:
    """Read a number; what is none, or out of all measure, counts as missing."""
    try:
        value = float(text) if text is not None else missing
    except ValueError:
        return missing
    return value if math.isfinite(value) and abs(value) <= LARGEST else missing


def numbers(text: str | None) -> tuple[float, ...]:
    """Read numbers parted by blanks; empty if one of them is none."""
    parts = (text or "").split()[:MOST_VALUES]
    try:
        values = tuple(float(part) for part in parts)
    except ValueError:
        return ()
    return values if all(math.isfinite(v) and abs(v) <= LARGEST for v in values) else ()


def deltas(text: str | None) -> tuple[float, ...]:
    """Read the distances between characters: `g 5 2.5` stands for five times 2.5 (§11.3)."""
    found: list[float] = []
    parts = iter((text or "").split())
    for part in parts:
        if part == "g":
            count, value = number(next(parts, None)), number(next(parts, None))
            found.extend([value] * int(min(max(count, 0), MOST_VALUES - len(found))))
        else:
            found.append(number(part))
        if len(found) >= MOST_VALUES:
            break
    return tuple(found)


def offsets(text: str | None, count: int, step: float) -> tuple[float, ...]:
    """Return where each of `count` characters begins, the first at 0; `step` where none is told."""
    told = deltas(text)
    steps = [told[i] if i < len(told) else (told[-1] if told else step) for i in range(count - 1)]
    return tuple(accumulate(steps, initial=0.0))[:count]


def matrix(text: str | None) -> Matrix:
    """Read a transformation; identity where none is told."""
    values = numbers(text)
    if len(values) != 6:
        return IDENTITY
    return values[0], values[1], values[2], values[3], values[4], values[5]


def colour(value: str | None, missing: Rgb = BLACK) -> Rgb:
    """Read a colour of three channels, or of one, which is grey."""
    parts = [int(min(max(part, 0), 255)) for part in numbers(value)]
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    return missing
