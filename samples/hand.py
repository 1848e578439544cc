"""Handwriting: characters from their strokes' centre lines, drawn as a moving pen would."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import pi, sin
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.noise import cloud
from samples.sheet import BoxMm, Colour, Mask, Sheet

GRAIN = 16.0
"""Pixels per millimetre of drawn handwriting."""
FINE = 8
"""cv2 draws at 1/8 pixel when told so (`shift=3`)."""
GRID = 1000.0
"""Height of the stroke data's square."""
BLACK_INK: Colour = (28, 28, 34)
BLUE_INK: Colour = (32, 48, 140)
RED_INK: Colour = (196, 40, 44)
PENCIL: Colour = (96, 96, 98)

Path = NDArray[np.float64]
"""(n, 2) points of one stroke, y down."""

DIGITS: dict[str, tuple[float, list[list[float]]]] = {
    "0": (520, [[260, 180, 90, 420, 110, 700, 250, 820, 410, 700, 430, 400, 290, 180]]),
    "1": (300, [[140, 240, 190, 180, 170, 820]]),
    "2": (520, [[100, 330, 170, 200, 320, 180, 400, 310, 330, 520, 90, 800, 440, 790]]),
    "3": (500, [[100, 240, 260, 180, 370, 300, 220, 460, 390, 600, 330, 790, 110, 790]]),
    "4": (540, [[300, 180, 90, 560, 450, 550], [330, 380, 310, 830]]),
    "5": (
        520,
        [[160, 200, 130, 460, 310, 430, 400, 600, 300, 800, 110, 780], [160, 200, 410, 190]],
    ),
    "6": (520, [[360, 180, 150, 430, 120, 680, 250, 820, 400, 700, 330, 540, 140, 620]]),
    "7": (500, [[90, 220, 420, 210, 260, 500, 220, 830]]),
    "8": (520, [[370, 260, 220, 180, 130, 320, 380, 600, 340, 790, 170, 790, 150, 600, 370, 300]]),
    "9": (520, [[390, 300, 240, 190, 120, 340, 250, 480, 390, 330, 380, 560, 300, 830]]),
    ".": (220, [[90, 780, 110, 810]]),
    "-": (360, [[60, 520, 290, 500]]),
    "/": (360, [[290, 180, 70, 840]]),
    ",": (220, [[110, 760, 70, 880]]),
    "¥": (560, [[100, 180, 270, 420, 440, 180], [270, 420, 260, 820], [110, 520, 430, 510]]),
    "、": (420, [[110, 700, 220, 830]]),
    "〇": (1000, [[500, 200, 210, 440, 300, 750, 600, 790, 790, 520, 640, 230, 500, 200]]),
    "X": (560, [[110, 190, 440, 810], [440, 190, 100, 820]]),
    " ": (350, []),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """A writer with a pen; lengths in millimetres."""

    pen: float = 0.45
    """Width of a stroke."""
    colour: Colour = BLACK_INK
    slant: float = 0.08
    """Shear to the right."""
    joined: float = 0.3
    """Share of strokes that run into the next without lifting the pen."""
    wobble: float = 0.03
    """Shakiness and sloppiness, in character heights."""
    taper: float = 0.55
    """How much thinner a stroke ends than it began."""
    tight: float = 0.92
    """Advance from character to character, in character widths."""
    climb: float = 0.04
    """Rise of the line towards its end, in character heights per character."""
    grainy: bool = False
    """Pencil: the paper's grain shows."""


@cache
def _strokes() -> dict[str, list[list[int]]]:
    text = files("samples").joinpath("data/strokes.json").read_text("utf-8")
    strokes: dict[str, list[list[int]]] = json.loads(text)["strokes"]
    return strokes


def can_write(text: str) -> bool:
    """Say whether every character's strokes are known."""
    return all(char in DIGITS or char in _strokes() for char in text)


def write(text: str, hand: Hand, height: float, rng: Random) -> Mask:
    """Write a line `height` millimetres tall; return its ink at GRAIN, cut to the strokes."""
    return _drawn(_line_paths(text, hand, rng), hand, height, rng)


def draw(strokes: list[list[int]], hand: Hand, height: float, rng: Random) -> Mask:
    """Draw strokes given as [x, y, x, y, ...] in a square of GRID units, y down."""
    paths = [_shaped(np.array(s, float).reshape(-1, 2), hand, rng) for s in strokes]
    return _drawn(paths, hand, height, rng)


def _drawn(paths: list[Path], hand: Hand, height: float, rng: Random) -> Mask:
    scale = height * GRAIN / GRID
    points = np.concatenate(paths) * scale
    margin = hand.pen * GRAIN + 2
    low = points.min(0) - margin
    size = points.max(0) + margin - low
    mask = np.zeros((int(size[1]) + 1, int(size[0]) + 1), np.uint8)
    for path in paths:
        _draw(mask, path * scale - low, hand, rng)
    return _pencilled(mask, rng) if hand.grainy else _inky(mask, rng)


def put(sheet: Sheet, mask: Mask, at: tuple[float, float], colour: Colour) -> BoxMm:
    """Lay handwriting with its left middle at `at`; return its box."""
    width, height = mask.shape[1] / GRAIN, mask.shape[0] / GRAIN
    box = (at[0], at[1] - height / 2, at[0] + width, at[1] + height / 2)
    sheet.stain(mask, box, colour)
    return box


def _line_paths(text: str, hand: Hand, rng: Random) -> list[Path]:
    paths: list[Path] = []
    x = 0.0
    for place, char in enumerate(text):
        width, strokes = _char(char)
        size = rng.uniform(0.9, 1.08)
        rise = -hand.climb * GRID * place + rng.gauss(0, hand.wobble * 500)
        shaped = [_shaped(stroke, hand, rng) * size + (x, rise) for stroke in strokes]
        paths += _join(shaped, hand, rng)
        x += width * hand.tight * size
    return paths


def _char(char: str) -> tuple[float, list[Path]]:
    if char in DIGITS:
        width, raw = DIGITS[char]
        return width, [np.array(stroke, float).reshape(-1, 2) for stroke in raw]
    return GRID, [np.array(stroke, float).reshape(-1, 2) for stroke in _strokes()[char]]


def _shaped(stroke: Path, hand: Hand, rng: Random) -> Path:
    """Bend one stroke out of the model shape: its own place, its own sway, rounded corners."""
    loose = hand.wobble * GRID
    moved = stroke + np.array([rng.gauss(0, loose), rng.gauss(0, loose)])
    moved = moved + np.array(
        [[rng.gauss(0, loose * 0.6), rng.gauss(0, loose * 0.6)] for _ in moved]
    )
    smooth = _rounded(_rounded(_rounded(moved)))
    sheared = smooth.copy()
    sheared[:, 0] += hand.slant * (GRID / 2 - smooth[:, 1])
    return sheared


def _rounded(path: Path) -> Path:
    """Cut corners (Chaikin), the ends kept."""
    if len(path) < 2:
        return path
    first, second = path[:-1] * 0.75 + path[1:] * 0.25, path[:-1] * 0.25 + path[1:] * 0.75
    inner = np.empty((2 * len(first), 2))
    inner[0::2], inner[1::2] = first, second
    return np.concatenate([path[:1], inner, path[-1:]])


def _join(strokes: list[Path], hand: Hand, rng: Random) -> list[Path]:
    """Run some strokes into the next with a thin hop, as fast writing does."""
    paths: list[Path] = []
    for stroke in strokes:
        if paths and rng.random() < hand.joined:
            start, end = paths[-1][-1], stroke[0]
            sag = np.array([rng.gauss(0, 25), rng.gauss(15, 25)])
            hop = np.array([start, (start + end) / 2 + sag, end])
            paths[-1] = np.concatenate([paths[-1], _rounded(_rounded(hop)), stroke])
        else:
            paths.append(stroke)
    return paths


def _draw(mask: Mask, path: Path, hand: Hand, rng: Random) -> None:
    """Draw one stroke: thinner towards its end, swelling and thinning with the hand."""
    steps = max(len(path) - 1, 1)
    phase = rng.uniform(0, 2 * pi)
    for place in range(len(path) - 1):
        along = place / steps
        width = hand.pen * (1 - hand.taper * along**2) * (1 + 0.18 * sin(phase + 5 * along))
        start = tuple(int(v) for v in path[place] * FINE)
        end = tuple(int(v) for v in path[place + 1] * FINE)
        cv2.line(mask, start, end, 255, max(1, round(width * GRAIN)), cv2.LINE_AA, 3)


def _inky(mask: Mask, rng: Random) -> Mask:
    """Let the ball's ink flow vary a little along the line."""
    flow = 0.8 + 0.2 * cloud(rng, mask.shape, 24)
    wet: Mask = (cv2.GaussianBlur(mask, (0, 0), 0.7) * flow).astype(np.uint8)
    return wet


def _pencilled(mask: Mask, rng: Random) -> Mask:
    """Show the paper's grain."""
    tooth = cloud(rng, mask.shape, 2, smooth=False)
    dry: Mask = (mask * np.clip(tooth * 1.5, 0.15, 1)).astype(np.uint8)
    return dry
