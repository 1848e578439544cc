"""On a page laid out from data nothing is read: its words are given, hidden ones set apart."""

from dataclasses import replace

from intake.ocr.given import given_again, given_words
from intake.page_image import LayerWord
from models.evidence import Box
from tests.intake.ocr.paper import blank, page


def exact(*layer):
    return replace(page(blank(1000, 400), layer=layer), exact=True)


def word(text, x, **facts):
    return LayerWord(text, (x, 0.5, x + 0.1, 0.58), **facts)


def test_words_are_taken_as_they_are_and_where_they_are():
    words, hidden = given_words(exact(word(" 应发 工资 ", 0.1), word("8500.00", 0.3)))
    assert [(w.text, w.score, w.reader) for w in words] == [
        ("应发 工资", 1.0, "file"), ("8500.00", 1.0, "file"),
    ]  # fmt: skip
    box = words[1].box
    assert [round(side) for side in (box.left, box.top, box.right, box.bottom)] == [
        300, 200, 400, 232,
    ]  # fmt: skip
    assert hidden == ()


def test_words_that_are_not_drawn_or_too_small_are_hidden():
    tiny = LayerWord("9000", (0.5, 0.5, 0.52, 0.507))
    words, hidden = given_words(exact(word("8500", 0.1, drawn=False), tiny, word("7000", 0.3)))
    assert [w.text for w in words] == ["7000"]
    assert [w.text for w in hidden] == ["8500", "9000"]


def test_what_decides_is_confirmed_unless_the_file_itself_doubts_it():
    words, _ = given_words(exact(word("8500", 0.1), word("9500", 0.3, doubted=True)))
    places = [(w.box, "amount") for w in words]
    places.append((Box(left=900, top=0, right=950, bottom=50), "amount"))
    (second,) = given_again(words, places)
    assert (second.text, second.box) == ("8500", words[0].box)
    assert words[1].score <= 0.5
