"""Simple formulas are recomputed; what is not understood is left alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.ingest.sheets.formulas import (
    NotUnderstoodError,
    column_index,
    column_letters,
    evaluate,
    is_stale,
    moved,
    place_of,
)

CELLS = {(4, 2): 8000.0, (4, 3): 500.0, (4, 4): "无", (4, 5): 680.25, (5, 2): 0.08}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("C5+D5", "8500"),
        ("SUM(C5:E5)-F5", "7819.75"),
        ("=SUM(C5,D5)", "8500"),
        ("ROUND(C5*C6,2)", "640.00"),
        ("ROUND((C5+D5)/21.75,2)", "390.80"),
        ("-C5+2*D5", "-7000"),
        ("C5*8%", "640"),
        ("MAX(C5:D5)-MIN(C5:D5)", "7500"),
        ("SUBTOTAL(9,C5:D5)", "8500"),
        ("$C$5+Z99", "8000"),
        ("AVERAGE(C5,D5)", "4250"),
    ],
)
def test_sums_and_products_are_computed(formula, value):
    assert evaluate(formula, CELLS) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    ["VLOOKUP(A1,B:C,2,0)", "IF(C5>0,1,2)", "Sheet2!A1+1", "C5+E5", "C5&D5", "SUM(", "C5 D5", "",
     "((((" * 100, "SUM(A1:XFD1048576)", "MAX(Z1:Z2)"],
)  # fmt: skip
def test_what_is_not_understood_is_left_alone(formula):
    with pytest.raises(NotUnderstoodError):
        evaluate(formula, CELLS)
    assert not is_stale(formula, 1.0, CELLS)


def test_a_kept_result_that_differs_is_stale():
    assert is_stale("C5+D5", 9500.0, CELLS)
    assert not is_stale("C5+D5", 8500.000000001, CELLS)
    assert not is_stale("C5/Z99", 1.0, CELLS)


def test_a_shared_formula_moves_with_its_cell():
    assert moved("SUM(C5:D5)-$F$1*G$2+Sheet2!A1", (2, 1)) == "SUM(D7:E7)-$F$1*H$2+Sheet2!A1"
    with pytest.raises(NotUnderstoodError):
        moved("A1", (0, -1))


@given(st.integers(0, 16_383))
def test_a_columns_letters_lead_back_to_it(index):
    assert column_index(column_letters(index)) == index
    assert place_of(f"${column_letters(index)}$7") == (6, index)
