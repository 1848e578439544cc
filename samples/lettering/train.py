"""
Train the lettering network: `python -m samples.lettering.train --out FOLDER`.

Needs torch. First draws its lessons, then learns from them; both follow from the seed.
`recipe.json` beside the weights says what made them.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
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

from samples.ink.train import rate
from samples.lettering.net import LetterNet
from samples.lettering.record import sources_hash
from samples.lettering.scene import Lesson, lessons
from samples.studio import Studio

SEED = 20261125
KEPT = 0.998
"""Share of the averaged weights that a step leaves."""
RING_CUT, FACE_CUT = (64, 384), (160, 160)
"""Height and width of what is learned from: pieces of unrolled rings, and of faces."""
RINGS = 0.62
"""Share of batches that are rings."""
INKED = 3.0
"""What a pixel of lettering counts against a bare one."""


def draw(scenes: int) -> list[Lesson]:
    """Draw lessons, the same for the same count; people and companies renewed on the way."""
    drawn: list[Lesson] = []
    for scene in range(scenes):
        if scene % 250 == 0:
            studio = Studio.open("tuning", SEED + scene)
            say(f"{scene} of {scenes} scenes")
        drawn.extend(lessons(studio))
    return drawn


def say(text: str) -> None:
    """Tell how it goes."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Desk:
    """Lessons sorted by picture, and the chance that picks among them."""

    rings: list[Lesson]
    faces: list[Lesson]
    rng: Random

    @classmethod
    def of(cls, drawn: Sequence[Lesson]) -> "Desk":
        """Sort lessons."""
        rings = [one for one in drawn if one.letters.shape[0] == RING_CUT[0]]
        faces = [one for one in drawn if one.letters.shape[0] != RING_CUT[0]]
        return cls(rings, faces, Random(SEED))

    def batch(self, size: int) -> tuple[Tensor, Tensor]:
        """Return planes and lettering."""
        ring = self.rng.random() < RINGS
        pile, cut = (self.rings, RING_CUT) if ring else (self.faces, FACE_CUT)
        rows = [self._piece(self.rng.choice(pile), cut) for _ in range(size)]
        planes, letters = zip(*rows, strict=True)
        return torch.from_numpy(np.stack(planes)), torch.from_numpy(np.stack(letters))

    def _piece(
        self, lesson: Lesson, cut: tuple[int, int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Cut a piece at random and vary the tones."""
        rng = self.rng
        height, width = lesson.letters.shape
        top, left = rng.randint(0, height - cut[0]), rng.randint(0, width - cut[1])
        place = slice(top, top + cut[0]), slice(left, left + cut[1])
        planes = lesson.planes[:, *place].astype(np.float32) / 255
        planes[0] = np.clip(planes[0] * rng.uniform(0.8, 1.25), 0, 1)
        planes[1] = np.clip(planes[1] * rng.uniform(0.85, 1.15), 0, 1)
        if rng.random() < 0.3:
            planes[:2] = planes[:2] ** rng.uniform(0.75, 1.3)
        return planes, lesson.letters[None, *place].astype(np.float32) / 255


def loss_of(said: Tensor, wanted: Tensor) -> Tensor:
    """Return the error pixel by pixel, and that of the whole shapes."""
    weight = 1 + (INKED - 1) * wanted
    each = functional.binary_cross_entropy_with_logits(said, wanted, weight=weight)
    share = torch.sigmoid(said)
    both = (share * wanted).sum((1, 2, 3))
    dice = 1 - (2 * both + 50) / (share.sum((1, 2, 3)) + wanted.sum((1, 2, 3)) + 50)
    return each + 0.5 * dice.mean()


def train(order: argparse.Namespace) -> None:
    """Draw, learn, save."""
    cv2.setNumThreads(1)
    torch.set_num_threads(order.threads)
    torch.manual_seed(SEED)
    desk = Desk.of(draw(order.scenes))
    net = LetterNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(KEPT), use_buffers=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=order.rate, weight_decay=0.02)
    for step in range(1, order.steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = rate(step / order.steps, order.rate)
        planes, wanted = desk.batch(order.batch)
        with torch.autocast("cpu", torch.bfloat16, enabled=order.bf16):
            said = net(planes.contiguous(memory_format=torch.channels_last))
        loss = loss_of(said.float(), wanted)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        mean.update_parameters(net)
        if step % 50 == 0:
            say(f"step {step} loss {float(loss.detach()):.3f}")
        if step % 500 == 0 or step == order.steps:
            save(mean.module, order, step)


def save(net: torch.nn.Module, order: argparse.Namespace, steps: int) -> None:
    """Write the averaged weights and the recipe that made them."""
    out = Path(order.out)
    torch.save(net.state_dict(), out / "lettering.pt")
    recipe = {
        "sources": sources_hash(),
        "seed": SEED,
        "scenes": order.scenes,
        "steps": steps,
        "batch": order.batch,
        "rate": order.rate,
        "bf16": order.bf16,
        "torch": torch.__version__.split("+")[0],
    }
    (out / "recipe.json").write_text(json.dumps(recipe, indent=1) + "\n")


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--out", required=True)
    order = parser.parse_args()
    Path(order.out).mkdir(parents=True, exist_ok=True)
    train(order)


if __name__ == "__main__":
    main()
