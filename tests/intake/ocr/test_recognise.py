import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import EngineFailure
from intake.ocr.alphabet import expected
from intake.ocr.recognise import BATCH, BATCH_WIDTH, HEIGHT, Recogniser, fit, tensor


class Script:
    """A session that answers with given characters, one per step of every line."""

    runtime = "script/1"

    def __init__(self, answer, alphabet="工資资0123456789"):
        self.metadata = {"character": "\n".join(alphabet)}
        self.answer = answer
        self.batches = []
        self.kept = ()

    def keep(self, classes):
        known = ("", *self.metadata["character"].split("\n"), " ")
        self.kept = [known[index] for index in classes]

    def run(self, batch):
        self.batches.append(batch.shape)
        steps = batch.shape[3] // 8
        found = np.full((batch.shape[0], steps, len(self.kept)), 0.001, np.float32)
        for step in range(steps):
            char = self.answer[step] if step < len(self.answer) else ""
            found[:, step, self.kept.index(char)] = 0.9
        return found


def crop(width=160, height=48):
    return np.zeros((height, width, 3), np.uint8)


def read(answer, **options):
    (glyphs,) = Recogniser(Script(answer, **options)).read([crop()])
    return "".join(glyph.char for glyph in glyphs)


def test_equal_neighbours_are_one_character_and_blanks_part_them():
    assert read(["1", "1", "", "1", "0", "0", "", "", "资"]) == "110资"


def test_a_character_stands_in_the_middle_of_its_steps():
    (glyphs,) = Recogniser(Script(["", "", "5", "5"])).read([crop()])
    assert glyphs[0].middle == pytest.approx(3 * 8 / 160)
    assert glyphs[0].score == pytest.approx(0.9)


def test_nothing_is_read_from_a_line_without_pixels():
    assert Recogniser(Script(["1"])).read([crop(1, 1), crop()])[0] == ()


def test_every_line_gets_its_own_answer():
    answers = Recogniser(Script(["1"])).read([crop(width) for width in (400, 40, 200)])
    assert len(answers) == 3
    assert all(glyphs[0].char == "1" for glyphs in answers)
    assert answers[1][0].middle > answers[0][0].middle


@given(st.lists(st.integers(2, 3000), min_size=1, max_size=40))
def test_batches_are_limited_in_number_and_width(widths):
    session = Script(["1"])
    Recogniser(session).read([crop(width) for width in widths])
    assert sum(shape[0] for shape in session.batches) == len(widths)
    for count, _, height, width in session.batches:
        assert height == HEIGHT
        assert count <= BATCH
        assert count == 1 or count * (width - 32) <= BATCH_WIDTH


@given(st.integers(2, 400), st.integers(2, 4000))
def test_a_line_is_fitted_to_the_height_of_the_network(height, width):
    fitted = fit(np.zeros((height, width, 3), np.uint8))
    assert fitted.shape[0] == HEIGHT
    assert 8 <= fitted.shape[1] <= 3072


def test_lines_are_normalised_and_padded_with_mid_grey():
    batch = tensor([np.full((48, 40, 3), 255, np.uint8), np.zeros((48, 64, 3), np.uint8)])
    assert batch.shape == (2, 3, 48, 64)
    assert batch[0, :, :, :40].min() == pytest.approx(1.0)
    assert (batch[0, :, :, 40:] == 0).all()
    assert batch[1].max() == pytest.approx(-1.0)


def test_answers_of_another_alphabet_are_refused():
    session = Script(["1"])
    recogniser = Recogniser(session)
    session.kept = session.kept[:-1]
    with pytest.raises(EngineFailure, match="alphabet"):
        recogniser.read([crop()])


@pytest.mark.parametrize("char", list("工资薪酬喆堃昇甦淼於〇0Aa()（），。、·¥￥①√"))
def test_what_papers_are_printed_in_is_expected(char):
    assert expected([char]) == (0,)


@pytest.mark.parametrize("char", list("資績貼黃項あカéДΩ😀８Ａ"))
def test_what_they_are_not_printed_in_is_not(char):
    assert expected([char]) == ()
