"""How sure the reader was, character by character."""

import numpy as np
import pytest

from intake.ocr.crops import Crop
from intake.ocr.detect import Line
from intake.ocr.recognise import Glyph
from intake.ocr.words import words_of
from intake.papers.flow import flow_of_words
from intake.text.lines import split_word
from models.evidence import Box
from models.page import Word

WORD = Word(
    text="期限,2024",
    box=Box(left=0, top=0, right=70, bottom=10),
    score=0.5,
    reader="r",
    char_lefts=(0, 10, 20, 30, 40, 50, 60),
    char_scores=(0.9, 0.95, 0.5, 0.99, 0.98, 0.97, 0.99),
)


def test_a_doubtful_comma_does_not_make_the_year_doubtful():
    flow = flow_of_words(None, [WORD])
    assert flow.score(3, 7) == pytest.approx(0.97)
    assert flow.score(0, 7) == pytest.approx(0.5)


def test_pieces_of_a_word_keep_their_own_scores():
    before, after = split_word(WORD, [29])
    assert (before.text, after.text) == ("期限", ",2024")
    assert (before.score, after.score) == (0.9, 0.5)
    assert after.char_scores == WORD.char_scores[2:]


def test_every_character_that_the_engine_reads_has_its_score():
    line = Line(x=100, y=20, width=160, height=20, slope=0, score=1)
    crop = Crop(np.full((20, 160, 3), 255, np.uint8), line)
    glyphs = [Glyph(char, 0.1 + 0.12 * n, 0.9 - 0.1 * n) for n, char in enumerate("期限自二")]
    words = list(words_of(crop, glyphs, "r"))
    assert [score for word in words for score in word.char_scores] == [g.score for g in glyphs]
    assert all(word.score == min(word.char_scores) for word in words)
