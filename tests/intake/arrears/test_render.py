import unicodedata

import pytest

from intake.arrears.render import statement_text, width
from tests.intake.arrears.claims import span, statement, whole_wage


def columns(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def block(text, beginning):
    """The lines of the part that begins with a word."""
    return next(part for part in text.split("\n\n") if part.startswith(beginning)).splitlines()


def test_every_figure_of_the_statement_stands_in_the_text():
    made = statement(span("2024-07", "2025-08", "7000.00"), declared_on="2026-01-15")
    text = statement_text(made)
    for item in made.months:
        line = next(line for line in text.splitlines() if line.startswith(str(item.month)))
        shown = line.replace("↑", "").replace(",", "").split()
        amounts = (item.wage, item.base, item.employer, item.employee, item.principal)
        assert shown[1:6] == [f"{amount:.2f}" for amount in amounts]
        fee = item.late_fee
        assert shown[6:] == [str(fee.start), str(fee.end), str(fee.days), f"{fee.amount:.2f}"]
    for part in ("11,644.24", "1,764.78", "13,409.02", "11,400.54", "2,008.48", "1,966.48"):
        assert part in text
    assert made.totals.in_words in text
    assert made.benefit_note.zh in text
    assert made.benefit_note.en in text
    assert all(source in text for source in made.policy.sources)


def test_columns_are_aligned_although_chinese_characters_are_twice_as_wide():
    made = statement(span("2024-07", "2025-08", "7000.00"), declared_on="2026-01-15")
    text = statement_text(made)
    for part in ("月份", "缴费项目"):
        lines = block(text, part)
        assert len(lines) > 3
        assert len({columns(line) for line in lines}) == 1


def test_chinese_comes_first():
    text = statement_text(statement({"2024-07": "8500.00"}, declared_on="2024-12-10"))
    assert text.startswith("医疗保险补缴核定 / Arrears statement\n")
    assert text.index("月份") < text.index("month")
    assert text.index("待遇") < text.index("Benefits")
    assert text.endswith("\n")


@pytest.mark.parametrize(
    ("gross", "arrow"), [("6000.00", "↑6,821.00"), ("50000.00", "↓35,283.00"), ("8500.00", None)]
)
def test_a_base_that_a_limit_made_is_marked(gross, arrow):
    text = statement_text(statement({"2024-07": gross}, declared_on="2024-12-10"))
    assert ("按下限" in text) is (arrow is not None)
    assert arrow is None or arrow in text


def test_several_rates_in_one_fee_are_told():
    made = statement(
        {"2011-03": "300.00"},
        declared_on="2012-01-01",
        policy_overrides=whole_wage(accrual_start="DAY1_OF_M+1", late_fee_transition="TWO_SEGMENT"),
    )
    lines = block(statement_text(made), "滞纳金分段")
    assert [line.split()[-2:] for line in lines[2:]] == [["91", "2‰"], ["184", "0.5‰"]]
    once = statement({"2024-07": "8500.00"}, declared_on="2024-12-10")
    assert "滞纳金分段" not in statement_text(once)


def test_a_month_without_a_fee_has_no_days():
    text = statement_text(statement({"2024-12": "8500.00"}, declared_on="2024-12-10"))
    line = next(line for line in text.splitlines() if line.startswith("2024-12 "))
    assert line.split()[-4:] == ["-", "-", "0", "0.00"]


def test_warnings_are_told():
    made = statement({"2025-01": "8500.00"}, declared_on="2024-12-10")
    assert f"注意 warning: {made.warnings[0]}" in statement_text(made)


def test_width_counts_columns():
    assert [width(text) for text in ("", "ab", "月份", "（a）")] == [0, 2, 4, 5]
