"""
Train the lettering network: `python -m samples.lettering.train --out FOLDER`.

Needs torch. First draws its lessons, then learns from them; both follow from the seed. What was
drawn and how far it came is kept in the folder, so that a training goes on where it was stopped.
`recipe.json` beside the weights says what made them.
"""

import argparse
import json
import pickle
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
CUT = (64, 160)
"""Height and width of the pieces that are learned from. Rings and faces stand in every batch: were
they apart, the network would be normalised to either, and be run normalised to neither."""
RINGS = 0.55
"""Share of pieces that are of rings."""
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

    @classmethod
    def of(cls, drawn: Sequence[Lesson]) -> "Desk":
        """Sort lessons."""
        rings = [one for one in drawn if one.letters.shape[0] == CUT[0]]
        faces = [one for one in drawn if one.letters.shape[0] != CUT[0]]
        return cls(rings, faces)

    def batch(self, size: int, step: int) -> tuple[Tensor, Tensor]:
        """Return planes and lettering, the same for the same step."""
        rng = Random(f"{SEED}:{step}")
        piles = (self.rings if rng.random() < RINGS else self.faces for _ in range(size))
        rows = [piece(rng.choice(pile), rng) for pile in piles]
        planes, letters = zip(*rows, strict=True)
        return torch.from_numpy(np.stack(planes)), torch.from_numpy(np.stack(letters))


def piece(lesson: Lesson, rng: Random) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cut a piece at random and vary the tones."""
    height, width = lesson.letters.shape
    top, left = rng.randint(0, height - CUT[0]), rng.randint(0, width - CUT[1])
    place = slice(top, top + CUT[0]), slice(left, left + CUT[1])
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


@dataclass(slots=True)
class Course:
    """A training under way."""

    net: LetterNet
    mean: AveragedModel
    optimiser: torch.optim.Optimizer
    step: int = 0

    @classmethod
    def begin(cls, out: Path, peak: float) -> "Course":
        """Start afresh, or where the snapshot in the folder was taken."""
        torch.manual_seed(SEED)
        net = LetterNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(KEPT), use_buffers=True)
        course = cls(net, mean, torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=0.02))
        snapshot = out / "snapshot.pt"
        if snapshot.exists():
            kept = torch.load(snapshot, weights_only=True)
            for name, part in course.parts.items():
                part.load_state_dict(kept[name])
            course.step = kept["step"]
        return course

    @property
    def parts(self) -> dict[str, LetterNet | AveragedModel | torch.optim.Optimizer]:
        """Return what a snapshot keeps."""
        return {"net": self.net, "mean": self.mean, "optimiser": self.optimiser}

    def learn(self, batch: tuple[Tensor, Tensor], *, bf16: bool) -> float:
        """Take one step; return the error."""
        planes, wanted = batch
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            said = self.net(planes.contiguous(memory_format=torch.channels_last))
        loss = loss_of(said.float(), wanted)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.mean.update_parameters(self.net)
        self.step += 1
        return float(loss.detach())


def train(order: argparse.Namespace) -> None:
    """Draw, learn, save."""
    cv2.setNumThreads(1)
    torch.set_num_threads(order.threads)
    out = Path(order.out)
    desk, course = Desk.of(drawn_before(out, order.scenes)), Course.begin(out, order.rate)
    while course.step < order.steps:
        for group in course.optimiser.param_groups:
            group["lr"] = rate((course.step + 1) / order.steps, order.rate)
        loss = course.learn(desk.batch(order.batch, course.step), bf16=order.bf16)
        if course.step % 50 == 0:
            say(f"step {course.step} loss {loss:.3f}")
        if course.step % 250 == 0 or course.step == order.steps:
            save(course, order)


def drawn_before(out: Path, scenes: int) -> list[Lesson]:
    """Return the lessons, drawn now unless they lie in the folder."""
    path = out / f"lessons-{scenes}.pickle"
    if not path.exists():
        path.write_bytes(pickle.dumps(draw(scenes)))
    drawn: list[Lesson] = pickle.loads(path.read_bytes())  # noqa: S301  # we wrote it ourselves
    return drawn


def save(course: Course, order: argparse.Namespace) -> None:
    """Write the averaged weights, the recipe that made them, and what is needed to go on."""
    out = Path(order.out)
    torch.save(course.mean.module.state_dict(), out / "lettering.pt")
    kept = {name: part.state_dict() for name, part in course.parts.items()}
    torch.save({**kept, "step": course.step}, out / "snapshot.pt")
    recipe = {
        "sources": sources_hash(),
        "seed": SEED,
        "scenes": order.scenes,
        "steps": course.step,
        "batch": order.batch,
        "rate": order.rate,
        "bf16": order.bf16,
        "torch": torch.__version__.split("+")[0],
    }
    (out / "recipe.json").write_text(json.dumps(recipe, indent=1) + "\n")


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=3500)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=28)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--out", required=True)
    order = parser.parse_args()
    Path(order.out).mkdir(parents=True, exist_ok=True)
    train(order)


if __name__ == "__main__":
    main()
