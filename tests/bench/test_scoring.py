import pytest

from tests.bench.scoring import Printed, Read, Tally, score_line, score_page


def printed(*texts, line=0):
    return [
        Printed(text, (0.1 * i, 0.1, 0.1 * i + 0.08, 0.12), line) for i, text in enumerate(texts)
    ]


def read(*texts):
    return [Read(text, (0.1 * i, 0.1, 0.1 * i + 0.08, 0.12)) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("seen", "errors", "exact"),
    [
        (("王小明", "8,500.00"), 0, 1),
        (("王小明8，500．00",), 0, 1),
        (("王小 明", "8.500.00"), 1, 0),
        (("王小明", "18,500.00"), 1, 0),
        (("王小明", "8,500.001"), 1, 0),
        (("王小", "8,500.00"), 1, 1),
        ((), 11, 0),
    ],
)
def test_errors_and_exact_amounts_are_counted(seen, errors, exact):
    assert score_line(printed("王小明", "8,500.00"), read(*seen)) == Tally(11, errors, 1, exact)


def test_a_date_is_no_amount():
    assert score_line(printed("2024年5月"), read("2024年5月")).amounts == 0


def test_a_line_that_is_not_counted_costs_nothing():
    truth = [Printed("手写", (0.1, 0.5, 0.2, 0.52), 1, counted=False), *printed("姓名")]
    wrong = Read("王", (0.1, 0.5, 0.2, 0.52))
    assert score_page(truth, [*read("姓名"), wrong]) == Tally(2, 0, 0, 0)


def test_a_tilted_line_is_given_to_the_line_whose_middle_is_nearest():
    first = Printed("一" * 30, (0.1, 0.10, 0.9, 0.13), 0)
    second = Printed("二" * 30, (0.1, 0.12, 0.9, 0.15), 1)
    found = [
        Read("一" * 30, (0.1, 0.095, 0.9, 0.14)),
        Read("二" * 30, (0.1, 0.115, 0.9, 0.16)),
    ]
    assert score_page([first, second], found).errors == 0
