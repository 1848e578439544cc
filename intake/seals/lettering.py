"""
A seal's lettering, lifted out of print, pen and rules that cross it.

The network is ours (`samples/lettering/` is its recipe). It sees a seal unrolled or stood upright,
its own ink and all dark ink, and says of each pixel whether lettering was engraved there: strokes
that stand upright and evenly along the seal are told from strokes that lie there anyhow, and what
a copier broke or print covers is filled in as far as the rest of a character shows it.
"""

from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np

from intake.errors import EngineFailure
from intake.page_image import Pixels
from intake.seals.planes import Planes
from intake.session import Session, open_session

WEIGHTS = "lettering.onnx"
NETWORK_STEP = 16
"""Sides have to be multiples of this."""


class Lettering:
    """The network, loaded once per worker, on one core."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lift(self, planes: Planes) -> Pixels:
        """Return the lettering of a picture of a seal, (height, width), dark on white."""
        try:
            (answer,) = self._session.run_all(planes[None])
        except (RuntimeError, cv2.error) as error:
            raise EngineFailure(f"the lettering network failed: {error}") from error
        return np.asarray(255 - answer[0, 0], np.uint8)


def open_lettering() -> Lettering:
    """Load the network; raise EngineFailure where weights or a runtime are missing."""
    return Lettering(open_session(weights_file()))


def weights_file() -> Path:
    """Return the file of the weights."""
    return Path(str(files("intake.seals"))) / "weights" / WEIGHTS
