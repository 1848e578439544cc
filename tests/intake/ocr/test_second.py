from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest

from intake.ocr.second import read_again
from models.evidence import Box
from models.page import Word
from samples.fonts import font
from tests.fakes import FixedReader
from tests.intake.ocr.paper import FACE, blank, page, write

SIZE = 36
AT = (60, 40)


@dataclass
class Asking(FixedReader):
    """Remembers the alphabets it was asked for."""

    alphabets: list[tuple[str, int]] = field(default_factory=list)

    def read_lines(self, crops, *, alphabet="any"):
        self.alphabets.append((alphabet, len(crops)))
        return super().read_lines(crops, alphabet=alphabet)


def written(text, seen_as=None, at=AT):
    """Return a page with a text, and the word that the first reader made of it."""
    pixels, _ = write(blank(), text, at, size=SIZE)
    return page(pixels), word(seen_as or text, at)


def word(text, at=AT):
    face = font(FACE, SIZE)
    lefts = tuple(at[0] + face.getlength(text[:index]) for index in range(len(text)))
    right = at[0] + face.getlength(text)
    box = Box(left=at[0], top=at[1], right=right, bottom=at[1] + 1.2 * SIZE)
    return Word(text=text, box=box, score=0.99, reader="first", char_lefts=lefts)


@pytest.mark.parametrize(
    "month", ["2024年5月", "2023年12月份", "2023年1月至2023年11月", "2024-07", "2022.10、2023.01"]
)
def test_the_figures_of_a_month_are_read_and_its_spelling_is_put_back(second, month):
    sheet, seen = written(month)
    (again,) = read_again(sheet, [(seen.box, "month")], second, words=[seen])
    assert again.text == month
    assert again.box == seen.box
    assert again.reader.startswith("tesseract/")


@pytest.mark.parametrize(
    ("printed", "misread"), [("2024年8月", "2024年3月"), ("2024年1月", "2024年7月")]
)
def test_what_the_first_reader_misread_is_not_repeated(second, printed, misread):
    sheet, seen = written(printed, misread)
    (again,) = read_again(sheet, [(seen.box, "month")], second, words=[seen])
    assert again.text == printed


@pytest.mark.parametrize("dropped", [5, 6])
@pytest.mark.parametrize("month", ["10", "11", "12"])
def test_a_figure_of_the_month_that_the_first_reader_dropped_is_seen(second, month, dropped):
    printed = f"2024年{month}月"
    sheet, seen = written(printed)
    kept = [index for index in range(len(printed)) if index != dropped]
    lefts = tuple(seen.char_lefts[index] for index in kept)
    maimed = "".join(printed[index] for index in kept)
    seen = seen.model_copy(update={"text": maimed, "char_lefts": lefts})
    (again,) = read_again(sheet, [(seen.box, "month")], second, words=[seen])
    assert again.text.replace(" ", "") == printed


def test_months_and_amounts_are_asked_for_in_one_call():
    sheet, seen = written("2024年5月")
    amount = Box(left=500, top=40, right=700, bottom=80)
    reader = Asking(lines=("20245", "8,500.00"))
    again = read_again(sheet, [(seen.box, "month"), (amount, "amount")], reader, words=[seen])
    assert reader.alphabets == [("amount", 2)]
    assert [found.text for found in again] == ["2024年5月", "8,500.00"]


@pytest.mark.parametrize("text", ["二〇二四年五月", "2024年五月", "2024/05", "2024年1月", "工资表"])
def test_what_has_other_figures_or_signs_is_read_as_it_is(text):
    sheet, seen = written(text)
    reader = Asking(lines=(text,))
    (again,) = read_again(sheet, [(seen.box, "month")], reader, words=[seen])
    assert reader.alphabets == [("month", 1)]
    assert again.text == text


def test_a_place_of_two_lines_is_read_as_it_is():
    sheet, first = written("2024年1月至")
    below = word("2024年3月", (AT[0], AT[1] + 2 * SIZE))
    reader = Asking(lines=("",))
    read_again(sheet, [(first.box.union(below.box), "month")], reader, words=[first, below])
    assert reader.alphabets == [("month", 1)]


def test_without_places_of_characters_a_month_is_read_as_it_is():
    sheet, seen = written("2024年5月")
    reader = Asking(lines=("2024年5月",))
    unplaced = seen.model_copy(update={"char_lefts": ()})
    read_again(sheet, [(seen.box, "month")], reader, words=[unplaced])
    read_again(sheet, [(seen.box, "month")], reader)
    assert reader.alphabets == [("month", 1), ("month", 1)]


@pytest.mark.parametrize("seen", ["202", "120245", "2024 年"])
def test_another_number_of_figures_is_shown_as_it_was_seen(seen):
    sheet, month = written("2024年5月")
    (again,) = read_again(sheet, [(month.box, "month")], Asking(lines=(seen,)), words=[month])
    assert again.text == seen


def test_figures_are_handed_over_without_what_stands_between_them():
    sheet, seen = written("2024年5月")
    reader = Asking(lines=("20245",))
    read_again(sheet, [(seen.box, "month")], reader, words=[seen])
    (crop,) = reader.asked
    dark = (crop.min(axis=2) < 128).any(axis=0)
    edges = np.flatnonzero(np.diff(dark.astype(int), prepend=0, append=0)).tolist()
    glyphs = [right - left for left, right in pairwise(edges)][::2]
    assert len(glyphs) == len("20245")


def test_a_place_without_print_has_no_second_reading(second):
    sheet = page(blank())
    place = Box(left=100, top=100, right=300, bottom=140)
    assert read_again(sheet, [(place, "amount")], second) == ()


def test_a_cut_moves_to_bare_paper_between_characters():
    sheet, seen = written("2024年6月")
    shifted = seen.model_copy(
        update={"char_lefts": tuple(left + 0.25 * SIZE for left in seen.char_lefts)}
    )
    reader = Asking(lines=("20246",))
    read_again(sheet, [(seen.box, "month")], reader, words=[shifted])
    (crop,) = reader.asked
    figures, _ = write(blank(400, 120), "20246", (20, 20), size=SIZE)
    inked = [(picture.min(axis=2) < 128).sum() for picture in (crop, figures)]
    assert inked[0] == pytest.approx(inked[1], rel=0.05)


def test_figures_that_are_seen_otherwise_are_read_as_a_whole_once_more():
    sheet, seen = written("2024年6月")
    reader = Asking(lines=("20240",))
    read_again(sheet, [(seen.box, "month")], reader, words=[seen])
    assert reader.alphabets == [("amount", 1), ("month", 1)]
    assert reader.asked[-1].shape[1] >= seen.box.width
