"""Impressions that are one picture, copied: nobody presses a stamp twice alike."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.seals.ink_texture import SIDE, Texture, told
from models.marks import Seal, SealKind
from models.page import PageReading

UNEVENNESS_MM = 1.2
"""Ink is compared over this many millimetres (standard deviation) of a seal of 40 mm: wider than
the error of laying one impression on the other, finer than pressure changes."""
SEAL_MM = 40.0
ALIKE = 0.042
"""Spread of the ratio of ink below which two impressions are one: nothing but the scanner's noise.
Honest impressions of one stamp start at 0.053 (`python -m samples.fit_copies`)."""
LEAST_INK, LEAST_SHOWN = 0.08, 0.5
"""Ink and share not covered by print that a place needs to be compared."""
LEAST_COMPARED = 0.15
"""Share of the square that has to be comparable."""
LEAST_LIKE = 0.5
"""Correlation that two impressions of one engraving reach, however inked."""
SOFT = 1.5
"""Pixels by which textures are blurred before they are laid on one another."""
RINGS, ANGLES = 64, 512
LEGEND_RINGS = slice(28, 54)
"""Of the polar picture: the letters, whose places tell how far a seal is turned; a star is as good
turned by a fifth."""
MOST_PAIRS = 1000
"""Pairs that are compared, nearest pages first; each takes some three milliseconds."""
TURNS = 3
"""Turns that are tried, likeliest first."""

Matrix = NDArray[np.float32]


def with_copies_marked(pages: Sequence[PageReading]) -> tuple[PageReading, ...]:
    """Return the pages; seals that are one picture bear the same `picture`, others none."""
    seals = [(index, seal) for index, page in enumerate(pages) for seal in page.seals]
    names = _names([seal for _, seal in seals], [index for index, _ in seals])
    by_page: dict[int, list[Seal]] = {}
    for (index, seal), name in zip(seals, names, strict=True):
        by_page.setdefault(index, []).append(seal.model_copy(update={"picture": name}))
    return tuple(
        page.model_copy(update={"seals": tuple(by_page[index])}) if index in by_page else page
        for index, page in enumerate(pages)
    )


def _names(seals: Sequence[Seal], pages: Sequence[int]) -> list[str]:
    """Return a name for each group of copies, the first one's own; empty where there is none."""
    names = [""] * len(seals)
    for one, other in _pairs(seals, pages):
        if names[one] and names[other]:
            continue
        if one_picture(seals[one].texture, seals[other].texture):
            name = names[one] or names[other] or _name(seals[one].texture)
            names[one] = names[other] = name
    return names


def _pairs(seals: Sequence[Seal], pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs on different pages that may be of one stamp, nearest pages first."""
    textured = [index for index, seal in enumerate(seals) if seal.texture]
    pairs = [
        (one, other)
        for one, other in combinations(textured, 2)
        if pages[one] != pages[other] and _may_be_one_stamp(seals[one], seals[other])
    ]
    pairs.sort(key=lambda pair: pages[pair[1]] - pages[pair[0]])
    yield from pairs[:MOST_PAIRS]


def _may_be_one_stamp(one: Seal, other: Seal) -> bool:
    kinds = {one.kind, other.kind} - {SealKind.UNREAD}
    return len(kinds) < 2 and one.shape is other.shape and one.colour is other.colour


def _name(texture: str) -> str:
    return hashlib.blake2b(texture.encode("ascii"), digest_size=12).hexdigest()


def one_picture(one: str, other: str) -> bool:
    """Say whether two textures are of one impression."""
    spread = unevenness(told(one), told(other))
    return spread is not None and spread < ALIKE


def unevenness(one: Texture, other: Texture) -> float | None:
    """
    Return by how much the ratio of the inks varies over two impressions laid on one another.

    None where they are not of one engraving, or too little of both can be seen.
    """
    way = _laid(one, other)
    if way is None:
        return None
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    there = cv2.warpAffine(other.ink, way, (SIDE, SIDE), flags=how)
    hidden = cv2.warpAffine(
        (~other.shown).astype(np.uint8), way, (SIDE, SIDE), flags=how, borderValue=1
    )
    shown = (one.shown & (hidden == 0)).astype(np.float32)
    sigma = UNEVENNESS_MM / SEAL_MM * SIDE
    fields = (one.ink * shown, np.asarray(there, np.float32) * shown, shown)
    ours, theirs, seen = (_blurred(field, sigma) for field in fields)
    told_apart = np.asarray((np.minimum(ours, theirs) > LEAST_INK) & (seen > LEAST_SHOWN))
    if told_apart.mean() < LEAST_COMPARED:
        return None
    ratio = np.log(theirs[told_apart] / ours[told_apart])
    quarter, half, weight = _spread(ratio, np.sqrt(ours * theirs)[told_apart])
    return (half - quarter) / 1.35 if weight else None


def _blurred(field: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(field, (0, 0), sigma), np.float32)


def _spread(
    values: NDArray[np.float32], weights: NDArray[np.float32]
) -> tuple[float, float, float]:
    """Return the weighted quartiles and the whole weight."""
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    total = float(share[-1])
    quartiles = np.searchsorted(share, (0.25 * total, 0.75 * total))
    low, high = values[order][np.minimum(quartiles, len(values) - 1)]
    return float(low), float(high), total


def _laid(one: Texture, other: Texture) -> Matrix | None:
    """Return the affine way from the first texture to the second; None if they do not fit."""
    ours, theirs = (_blurred(each.ink, SOFT) for each in (one, other))
    best, start = 0.0, None
    for turn in _turns(one.ink, other.ink):
        middle = ((SIDE - 1) / 2, (SIDE - 1) / 2)
        way = cv2.getRotationMatrix2D(middle, -turn, 1).astype(np.float32)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        turned = cv2.warpAffine(theirs, way, (SIDE, SIDE), flags=how)
        like = _likeness(ours, np.asarray(turned, np.float32))
        if like > best:
            best, start = like, way
    if start is None:
        return None
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        like, found = cv2.findTransformECC(ours, theirs, start, cv2.MOTION_AFFINE, criteria)
    except cv2.error:  # no overlap is found: they are not of one engraving
        return None
    return np.asarray(found, np.float32) if like > LEAST_LIKE else None


def _turns(one: NDArray[np.float32], other: NDArray[np.float32]) -> Iterator[float]:
    """Yield by how many degrees the second may be turned against the first, likeliest first."""
    ours, theirs = _polar(one), _polar(other)
    spectrum = np.conj(np.fft.rfft(ours, axis=0)) * np.fft.rfft(theirs, axis=0)
    likeness = np.fft.irfft(spectrum.sum(axis=1), ANGLES)
    for _ in range(TURNS):
        best = int(np.argmax(likeness))
        yield (best if best < ANGLES / 2 else best - ANGLES) * 360 / ANGLES
        likeness[np.arange(best - 12, best + 13) % ANGLES] = -np.inf


def _polar(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the letters' rings by angle, (ANGLES, rings), each ring's mean taken off."""
    middle = ((SIDE - 1) / 2, (SIDE - 1) / 2)
    polar = cv2.warpPolar(ink, (RINGS, ANGLES), middle, SIDE / 2, cv2.WARP_POLAR_LINEAR)
    letters = np.asarray(polar[:, LEGEND_RINGS], np.float32)
    return np.asarray(letters - letters.mean(axis=0), np.float32)


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return how two fields correlate; 0 where one of them is flat."""
    ours, theirs = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((ours * ours).sum() * (theirs * theirs).sum()))
    return float((ours * theirs).sum()) / norm if norm > 0 else 0.0
