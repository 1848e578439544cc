"""Which way is up: a small network that knows an upright line from one on its head."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from intake.errors import EngineFailure
from intake.page_image import Pixels

MODEL = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
"""PP-OCR's line classifier, 0.6 MB, Apache-2.0; it comes inside the rapidocr wheel."""
INPUT_HEIGHT = 48
INPUT_WIDTH = 192
SURE = 12.0
"""Log odds at which one line's vote is as good as any: a confident error must not outvote ten."""


class OrientationEngine(Protocol):
    """Tells lines on their heads; starts no threads, keeps no state, raises only EngineFailure."""

    def upside_down(self, crops: Sequence[Pixels]) -> tuple[float, ...]:
        """
        Return the log odds that each crop stands on its head.

        A crop shows one line of text, running left to right or, on its head, right to left.
        """


class LineClassifier:
    """PP-OCR's line classifier on OpenVINO, on one core."""

    def __init__(self, model: Path) -> None:
        import openvino  # noqa: PLC0415  # a third of a second, needed in workers only

        try:
            self._compiled: Any = openvino.Core().compile_model(
                str(model),
                "CPU",
                {"INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1},
            )
        except RuntimeError as error:
            raise EngineFailure(f"the line classifier cannot be loaded: {error}") from error

    def upside_down(self, crops: Sequence[Pixels]) -> tuple[float, ...]:
        """Return the log odds that each crop stands on its head."""
        if not crops:
            return ()
        batch = np.stack([_prepared(crop) for crop in crops])
        try:
            answer = np.asarray(self._compiled(batch)[0], np.float64)
        except RuntimeError as error:
            raise EngineFailure(f"the line classifier failed: {error}") from error
        odds = np.log(answer[:, 1] + 1e-9) - np.log(answer[:, 0] + 1e-9)
        return tuple(np.clip(odds, -SURE, SURE).tolist())


def build_orientation_engine() -> LineClassifier:
    """Load the classifier; raise EngineFailure where its weights or its runtime are missing."""
    return LineClassifier(model_file())


def model_file() -> Path:
    """Return where the wheel keeps the weights; nothing of it is imported."""
    home = importlib.util.find_spec("rapidocr")
    for folder in (home.submodule_search_locations or []) if home else []:
        path = Path(folder) / "models" / MODEL
        if path.is_file():
            return path
    raise EngineFailure(f"{MODEL} is missing; the rapidocr package carries it")


def _prepared(crop: Pixels) -> NDArray[np.float32]:
    """Scale a crop to the network's height, cut or pad its width, normalise to -1..1."""
    height, width = crop.shape[:2]
    scaled = max(1, min(INPUT_WIDTH, round(width * INPUT_HEIGHT / height)))
    small = cv2.resize(crop, (scaled, INPUT_HEIGHT)).astype(np.float32)
    canvas = np.zeros((3, INPUT_HEIGHT, INPUT_WIDTH), np.float32)
    canvas[:, :, :scaled] = (small / 127.5 - 1).transpose(2, 0, 1)
    return canvas
