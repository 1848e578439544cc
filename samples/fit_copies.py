"""
`python -m samples.fit_copies`: how pasted seals are told from honest impressions of one stamp.

Draws triples: an impression; the same picture of it on another paper, scanned again; and another
impression of the same stamp. Prints by how much the ratio of their inks varies, and what share of
either `intake.seals.copies.ALIKE` calls one picture.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from intake.seals.copies import ALIKE, unevenness
from intake.seals.impression import impression
from intake.seals.ink_texture import Texture, texture_of, told
from intake.seals.planes import tone_of
from models.marks import InkColour, SealShape
from samples import seals
from samples.channels import Channel, LookName, shoot
from samples.engravings import cut_seals
from samples.lettering.scene import SIDE_MM, Scene, _print, _write, fitted, page_of
from samples.seals import Engraving, Touch
from samples.sheet import Mask, Sheet
from samples.studio import SetName, Studio

LOOKS: tuple[LookName, ...] = ("scan", "photo", "grey", "binarised")
DPIS = (150, 200, 200, 300)
SAME_TURN = 0.3
"""Share of honest pairs that are pressed at the same turn: the hardest to tell."""
PER_STUDIO = 40


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=150, help="of either kind, per look")
    parser.add_argument("--set", default="tuning", choices=("tuning", "reporting"))
    parser.add_argument("--looks", nargs="*", default=list(LOOKS), choices=LOOKS)
    order = parser.parse_args()
    cv2.setNumThreads(1)
    for look in order.looks:
        pasted, honest = zip(*_spreads(order.set, look, order.pairs), strict=True)
        sys.stdout.write(f"{look}: {_said('pasted', pasted)}; {_said('honest', honest)}\n")
        sys.stdout.flush()


def _said(name: str, spreads: tuple[float, ...]) -> str:
    values = np.array(spreads)
    caught = int((values < ALIKE).sum())
    low, some, half = np.percentile(values, (0, 5, 50))
    return (
        f"{name} {caught} of {len(values)} called one picture"
        f" (spread {low:.3f} at least, {some:.3f} at 5 %, {half:.3f} at 50 %)"
    )


def _spreads(set_name: SetName, look: LookName, count: int) -> Iterator[tuple[float, float]]:
    """Yield the spread of a pasted and of an honest pair; 9 where they cannot be compared."""
    for number in range(count):
        if number % PER_STUDIO == 0:
            studio = Studio.open(set_name, 70000 + number)
        cut = _stamp(studio)
        first, second = _touches(studio)
        picture = seals.impression(cut, first, studio.rng)
        again = seals.impression(cut, second, studio.rng)
        one, copy, other = (
            _scanned(studio, (cut, touch, mask), look)
            for touch, mask in ((first, picture), (first, picture), (second, again))
        )
        yield unevenness(one, copy) or 9.0, unevenness(one, other) or 9.0


def _stamp(studio: Studio) -> Engraving:
    box = cut_seals(studio, studio.company())
    cut = studio.rng.choice((box.official, box.financial, box.contract))
    return cut if cut.shape is SealShape.ROUND else box.official


def _touches(studio: Studio) -> tuple[Touch, Touch]:
    rng = studio.rng
    first, second = Touch.sample(rng), Touch.sample(rng)
    if rng.random() < SAME_TURN:
        second = replace(second, turn=first.turn + rng.uniform(-1, 1))
    return first, second


def _scanned(studio: Studio, pressed: tuple[Engraving, Touch, Mask], look: LookName) -> Texture:
    """Put an impression on a paper of its own and hand that in."""
    cut, touch, mask = pressed
    rng = studio.rng
    sheet = Sheet(SIDE_MM, SIDE_MM)
    middle = (SIDE_MM / 2 + rng.uniform(-3, 3), SIDE_MM / 2 + rng.uniform(-3, 3))
    _print(sheet, studio, cut, middle)
    _write(sheet, studio)
    sheet.stain(mask, seals.stain_place(mask, middle), touch.colour, seal=True)
    shot = shoot(sheet, Channel(look=look, container="pdf", dpi=rng.choice(DPIS)), rng)
    colour = InkColour.BLACK if look in {"grey", "binarised"} else InkColour.RED
    ring = fitted(Scene(cut, touch, middle, shot, colour), rng)
    lifted = impression(page_of(shot), ring.box.grown(0.12 * ring.radius), colour)
    return told(texture_of(lifted, ring, tone_of(lifted, ring), colour))


if __name__ == "__main__":
    main()
