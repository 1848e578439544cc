"""
Train the ink network: `python -m samples.ink.train --steps N --out FOLDER [--faces FOLDER]`.

Needs torch. Canvases are drawn by processes beside the training and kept in a pool from which
batches are taken several times, in other colours each time. Deterministic by seed up to the order
in which the drawing processes finish. `recipe.json` beside the weights says what made them.
"""

import argparse
import json
import multiprocessing
import os
import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from samples.ink.bank import fill_bank
from samples.ink.canvas import CHANNELS, compose
from samples.ink.net import HEADS, SIZE_UNIT, STRIDE, InkNet
from samples.ink.record import hashed, sources_hash
from samples.ink.wear import Example, wear
from samples.studio import Studio

SEED = 20261124
SIDE = 384
"""Pixels of a training patch: 88 mm at 110 dpi."""
Stage = dict[str, object]
"""`sources`: the recipe's hash; `steps`: how many were done by its end."""
RISE = 0.05
"""Share of the training in which the rate rises."""
KEPT = 0.997
"""Share of the averaged weights that a step leaves: the last few hundred steps count."""
POOL = 900
"""Examples kept."""
WEIGHTS = (1.0, 1.0, 2.5, 2.0, 1.5, 1.0)
"""What a channel's error counts: handwriting and seal ink are what we are here for."""
POSITIVE = (1.5, 2.0, 2.5, 2.5, 2.5, 1.5)
"""What an inked pixel counts against a bare one."""


def draw_forever(
    outbox: "multiprocessing.Queue[Example]", seed: int, faces: tuple[Path, ...]
) -> None:
    """Draw examples until the parent stops us or is gone."""
    os.nice(5)
    cv2.setNumThreads(1)
    studio = Studio.open("tuning", seed)
    bank = fill_bank(studio, faces, 400)
    drawn, parent = 0, os.getppid()
    while os.getppid() == parent:
        dpi = studio.rng.choice((72.0, 96.0, 120.0, 150.0, 150.0, 200.0, 200.0, 300.0))
        outbox.put(wear(compose(studio, bank, dpi), studio.rng))
        drawn += 1
        if drawn % 1500 == 0:
            studio = Studio.open("tuning", seed + drawn)
            bank = fill_bank(studio, faces, 400)


