"""
`python -m samples.fit_handwriting`: the weights of handwriting against print.

Draws cases of the tuning set in every channel, measures each signature and some of the print as the
pipeline does, and prints the logistic weights that `intake.signatures.judge` names.
"""

import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from intake.errors import IntakeError
from intake.ingest import Limits, load_page
from intake.ingest.sniff import sniff
from intake.kit import Kit
from intake.page.upright import stand_upright
from intake.page_image import PageImage, PageTask, Pixels
from intake.signatures.body import Body, body_of
from intake.signatures.features import Features, features_of
from intake.signatures.judge import measured, styled
from intake.signatures.strokes import strokes_in
from intake.text.fold import tight
from models.evidence import Box, BoxFrac
from models.marks import SlotFound
from models.page import Channel, ColourMode, Frame, Quality
from samples.cases import DrawnCase, random_case
from samples.channels import CHANNELS, shoot
from samples.fonts import FACES
from samples.sheet import Sheet, Type
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

TYPE_POINTS = (9, 10.5, 10.5, 12, 12, 14, 14, 16, 18, 22)
SHEETS = 24

MM_PER_POINT = 25.4 / 72
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
GIVEN = "建国秀英志强海波晓燕伟芳娜敏静丽军勇杰涛明超霞平刚桂兰红梅文慧怡永新宇"

Found = tuple[Features, Body, bool]
"""Ink, the print of its page, and whether it was written by hand."""
Sample = tuple[dict[str, float], bool]
"""The measures, and whether the ink was written by hand."""


def main() -> None:
    """Draw, measure, fit, print: by the page's print first, by the drawing alone second."""
    kit = Kit.build(Limits())
    found: list[Found] = []
    for number, look in enumerate(LOOKS):
        for seed in range(FIRST + number * CASES, FIRST + (number + 1) * CASES):
            found.extend(_of_case(kit, random_case("tuning", seed, channel=look), seed))
    _tell("WEIGHTS", [(measured(ink, body), by_hand) for ink, body, by_hand in found])
    written = [(styled(ink), True) for ink, _, by_hand in found if by_hand]
    printed = [(styled(ink), False) for sheet in range(SHEETS) for ink in _typed(kit, sheet)]
    _tell("STYLE", [*written, *printed])


def _tell(name: str, samples: list[Sample]) -> None:
    written = sum(by_hand for _, by_hand in samples)
    print(f"{name}: {written} written, {len(samples) - written} printed")  # noqa: T201
    for measure, weight in fit(samples).items():
        print(f'    "{measure}": {weight:.2f},')  # noqa: T201


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


def _typed(kit: Kit, number: int) -> Iterator[Features]:
    """Yield how names look that are printed in type of any face and size."""
    rng = Random(FIRST + number)
    sheet = Sheet(210, 150)
    names = []
    for row, column in product(range(11), range(2)):
        type_ = Type(rng.choice(sorted(FACES)), rng.choice(TYPE_POINTS) * MM_PER_POINT)
        name = "".join((rng.choice(SURNAMES), *rng.choices(GIVEN, k=rng.choice((1, 2, 2)))))
        left, foot = 55.0 + column * 85, 20 + row * 11.5
        sheet.text((left, foot), name, type_)
        names.append((left - 2, foot - 7.5, left + type_.width(name) + 2, foot + 3))
    shot = shoot(sheet, CHANNELS[LOOKS[number % len(LOOKS)]], rng)
    page = _page(np.ascontiguousarray(shot.pixels[..., ::-1]), shot.dpi)
    maps = kit.ink.look(page)
    for name_box in names:
        strokes = strokes_in(page, maps, _box(shot.frac(name_box), page), print_=(), seals=())
        ink = features_of(strokes)
        if ink is not None and ink.area >= LEAST_MM2:
            yield ink


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


def _of_case(kit: Kit, case: DrawnCase, seed: int) -> Iterator[Found]:
    """Yield the ink of one case's signatures and of some of its print."""
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


def _of_page(kit: Kit, page: PageImage, truth: PageTruth, rng: Random) -> Iterator[Found]:
    maps = kit.ink.look(page)
    body = body_of(maps, kit.first.read_page(page))
    for box, by_hand in _places(page, truth, rng):
        strokes = strokes_in(page, maps, box, print_=(), seals=())
        ink = features_of(strokes)
        if ink is None or ink.area < LEAST_MM2 or strokes.sealed > OF_SEAL:
            continue
        if by_hand or ink.height <= TITLE * body.height:
            yield ink, body, by_hand


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
