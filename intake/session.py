"""
A network that is run on one core: OpenVINO, or ONNX Runtime where OpenVINO cannot be had.

OpenVINO computes in bfloat16 where the CPU does so natively, which halves the time; that is its
own default and therefore not asked for. Shapes are dynamic: kernels are made once per shape and
kept, so callers pad their input to few distinct shapes.
"""

from collections.abc import Callable, Mapping, Sequence
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
FLOAT32: Mapping[str, object] = {"INFERENCE_PRECISION_HINT": "f32"}


TINY = np.float32(1e-9)


Answer = NDArray[np.generic]


class Session(Protocol):
    """A loaded network with one input."""

    @property
    def runtime(self) -> str:
        """Name and version of what runs it."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the file says of itself, e.g. the alphabet under `character`."""

    def keep(self, classes: Sequence[int]) -> None:
        """Answer from now on for these classes only, in this order; once, before the first run."""

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width); the answer is valid until the next call."""

    def run_all(self, batch: Tensor) -> tuple[Answer, ...]:
        """Return all outputs, in the file's order; valid until the next call."""


class OpenVinoSession:
    """The network compiled by OpenVINO for one core."""

    def __init__(self, path: Path, *, precise: bool = False) -> None:
        """Load; `precise` computes in float32 even where the CPU knows bfloat16."""
        import openvino  # noqa: PLC0415  # a quarter of a second, only where a page is read

        self._settings = {**OPENVINO_SETTINGS, **(FLOAT32 if precise else {})}

        self._core = openvino.Core()
        self._model = self._core.read_model(path)
        facts = self._model.get_rt_info()
        framework = facts["framework"] if "framework" in facts else {}  # noqa: SIM401  # no .get
        self.runtime = f"openvino/{openvino.__version__.split('-')[0]}"
        self.metadata: Mapping[str, str] = {
            key: str(value.value) for key, value in framework.items()
        }
        self._request: Any = None

    def keep(self, classes: Sequence[int]) -> None:
        """Take the other classes out of the last layer."""
        self._model = with_classes(self._model, classes)

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width); the answer is valid until the next call."""
        return np.asarray(self.run_all(batch)[0], np.float32)

    def run_all(self, batch: Tensor) -> tuple[Answer, ...]:
        """Return all outputs, in the file's order; valid until the next call."""
        if self._request is None:
            compiled = self._core.compile_model(self._model, "CPU", dict(self._settings))
            self._request = compiled.create_infer_request()
        self._request.infer([batch], share_inputs=True, share_outputs=True)
        count = len(self._model.outputs)
        return tuple(self._request.get_output_tensor(place).data for place in range(count))


def with_classes(model: Any, classes: Sequence[int]) -> Any:  # noqa: ANN401  # openvino has no types
    """Return the model (… -> MatMul -> Add -> Softmax) with these columns of the matrix only."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as ops  # noqa: PLC0415

    softmax = _before(model.get_results()[0], "Softmax")
    add = _before(softmax, "Add")
    product = _before(add, "MatMul")
    columns = ops.constant(np.array(classes, np.int64))
    weights = ops.gather(product.input_value(1), columns, ops.constant(np.int64(1)))
    bias = ops.gather(add.input_value(1), columns, ops.constant(np.int64(0)))
    scores = ops.add(ops.matmul(product.input_value(0), weights, False, False), bias)  # noqa: FBT003
    return openvino.Model([ops.softmax(scores, 2).output(0)], model.get_parameters(), "trimmed")


def _before(node: Any, kind: str) -> Any:  # noqa: ANN401
    """Return the node of that kind right before another, past nodes that do nothing."""
    source = node.input_value(0).get_node()
    while source.get_type_name() == "Identity":
        source = source.input_value(0).get_node()
    if source.get_type_name() != kind:
        raise EngineFailure(f"unknown weights: {source.get_type_name()} where {kind} was expected")
    return source


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
        self._classes: Sequence[int] | None = None

    def keep(self, classes: Sequence[int]) -> None:
        """Leave the other classes out of the answers."""
        self._classes = list(classes)

    def run(self, batch: Tensor) -> Tensor:
        """Run the network on (n, 3, height, width)."""
        answer = np.asarray(self.run_all(batch)[0], np.float32)
        if self._classes is None:
            return answer
        kept = answer[..., self._classes]
        return np.asarray(kept / np.maximum(kept.sum(axis=-1, keepdims=True), TINY), np.float32)

    def run_all(self, batch: Tensor) -> tuple[Answer, ...]:
        """Return all outputs, in the file's order, all classes kept."""
        return tuple(self._session.run(None, {self._input: batch}))


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
