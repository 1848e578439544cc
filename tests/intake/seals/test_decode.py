import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.seals.decode import best_name, covered
from models.lattice import Lattice


def lattice(name, doubts=None):
    """A lattice that says a name, with (place: (other character, its cost, the own cost))."""
    doubts = doubts or {}
    chars, costs = [], []
    for place, char in enumerate(name):
        other = doubts.get(place)
        pair = sorted([(char, other[2]), (other[0], other[1])], key=lambda x: x[1]) if other else []
        chars += ["".join(c for c, _ in pair) or char, ""]
        costs += [tuple(cost for _, cost in pair) or (0,), ()]
    steps = range(len(chars))
    return Lattice(
        at=tuple(1000 * step // len(chars) for step in steps),
        chars=tuple(chars),
        costs=tuple(costs),
        nothing=tuple(110 if text else 0 for text in chars),
    )


NAME = "杭州嘉禾机械制造有限责任公司"


def test_one_reading_stands_as_it_is():
    assert best_name([NAME], [lattice(NAME)]) == NAME


def test_readings_lend_each_other_their_better_characters():
    one, other = NAME.replace("嘉", "墓"), NAME.replace("禾", "系")
    lattices = [
        lattice(one, {2: ("嘉", 8, 6)}),
        lattice(other, {3: ("禾", 9, 5), 2: ("墓", 50, 1)}),
    ]
    assert best_name([one, other], lattices) == NAME


@pytest.mark.parametrize(
    "read",
    [
        "杭州嘉禾机械制运有限责任公司",
        "杭洲嘉禾机械制造有限责任公司",
        "杭州嘉禾机械制造有退责任公司",
    ],
)
def test_a_word_of_the_trade_read_but_for_one_character_is_put_right(read):
    place = next(i for i, (a, b) in enumerate(zip(read, NAME, strict=True)) if a != b)
    assert best_name([read], [lattice(read, {place: (NAME[place], 30, 1)})]) == NAME


def test_a_character_that_was_clearly_seen_is_left_alone():
    odd = "杭州嘉禾机械制运有限责任公司"
    assert best_name([odd], [lattice(odd)]) == odd


def test_a_legal_form_that_lost_its_last_character_is_put_right():
    assert best_name([NAME[:-1]], [lattice(NAME[:-1])]) == NAME


def test_no_legal_form_is_made_up_where_little_of_one_was_read():
    piece = "杭州嘉禾机械"
    assert best_name([piece], [lattice(piece)]) == piece


def test_nothing_read_is_nothing():
    assert best_name([], []) == ""
    assert best_name(["甲乙"], []) == "甲乙"


def test_characters_of_words_that_names_are_made_of_are_counted():
    assert covered("北京宏达科技有限公司") == 8
    assert covered("宏达") == 0
    assert covered("青岛市明远科技有限公司") == 8


@given(st.text(alphabet="甲乙丙丁戊己", min_size=4, max_size=9))
def test_what_is_clearly_read_is_never_changed(name):
    assert best_name([name], [lattice(name)]) == name
