from hypothesis import given
from hypothesis import strategies as st

from intake.seals.likelihood import fits
from models.lattice import Lattice

NAME = "北京宏达科技有限公司"


def lattice(*steps):
    """Each step: characters with costs and the cost of nothing; None: surely nothing."""
    told = [step or ("", (), 0) for step in steps]
    return Lattice(
        at=tuple(round(1000 * (place + 0.5) / len(told)) for place in range(len(told))),
        chars=tuple(step[0] for step in told),
        costs=tuple(step[1] for step in told),
        nothing=tuple(step[2] for step in told),
    )


def clear(text):
    """A lattice that says one text and nothing else."""
    return lattice(*(step for char in text for step in ((char, (0,), 110), None)))


def fit(read, text, stray=20):
    return fits(read, [text], stray=stray)[0]


def test_what_was_read_costs_nothing():
    found = fit(clear(NAME), NAME)
    assert (found.total, found.chars, found.outside) == (0, (0,) * len(NAME), 0)


def test_a_wrong_character_costs_where_it_stands():
    found = fit(clear(NAME), NAME.replace("宏", "洪"))
    assert found.chars[2] == found.total >= 90
    assert sum(found.chars) == found.total


def test_the_second_choice_costs_as_much_as_it_is_less_likely():
    read = lattice(("宏", (0,), 110), None, ("大达", (2, 20), 90), None)
    assert fit(read, "宏达").total == 18


def test_a_character_that_was_not_read_is_missed():
    assert fit(clear(NAME.replace("达", "")), NAME).total >= 90


def test_a_character_too_many_is_not_explained():
    assert fit(clear(NAME), NAME.replace("达", "")).total >= 90


def test_a_character_twice_needs_two_of_them():
    assert fit(clear("天天公司"), "天天公司").total == 0
    assert fit(clear("天公司"), "天天公司").total >= 90
    twice = lattice(("天", (0,), 110), ("天", (0,), 110), None)
    assert fit(twice, "天").total == 0
    assert fit(twice, "天天").total > 0


def test_digits_outside_are_left_out_free_and_chinese_characters_at_a_price():
    assert fit(clear("110" + NAME + "20"), NAME).total == 0
    found = fit(clear("新" + NAME), NAME)
    assert found.total == found.outside == 20


def test_a_text_says_where_it_stands():
    found = fit(clear("12" + NAME), NAME)
    assert (found.first, found.last) == (4, 4 + 2 * (len(NAME) - 1))


def test_an_empty_lattice_fits_nothing():
    assert fits(Lattice(), [NAME], stray=0) == []
    assert fits(clear(NAME), [], stray=0) == []


names = st.text(alphabet="甲乙丙丁戊", min_size=1, max_size=6)


@given(names, names)
def test_only_the_text_that_was_read_costs_nothing(read, text):
    assert (fit(clear(read), text, stray=20).total == 0) == (read == text)


@given(names, st.lists(names, min_size=2, max_size=4))
def test_texts_are_judged_together_as_alone(read, texts):
    together = fits(clear(read), texts, stray=20)
    assert [fit(clear(read), text) for text in texts] == together
