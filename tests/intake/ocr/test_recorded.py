import pytest

from intake.errors import EngineFailure
from intake.ocr.recorded import NullEngine, Recorded, Recorder, content_key
from models.evidence import Box
from models.page import Word
from tests.fakes import FixedReader
from tests.intake.ocr.paper import blank, line, page

WORD = Word(
    text="工资",
    box=Box(left=1, top=2, right=3, bottom=4),
    score=0.9,
    reader="fixed/1",
    char_lefts=(1, 2),
)


def test_what_was_recorded_is_replayed(tmp_path):
    recorder = Recorder(engine=FixedReader(words=(WORD,), lines=("8500", "")))
    crops = [line("a"), line("b")]
    words, lines = recorder.read_page(page(blank())), recorder.read_lines(crops)
    recorder.save(tmp_path / "answers.json")
    replayed = Recorded.load(tmp_path / "answers.json")
    assert replayed.name == "fixed/1"
    assert replayed.read_page(page(blank())) == words
    assert replayed.read_lines(crops) == lines


def test_a_second_reader_is_recorded_per_alphabet(tmp_path):
    recorder = Recorder(second=FixedReader(lines=("8500",)))
    recorder.read_lines([line("a")], alphabet="amount")
    recorder.save(tmp_path / "answers.json")
    replayed = Recorded.load(tmp_path / "answers.json")
    assert replayed.read_lines([line("a")], alphabet="amount")[0].text == "8500"
    with pytest.raises(EngineFailure, match="record it again"):
        replayed.read_lines([line("a")], alphabet="month")


def test_the_same_answers_make_the_same_file(tmp_path):
    for name, order in (("one", (0, 1)), ("two", (1, 0))):
        recorder = Recorder(engine=FixedReader(words=(WORD,), lines=("8500",)))
        for index in order:
            recorder.read_lines([line("ab"[index])])
        recorder.save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_unknown_page_is_an_engine_failure():
    with pytest.raises(EngineFailure, match="record it again"):
        Recorded("x/1", {}, {}).read_page(page(blank()))


def test_one_pixel_makes_another_picture():
    pixels = blank()
    before = content_key(pixels)
    pixels[0, 0, 0] = 254
    assert content_key(pixels) != before
    assert content_key(pixels) != content_key(pixels.reshape(200, 2000, 3))


def test_the_null_engine_sees_nothing():
    assert NullEngine().read_page(page(blank())) == ()
    (answer,) = NullEngine().read_lines([line("8500")], alphabet="amount")
    assert (answer.text, answer.score) == ("", 0.0)


def test_a_recorder_needs_a_reader():
    with pytest.raises(ValueError, match="needs a reader"):
        Recorder()
