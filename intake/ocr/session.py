"""
A network that is run on one core: OpenVINO, or ONNX Runtime where OpenVINO cannot be had.

OpenVINO computes in bfloat16 where the CPU does so natively, which halves the time; that is its
own default and therefore not asked for. Shapes are dynamic: kernels are made once per shape and
kept, so callers pad their input to few distinct shapes.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from intake.errors import EngineFailure

Tensor = NDArray[np.float32]

# Several workers share a machine: each takes one core, and none may be pinned, or all of them
# would be pinned to the same one.
OPENVINO_SETTINGS: Mapping[str, object] = {
    "INFERENCE_NUM_THREADS": 1,
    "NUM_STREAMS": 1,
    "ENABLE_CPU_PINNING": False,
}


class Session(Protocol):
    """A loaded network with one input and one output."""

    @property
    def runtime(self) -> str:
        """Name and version of what runs it."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the file says of itself, e.g. the alphabet under `character`."""

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width); the answer is valid until the next call."""


class OpenVinoSession:
    """The network compiled by OpenVINO for one core."""

    def __init__(self, path: Path) -> None:
        import openvino  # noqa: PLC0415  # a quarter of a second, only where a page is read

        core = openvino.Core()
        model = core.read_model(path)
        facts = model.get_rt_info()
        framework = facts["framework"] if "framework" in facts else {}  # noqa: SIM401  # no .get
        self.runtime = f"openvino/{openvino.__version__.split('-')[0]}"
        self.metadata: Mapping[str, str] = {
            key: str(value.value) for key, value in framework.items()
        }
        compiled = core.compile_model(model, "CPU", dict(OPENVINO_SETTINGS))
        self._request = compiled.create_infer_request()
        self._output = compiled.output(0)

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width); the answer is valid until the next call."""
        answer: Tensor = self._request.infer([batch], share_inputs=True, share_outputs=True)[
            self._output
        ]
        return answer


class OnnxSession:
    """The network run by ONNX Runtime on one core."""

    def __init__(self, path: Path) -> None:
        import onnxruntime  # noqa: PLC0415  # the fallback: rarely needed, slow to load

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # dynamic shapes would keep the largest for good
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.runtime = f"onnxruntime/{onnxruntime.__version__}"
        self.metadata: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width)."""
        answer: Tensor = self._session.run(None, {self._input: batch})[0]
        return answer


RUNTIMES: tuple[Callable[[Path], Session], ...] = (OpenVinoSession, OnnxSession)


def open_session(path: Path, runtimes: tuple[Callable[[Path], Any], ...] = RUNTIMES) -> Session:
    """Load the network with the first runtime that is installed; raise EngineFailure if none."""
    for runtime in runtimes:
        try:
            session: Session = runtime(path)
        except ImportError:
            continue
        except RuntimeError as error:
            raise EngineFailure(f"{path.name} cannot be loaded: {error}") from error
        return session
    raise EngineFailure("no runtime for networks: install openvino or onnxruntime")
