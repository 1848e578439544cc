"""Where the weights lie: PP-OCRv6 small (Apache-2.0), as the `rapidocr` wheel carries them."""

from importlib.util import find_spec
from pathlib import Path

from intake.errors import EngineFailure

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"


def weights_file(name: str) -> Path:
    """Return the file of that name; the package is located, not imported."""
    spec = find_spec("rapidocr")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "models" / name
        if path.is_file():
            return path
    raise EngineFailure(f"{name} not found: install rapidocr 3.10, whose wheel carries it")