class Pool:
    """Examples to draw batches from, renewed as new ones arrive."""

    def __init__(self, inbox: "multiprocessing.Queue[Example]", rng: Random) -> None:
        self._inbox, self._rng = inbox, rng
        self.examples: list[Example] = []
        self.taken = 0

    def fill(self, least: int) -> None:
        """Take what has arrived; wait until there are `least`."""
        while True:
            try:
                example = self._inbox.get(block=len(self.examples) < least)
            except queue.Empty:
                return
            self.taken += 1
            if len(self.examples) < POOL:
                self.examples.append(example)
            else:
                self.examples[self._rng.randrange(POOL)] = example
            if len(self.examples) >= least and self._inbox.empty():
                return

    def batch(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return pictures, labels and instance targets."""
        rows = [prepared(self._rng.choice(self.examples), self._rng) for _ in range(size)]
        return tuple(torch.from_numpy(np.stack(part)) for part in zip(*rows, strict=True))  # type: ignore[return-value]


def prepared(example: Example, rng: Random) -> tuple[NDArray[np.float32], ...]:
    """Cut a patch of SIDE, jitter its colours, turn it by a quarter now and then."""
    picture, masks = _padded(example.picture), _padded(example.masks.transpose(1, 2, 0))
    top, left = (rng.randint(0, max(0, picture.shape[0] - SIDE)) for _ in "yx")
    picture = picture[top : top + SIDE, left : left + SIDE].astype(np.float32) / 255
    masks = masks[top : top + SIDE, left : left + SIDE]
    boxes = [
        (x0 - left, y0 - top, x1 - left, y1 - top, s) for x0, y0, x1, y1, s in example.instances
    ]
    if rng.random() < 0.3:
        picture = picture ** rng.uniform(0.7, 1.5)
    if rng.random() < 0.2:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    picture = np.clip(picture * rng.uniform(0.85, 1.1), 0, 1)
    target = targets(boxes)
    return (
        np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32),
        np.ascontiguousarray(masks.transpose(2, 0, 1) > 0, np.float32),
        target,
    )


def _padded(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    lacking = [max(0, SIDE - size) for size in picture.shape[:2]]
    return np.pad(picture, ((0, lacking[0]), (0, lacking[1]), (0, 0)), mode="edge")


def targets(boxes: list[tuple[float, float, float, float, int]]) -> NDArray[np.float32]:
    """Return (HEADS + 1, side/8, side/8): heat, offset, size, shape, and where these count."""
    side = SIDE // STRIDE
    maps = np.zeros((HEADS + 1, side, side), np.float32)
    y, x = np.mgrid[0:side, 0:side]
    for box in boxes:
        x0, y0, x1, y1 = (min(max(v, 0.0), float(SIDE)) for v in box[:4])
        width, height = x1 - x0, y1 - y0
        if (
            width * height < 0.5 * max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
            or min(width, height) < 20
        ):
            continue
        middle = ((x0 + x1) / 2 / STRIDE, (y0 + y1) / 2 / STRIDE)
        spread = max(0.8, 0.09 * (width + height) / 2 / STRIDE)
        column, row = min(int(middle[0]), side - 1), min(int(middle[1]), side - 1)
        heat = np.exp(-((x - column) ** 2 + (y - row) ** 2) / (2 * spread**2))
        maps[0] = np.maximum(maps[0], heat)
        near = (np.abs(x - column) <= 1) & (np.abs(y - row) <= 1)
        maps[1][near], maps[2][near] = (middle[0] - x)[near], (middle[1] - y)[near]
        maps[3][near], maps[4][near] = np.log(width / SIZE_UNIT), np.log(height / SIZE_UNIT)
        maps[5:8, near] = 0
        maps[5 + box[4]][near] = 1
        maps[HEADS][near] = 1
    return maps


def loss_of(
    labels: Tensor, found: Tensor, wanted: Tensor, target: Tensor
) -> tuple[Tensor, dict[str, float]]:
    """Return the sum of label, heat, place and shape errors."""
    weight = torch.tensor(WEIGHTS).view(1, CHANNELS, 1, 1)
    positive = torch.tensor(POSITIVE).view(1, CHANNELS, 1, 1)
    raw = functional.binary_cross_entropy_with_logits(
        labels, wanted, pos_weight=positive, reduction="none"
    )
    ink = (raw * weight).mean()
    dice = _dice(torch.sigmoid(labels), wanted)
    heat = _focal(torch.sigmoid(found[:, 0]).clamp(1e-4, 1 - 1e-4), target[:, 0])
    counts = target[:, HEADS]
    norm = counts.sum().clamp(min=1)
    place = ((found[:, 1:3] - target[:, 1:3]).abs().sum(1) * counts).sum() / norm
    size = ((found[:, 3:5] - target[:, 3:5]).abs().sum(1) * counts).sum() / norm
    shape = (
        -(functional.log_softmax(found[:, 5:8], 1) * target[:, 5:8]).sum(1) * counts
    ).sum() / norm
    total = ink + 0.5 * dice + heat + 0.5 * place + 2 * size + 0.2 * shape
    parts = {"ink": ink, "dice": dice, "heat": heat, "place": place, "size": size, "shape": shape}
    return total, {name: float(value.detach()) for name, value in parts.items()}


def _dice(said: Tensor, wanted: Tensor) -> Tensor:
    both = (said * wanted).sum((0, 2, 3))
    return (1 - (2 * both + 50) / (said.sum((0, 2, 3)) + wanted.sum((0, 2, 3)) + 50)).mean()


def _focal(heat: Tensor, target: Tensor) -> Tensor:
    """Return CenterNet's penalty-reduced focal loss."""
    at = target.eq(1).float()
    hit = torch.log(heat) * (1 - heat) ** 2 * at
    miss = torch.log(1 - heat) * heat**2 * (1 - target) ** 4 * (1 - at)
    return -(hit.sum() + miss.sum()) / at.sum().clamp(min=1)


def rate(done: float, peak: float) -> float:
    """Return the learning rate: a short rise, then a cosine down to nothing; `done` is 0 to 1."""
    if done < RISE:
        return peak * max(done / RISE, 0.02)
    return float(peak * 0.5 * (1 + np.cos(np.pi * min(1.0, (done - RISE) / (1 - RISE)))))


@dataclass(slots=True)
class Course:
    """A training under way."""

    net: InkNet
    mean: AveragedModel
    optimiser: torch.optim.Optimizer
    step: int = 0
    stages: tuple[Stage, ...] = ()
    """What was done before with other sources."""

    @classmethod
    def begin(cls, order: argparse.Namespace) -> "Course":
        """Start afresh, or where the snapshot in `out` was taken."""
        torch.manual_seed(SEED)
        net = InkNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(KEPT), use_buffers=True)
        optimiser = torch.optim.AdamW(net.parameters(), lr=order.rate, weight_decay=0.02)
        course = cls(net, mean, optimiser)
        snapshot = Path(order.out) / "snapshot.pt"
        if snapshot.exists():
            kept = torch.load(snapshot, weights_only=True)
            net.load_state_dict(kept["net"])
            mean.load_state_dict(kept["mean"])
            optimiser.load_state_dict(kept["optimiser"])
            course.step = kept["step"]
            course.stages = earlier(Path(order.out))
        return course

    def learn(self, batch: tuple[Tensor, Tensor, Tensor], *, bf16: bool) -> dict[str, float]:
        """Take one step."""
        pictures, wanted, target = batch
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            labels, found = self.net(pictures.contiguous(memory_format=torch.channels_last))
        total, parts = loss_of(labels.float(), found.float(), wanted, target)
        self.optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.mean.update_parameters(self.net)
        self.step += 1
        return parts

    def save(self, order: argparse.Namespace) -> None:
        """Write the averaged weights, the recipe that made them, and what is needed to go on."""
        out = Path(order.out)
        torch.save(self.mean.module.state_dict(), out / "ink.pt")
        told = recipe(order, self.step, self.stages)
        (out / "recipe.json").write_text(json.dumps(told, indent=1) + "\n")
        state = {"net": self.net, "mean": self.mean, "optimiser": self.optimiser}
        kept = {name: part.state_dict() for name, part in state.items()}
        torch.save({**kept, "step": self.step}, out / "snapshot.pt")


