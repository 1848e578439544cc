"""
`python -m samples.fit_handwriting`: the weights of handwriting against print.

Draws cases of the tuning set in every channel, measures each signature and some of the print as the
pipeline does, and prints the logistic weights that `intake.signatures.judge` names.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from intake.errors import IntakeError
from intake.ingest import Limits, load_page
from intake.ingest.sniff import sniff
from intake.kit import Kit
from intake.page.upright import stand_upright
from intake.page_image import PageImage, PageTask
from intake.signatures.body import body_of
from intake.signatures.features import features_of
from intake.signatures.judge import measured
from intake.signatures.strokes import strokes_in
from intake.text.fold import tight
from models.evidence import Box, BoxFrac
from models.marks import SlotFound
from samples.cases import DrawnCase, random_case
from samples.truth import PageTruth

FIRST, CASES = 9001, 3
"""Seeds of the cases, and how many there are of each channel."""
LOOKS = ("scan", "jpeg", "scan150", "scan300", "grey", "phone", "bw_pdf", "bw_tiff")
WRITTEN = {SlotFound.PEN, SlotFound.PEN_FINGERPRINT, SlotFound.OTHER_PERSON}
MOST_PRINT = 14
"""Printed words per page: more of them say no more."""
LONGEST = 6
"""Characters of a printed word that stands in for a name."""
AROUND_MM = 0.8
LEAST_MM2 = 1.5
TITLE = 1.25
"""Print this much higher than the page's is no name in a place for a signature."""
OF_SEAL = 0.5
"""Ink likelier a seal's than this is judged by other means."""
SHRINK = 3e-4
"""Weight of the penalty on large weights: measures that say the same share what they say."""
STEPS = 20_000

Sample = tuple[dict[str, float], bool]
"""The measures, and whether the ink was written by hand."""


def main() -> None:
    """Draw, measure, fit, print."""
    kit = Kit.build(Limits())
    samples: list[Sample] = []
    for number, look in enumerate(LOOKS):
        for seed in range(FIRST + number * CASES, FIRST + (number + 1) * CASES):
            samples.extend(_of_case(kit, random_case("tuning", seed, channel=look), seed))
    weights = fit(samples)
    written = sum(by_hand for _, by_hand in samples)
    print(f"{written} written, {len(samples) - written} printed")  # noqa: T201
    for name, weight in weights.items():
        print(f'    "{name}": {weight:.2f},')  # noqa: T201


def fit(samples: list[Sample]) -> dict[str, float]:
    """Return the weights and the bias of a logistic regression, both classes weighing the same."""
    names = list(samples[0][0])
    values = np.array([[measures[name] for name in names] for measures, _ in samples])
    by_hand = np.array([written for _, written in samples], np.float64)
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = np.column_stack(((values - mean) / spread, np.ones(len(values))))
    share = by_hand.mean()
    balance = np.where(by_hand > 0, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        off = balance * (1 / (1 + np.exp(-scaled @ weights)) - by_hand)
        penalty = np.append(weights[:-1], 0.0) * SHRINK
        weights -= scaled.T @ off / len(values) + penalty
    raw: NDArray[np.float64] = weights[:-1] / spread
    bias = float(weights[-1] - (raw * mean).sum())
    return {**{name: float(w) for name, w in zip(names, raw, strict=True)}, "bias": bias}


def _of_case(kit: Kit, case: DrawnCase, seed: int) -> Iterator[Sample]:
    """Yield the measures of one case's signatures and of some of its print."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in case.files.items():
            (Path(folder) / name).write_bytes(content)
        for truth in case.pages:
            path = Path(folder) / truth.file
            task = PageTask(file=path.name, path=str(path), type=sniff(path), page=truth.page)
            try:
                page = stand_upright(load_page(task, limits=kit.limits), orient=kit.orient)
            except IntakeError:
                continue
            yield from _of_page(kit, page, truth, Random(seed))


def _of_page(kit: Kit, page: PageImage, truth: PageTruth, rng: Random) -> Iterator[Sample]:
    maps = kit.ink.look(page)
    body = body_of(maps, kit.first.read_page(page))
    for box, by_hand in _places(page, truth, rng):
        strokes = strokes_in(page, maps, box, print_=(), seals=())
        ink = features_of(strokes)
        if ink is None or ink.area < LEAST_MM2 or strokes.sealed > OF_SEAL:
            continue
        if by_hand or ink.height <= TITLE * body.height:
            yield measured(ink, body), by_hand


def _places(page: PageImage, truth: PageTruth, rng: Random) -> Iterator[tuple[Box, bool]]:
    """Yield where names are written, and where names and other words are printed."""
    by_hand = [_box(text.bbox_frac, page) for text in truth.texts if text.handwritten]
    for slot in truth.slots:
        if slot.found in WRITTEN or slot.found is SlotFound.PRINTED:
            yield _box(slot.bbox_frac, page), slot.found in WRITTEN
    words = [
        _box(text.bbox_frac, page).grown(page.px(AROUND_MM))
        for text in truth.texts
        if not text.handwritten and _is_like_a_name(tight(text.text))
    ]
    clear = [box for box in words if not any(box.overlap(pen) > 0 for pen in by_hand)]
    for box in rng.sample(clear, min(MOST_PRINT, len(clear))):
        yield box, False


def _is_like_a_name(text: str) -> bool:
    return 2 <= len(text) <= LONGEST and all("一" <= char <= "鿿" for char in text)


def _box(frac: BoxFrac, page: PageImage) -> Box:
    """Return the upright box about a box of the delivered page."""
    back = np.linalg.inv(np.array(page.frame.to_delivered).reshape(3, 3))
    left, top, right, bottom = frac
    corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]])
    x, y, unit = back @ corners.T
    across, down = np.clip(x / unit, 0, page.frame.width), np.clip(y / unit, 0, page.frame.height)
    return Box(
        left=float(across.min()),
        top=float(down.min()),
        right=float(across.max()),
        bottom=float(down.max()),
    )


if __name__ == "__main__":
    main()
