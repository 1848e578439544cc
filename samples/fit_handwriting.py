"""
`python -m samples.fit_handwriting`: the weights of handwriting against print.

Draws payroll tables of the tuning set in every channel, measures each signature and each printed
name as the pipeline does, and prints the logistic weights that `intake.signatures.judge` names.
"""

from collections.abc import Iterator
from random import Random
from statistics import median

import numpy as np
from numpy.typing import NDArray

from intake.ink.network import InkNetwork, open_ink
from intake.ocr.ppocr import PpOcr, open_ppocr
from intake.page_image import LineText, PageImage, Pixels
from intake.signatures.features import features_of
from intake.signatures.judge import measured
from intake.signatures.strokes import strokes_in
from models.evidence import Box, BoxFrac
from models.marks import SlotFound
from models.page import Channel, ColourMode, Frame, Quality
from models.quantities import Month
from samples import payroll
from samples.channels import CHANNELS
from samples.engravings import cut_seals
from samples.filing import Leaf, leaves
from samples.papers import payroll_table, table_looks
from samples.papers.paper import Order
from samples.studio import Studio
from samples.truth import PageTruth

PAGES = 48
LOOKS = ("scan", "jpeg", "scan150", "scan300", "grey", "phone", "bw_pdf", "red_on_copy")
WRITTEN = {SlotFound.PEN, SlotFound.PEN_FINGERPRINT, SlotFound.OTHER_PERSON}
SHRINK = 4e-3
"""Weight of the penalty on large weights: measures that say the same share what they say."""
STEPS = 6000

Sample = tuple[dict[str, float], bool]
"""The measures, and whether the ink was written by hand."""


def main() -> None:
    """Draw, measure, fit, print."""
    engine, ink = open_ppocr(), open_ink()
    samples = [sample for seed in range(PAGES) for sample in _samples(seed, engine, ink)]
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


def _samples(seed: int, engine: PpOcr, network: InkNetwork) -> Iterator[Sample]:
    """Yield the measures of one drawn page's signatures and printed names."""
    leaf = _leaf(seed)
    if leaf.shot is None:
        return
    page = _page(np.ascontiguousarray(leaf.shot.pixels[..., ::-1]), leaf.shot.dpi)
    heights = [word.box.height for word in engine.read_page(page) if len(word.text) >= 2]
    body = page.mm(median(heights)) if heights else 0.0
    maps = network.look(page)
    for box, by_hand in _places(leaf.truth("page", 1), page):
        strokes = strokes_in(page, maps, box, print_=[], seals=[])
        ink = features_of(strokes)
        if ink is not None and body > 0 and ink.area > 1.5:
            line: LineText = engine.read_lines([strokes.crop()])[0]
            yield measured(ink, line, body), by_hand


def _leaf(seed: int) -> Leaf:
    """Draw one payroll table as one channel delivers it; no seals, they are judged apart."""
    studio = Studio.open("tuning", 9000 + seed)
    company, scheme = studio.company(), payroll.scheme(studio)
    cut_seals(studio, company)
    people = [studio.person() for _ in range(8)]
    rows = tuple(
        payroll.pay(studio.rng, scheme, person, payroll.wage(studio.rng), medical=False)
        for person in people
    )
    found = studio.rng.choice((SlotFound.PEN, SlotFound.PRINTED, SlotFound.PRINTED))
    drawn = payroll_table.draw(
        studio,
        payroll.Payroll(company, Month(2024, 1 + seed % 12), scheme, rows),
        Order(company, (), people[0], found),
        studio.rng.choice(table_looks.TUNING),
        studio.rng.choice(studio.words.words.titles),
    )
    channel = CHANNELS[LOOKS[seed % len(LOOKS)]]
    return leaves(drawn, "d", channel, Random(seed))[0]


def _places(truth: PageTruth, page: PageImage) -> Iterator[tuple[Box, bool]]:
    """Yield where names are written, and where they are printed: slots and cells of names."""
    for slot in truth.slots:
        if slot.found in WRITTEN or slot.found is SlotFound.PRINTED:
            yield _box(slot.bbox_frac, page), slot.found in WRITTEN
    for table in truth.tables:
        for cell in table.cells:
            short = page.mm((cell.bbox_frac[3] - cell.bbox_frac[1]) * page.frame.height) < 9.5
            if 2 <= len(cell.text) <= 4 and not cell.text.isascii() and short:
                yield _box(cell.bbox_frac, page), False


def _box(frac: BoxFrac, page: PageImage) -> Box:
    width, height = page.frame.width, page.frame.height
    left, top, right, bottom = frac
    return Box(left=left * width, top=top * height, right=right * width, bottom=bottom * height)


def _page(bgr: Pixels, dpi: float) -> PageImage:
    height, width = bgr.shape[:2]
    to_delivered = (1 / width, 0.0, 0.0, 0.0, 1 / height, 0.0, 0.0, 0.0, 1.0)
    return PageImage(
        file="page",
        page=1,
        pixels=bgr,
        frame=Frame(width=width, height=height, dpi=dpi, to_delivered=to_delivered),
        rotation=0,
        channel=Channel.SCAN,
        quality=Quality(dpi=dpi, colour=ColourMode.COLOUR),
        delivered_size=(width, height),
    )


if __name__ == "__main__":
    main()