def train(order: argparse.Namespace) -> None:
    """Train until the steps are done or the minutes are over, saving as it goes."""
    torch.set_num_threads(order.threads)
    course, started, done = Course.begin(order), time.monotonic(), 0.0
    for batch in batches(order):
        passed = (time.monotonic() - started) / 60 / order.minutes
        done = max(course.step / order.steps, passed)
        for group in course.optimiser.param_groups:
            group["lr"] = rate(done, order.rate)
        parts = course.learn(batch, bf16=order.bf16)
        if course.step % 25 == 0:
            told = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
            print(f"{time.strftime('%H:%M:%S')} step {course.step} {told}", flush=True)  # noqa: T201
        if course.step % 250 == 0 or done >= 1:
            course.save(order)
        if done >= 1:
            return


def earlier(out: Path) -> tuple[Stage, ...]:
    """Return the stages that a snapshot went through before these sources."""
    stages = json.loads((out / "recipe.json").read_text("utf-8"))["stages"]
    return tuple(stage for stage in stages if stage["sources"] != sources_hash())


def recipe(order: argparse.Namespace, steps: int, stages: tuple[Stage, ...]) -> dict[str, object]:
    """Return what made the weights: sources and steps of each stage, the seed, the faces."""
    return {
        "stages": [*stages, {"sources": sources_hash(), "steps": steps}],
        "seed": SEED,
        "batch": order.batch,
        "rate": order.rate,
        "side": SIDE,
        "bf16": order.bf16,
        "faces": {face.stem: hashed(face) for face in faces_in(order.faces)},
        "torch": torch.__version__.split("+")[0],
    }


def batches(order: argparse.Namespace) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield batches for as long as they are asked for, drawing beside."""
    faces = faces_in(order.faces)
    context = multiprocessing.get_context("spawn")
    inbox: multiprocessing.Queue[Example] = context.Queue(maxsize=32)
    drawers = [
        context.Process(target=draw_forever, args=(inbox, SEED + 7919 * n, faces), daemon=True)
        for n in range(order.drawers)
    ]
    for drawer in drawers:
        drawer.start()
    try:
        pool = Pool(inbox, Random(SEED))
        while True:
            pool.fill(order.batch * 6)
            yield pool.batch(order.batch)
    finally:
        for drawer in drawers:
            drawer.terminate()


def faces_in(folder: str | None) -> tuple[Path, ...]:
    """Return the handwriting fonts of a folder."""
    return tuple(sorted(Path(folder).glob("*.ttf"))) if folder else ()


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--drawers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument(
        "--faces", help="a folder of handwriting fonts (TTF), beside the stroke model"
    )
    parser.add_argument("--minutes", type=float, default=1e6, help="end by then, steps or not")
    parser.add_argument("--out", required=True)
    order = parser.parse_args()
    Path(order.out).mkdir(parents=True, exist_ok=True)
    train(order)


if __name__ == "__main__":
    main()
