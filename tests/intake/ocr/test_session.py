import sys

import numpy as np
import pytest

from intake.errors import EngineFailure
from intake.ocr import weights
from intake.ocr.detect import Detector
from intake.ocr.ppocr import PpOcr
from intake.ocr.recognise import Recogniser
from intake.ocr.weights import DETECTOR, RECOGNISER, weights_file
from intake.session import OnnxSession, OpenVinoSession, open_session
from tests.intake.ocr.paper import blank, line, page, write


def test_both_runtimes_read_the_same(engine):
    pytest.importorskip("onnxruntime")
    other = PpOcr(
        Detector(OnnxSession(weights_file(DETECTOR))),
        Recogniser(OnnxSession(weights_file(RECOGNISER))),
    )
    pixels, _ = write(blank(), "应发工资8,500.00元", (100, 100))
    crop = line("统一社会信用代码91350100M000100Y43")
    assert other.read_page(page(pixels))[0].text == engine.read_page(page(pixels))[0].text
    assert other.read_lines([crop])[0].text == engine.read_lines([crop])[0].text


def test_the_first_runtime_that_is_installed_is_taken():
    def absent(path):
        raise ImportError("not here")

    session = open_session(weights_file(DETECTOR), (absent, OpenVinoSession))
    assert session.runtime.startswith("openvino/")


def test_without_any_runtime_the_remedy_is_named():
    def absent(path):
        raise ImportError("not here")

    with pytest.raises(EngineFailure, match="install openvino or onnxruntime"):
        open_session(weights_file(DETECTOR), (absent,))


def test_a_damaged_file_is_an_engine_failure(tmp_path):
    path = tmp_path / "weights.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(EngineFailure, match=r"weights\.onnx"):
        open_session(path)


def test_missing_weights_are_an_engine_failure(monkeypatch):
    monkeypatch.setattr(weights, "find_spec", lambda _: None)
    with pytest.raises(EngineFailure, match="install rapidocr"):
        weights_file(DETECTOR)


def test_locating_the_weights_imports_nothing_of_their_package():
    weights_file(DETECTOR)
    assert "rapidocr" not in sys.modules


@pytest.mark.parametrize("runtime", [OpenVinoSession, OnnxSession])
def test_kept_classes_are_answered_alone_and_in_order(runtime):
    batch = np.random.default_rng(0).uniform(-1, 1, (1, 3, 48, 64)).astype(np.float32)
    whole = runtime(weights_file(RECOGNISER)).run(batch).copy()
    session = runtime(weights_file(RECOGNISER))
    session.keep([0, 5, 3])
    kept = session.run(batch)
    assert kept.shape == (1, 8, 3)
    assert kept.sum(axis=2) == pytest.approx(1.0, abs=0.02)
    assert kept[0, 0].argmax() == whole[0, 0, [0, 5, 3]].argmax()


def test_weights_without_the_expected_last_layers_are_refused():
    session = OpenVinoSession(weights_file(DETECTOR))
    with pytest.raises(EngineFailure, match="unknown weights"):
        session.keep([0, 1])
