"""
Export trained weights: `python -m samples.lettering.export FOLDER`, where the training left them.

Needs torch and onnx. Writes `lettering.onnx` and `lettering.json`, the recipe with the weights'
hash, into `intake/seals/weights/`, where the pipeline looks for them.
"""

import argparse
import json
from importlib.resources import files
from pathlib import Path

import torch

from samples.ink.record import hashed
from samples.lettering.net import PLANES, LetterNet, Shipped

OPSET = 17
EXAMPLE = (1, PLANES, 64, 96)
"""Any multiple of 16 will do: height and width stay open."""


def export(trained: Path, out: Path) -> None:
    """Write the network and its record."""
    net = LetterNet()
    net.load_state_dict(torch.load(trained / "lettering.pt", weights_only=True))
    out.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        Shipped(net).eval(),
        (torch.zeros(EXAMPLE),),
        str(out / "lettering.onnx"),
        input_names=["planes"],
        output_names=["letters"],
        dynamic_axes={"planes": {2: "height", 3: "width"}},
        opset_version=OPSET,
        dynamo=False,
    )
    recipe = json.loads((trained / "recipe.json").read_text("utf-8"))
    record = {**recipe, "weights": hashed(out / "lettering.onnx")}
    (out / "lettering.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def main() -> None:
    """Export into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the training wrote lettering.pt")
    order = parser.parse_args()
    export(order.folder, Path(str(files("intake.seals"))) / "weights")


if __name__ == "__main__":
    main()
