"""
Export trained weights: `python -m samples.ink.export FOLDER`, where `samples.ink.train` left them.

Needs torch and onnx. Writes `ink.onnx` and `ink.json`, the recipe with the weights' hash, into
`intake/ink/weights/`, where the pipeline looks for them.
"""

import argparse
import json
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor, nn

from samples.ink.net import InkNet
from samples.ink.record import hashed

OPSET = 17
EXAMPLE = (1, 3, 96, 64)
"""Any multiple of 32 will do: height and width stay open."""


class Shipped(nn.Module):
    """The network with what follows it on every page: odds become shares, labels whole numbers."""

    def __init__(self, net: InkNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Return labels (n, CHANNELS, h, w) in 0..255 and instance maps, heat in 0..1."""
        labels, found = self.net(picture)
        heat = torch.sigmoid(found[:, :1])
        return (torch.sigmoid(labels) * 255).round().to(torch.uint8), torch.cat(
            (heat, found[:, 1:]), 1
        )


def export(trained: Path, out: Path) -> None:
    """Write the network and its record."""
    net = InkNet()
    net.load_state_dict(torch.load(trained / "ink.pt", weights_only=True))
    out.mkdir(parents=True, exist_ok=True)
    axes = {2: "height", 3: "width"}
    torch.onnx.export(
        Shipped(net).eval(),
        (torch.zeros(EXAMPLE),),
        str(out / "ink.onnx"),
        input_names=["picture"],
        output_names=["labels", "found"],
        dynamic_axes={"picture": axes},
        opset_version=OPSET,
        dynamo=False,
    )
    recipe = json.loads((trained / "recipe.json").read_text("utf-8"))
    record = {**recipe, "weights": hashed(out / "ink.onnx")}
    (out / "ink.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def main() -> None:
    """Export into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the training wrote ink.pt")
    order = parser.parse_args()
    export(order.folder, Path(str(files("intake.ink"))) / "weights")


if __name__ == "__main__":
    main()
