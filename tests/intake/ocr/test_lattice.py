import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from intake.ocr.lattice import lattice_of
from models.lattice import KEPT, LEAST_TOLD, Lattice

ALPHABET = ("", *"甲乙丙丁戊己庚辛壬癸子丑", "（")


def answers(*steps):
    """Each step: shares by character; the rest goes to nothing."""
    table = np.zeros((len(steps), len(ALPHABET)), np.float32)
    for row, shares in zip(table, steps, strict=True):
        for char, share in shares.items():
            row[ALPHABET.index(char)] = share
        row[0] = 1 - row.sum()
    return table


def test_each_step_tells_its_likeliest_characters_first():
    lattice = lattice_of(answers({"乙": 0.2, "甲": 0.7}), ALPHABET, 1.0)
    assert lattice.chars == ("甲乙",)
    assert lattice.costs == ((4, 16),)
    assert lattice.nothing == (23,)


def test_steps_where_surely_nothing_stands_are_told_once():
    lattice = lattice_of(answers({}, {}, {"甲": 1.0}, {}, {}, {"甲": 1.0}), ALPHABET, 1.0)
    assert lattice.chars == ("", "甲", "", "甲")
    assert lattice.at == (83, 417, 583, 917)


def test_no_more_than_ten_characters_are_told_and_none_that_is_not_likely():
    many = lattice_of(answers(dict.fromkeys(ALPHABET[1:13], 0.07)), ALPHABET, 1.0)
    assert len(many.chars[0]) == KEPT
    few = lattice_of(answers({"甲": 0.9, "乙": 0.00005}), ALPHABET, 1.0)
    assert few.chars == ("甲",)
    assert round(-10 * np.log(0.00005)) > LEAST_TOLD


def test_full_width_signs_are_told_in_half_width():
    assert lattice_of(answers({"（": 0.9}), ALPHABET, 1.0).chars == ("(",)


def test_padding_behind_the_line_does_not_move_the_places():
    half = lattice_of(answers({"甲": 1.0}, {}), ALPHABET, 0.5)
    assert half.at[0] == 500


@given(st.lists(st.dictionaries(st.sampled_from(ALPHABET[1:]), st.floats(0, 0.08)), max_size=12))
def test_a_lattice_survives_being_written_down(steps):
    lattice = lattice_of(answers(*steps), ALPHABET, 1.0) if steps else Lattice()
    assert Lattice.model_validate_json(lattice.model_dump_json()) == lattice


def test_steps_that_do_not_agree_are_refused():
    with pytest.raises(ValidationError):
        Lattice(at=(1,), chars=("甲",), costs=((1, 2),), nothing=(0,))
    with pytest.raises(ValidationError):
        Lattice(at=(1, 2), chars=("甲",), costs=((1,),), nothing=(0,))
