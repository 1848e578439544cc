"""Two readers and arithmetic: what may be asserted, and how sure."""

import pytest

from intake.papers import assemble_papers, decisive_places
from models.evidence import Box
from models.marks import InkColour, Seal, SealKind, SealShape
from tests.intake.papers.building import HEAD, ROWS, TOTAL, Sheet, payroll

ALONE = ["姓名", "应发工资", "签名"]


def entry(sheet, **more):
    (paper,) = assemble_papers([sheet.reading(**more)])
    return paper.entries[0]


def lone(amount):
    return payroll(head=ALONE, rows=[["张伟", amount, ""]], total=False)


def rows_with(amount, *, column=4):
    first = [*ROWS[0]]
    first[column] = amount
    return payroll(rows=[first, *ROWS[1:]], total=False)


def test_a_lone_reading_stands_with_the_readers_own_doubt():
    gross = entry(lone("8,500.00")).gross
    assert gross.value == "8500.00"
    assert 0.85 < gross.score < 0.95


def test_a_second_reader_that_agrees_makes_sure():
    gross = entry(lone("8,500.00").reread("8,500.00", "8500.00")).gross
    assert gross.value == "8500.00"
    assert gross.score > 0.97
    assert [reading.reader for reading in gross.readings] == ["first", "second"]


def test_readers_that_disagree_assert_nothing_and_both_are_kept():
    gross = entry(lone("8,500.00").reread("8,500.00", "8,800.00")).gross
    assert gross.value is None
    assert gross.note == "readings disagree"
    assert [reading.value for reading in gross.readings] == ["8500.00", "8800.00"]


def test_arithmetic_settles_between_readers():
    gross = entry(rows_with("8,800.00").reread("8,800.00", "8,500.00")).gross
    assert gross.value == "8500.00"
    assert gross.score > 0.9


def test_arithmetic_chooses_among_the_repairs_of_a_misreading():
    assert entry(rows_with("8.500.00")).gross.value == "8500.00"
    assert entry(rows_with("850000")).gross.value == "8500.00"


def test_arithmetic_against_a_lone_reading_leaves_a_doubt():
    made = entry(rows_with("8,600.00"))
    assert made.gross.score <= 0.5
    assert "!gross-deductions=net" in made.checks


def test_arithmetic_never_supplies_what_no_reader_saw():
    gross = entry(rows_with("污损")).gross
    assert gross.value is None
    assert gross.note == "unreadable"
    assert "8500.00" in {reading.value for reading in gross.readings}


def test_an_empty_cell_is_not_printed():
    assert entry(rows_with("")).gross.note == "not printed"


def test_net_above_gross_is_doubted():
    head = ["姓名", "应发工资", "实发工资", "签名"]
    made = entry(payroll(head=head, rows=[["张伟", "8,500.00", "80,000.00", ""]], total=False))
    assert made.gross.score <= 0.5
    assert made.net.score <= 0.5


@pytest.mark.parametrize(("colour", "sure"), [(InkColour.RED, True), (InkColour.BLACK, False)])
def test_a_black_seal_over_an_amount_leaves_less_than_a_red_one(colour, sure):
    sheet = lone("8,500.00")
    (amount,) = [w for w in sheet.words if w.text == "8,500.00"]
    seal = Seal(
        box=amount.box.grown(60),
        kind=SealKind.OFFICIAL,
        shape=SealShape.ROUND,
        colour=colour,
        score=0.9,
    )
    gross = entry(sheet, seals=(seal,)).gross
    assert gross.value == "8500.00"
    assert (gross.score >= 0.85) is sure
    assert gross.note == "under a seal"


def test_the_second_reader_is_asked_for_gross_net_and_month_only():
    sheet = payroll()
    places = decisive_places(sheet.reading())
    wanted = {w.text: w.box for w in sheet.words}
    amounts = [box for box, alphabet in places if alphabet == "amount"]
    gross_and_net = [row[i] for row in (*ROWS, None) if row for i in (4, 8)]
    assert all(wanted[text] in amounts for text in gross_and_net)
    assert wanted["500.00"] not in amounts
    (month,) = [box for box, alphabet in places if alphabet == "month"]
    assert isinstance(month, Box)
    title = sheet.words[0].box
    assert title.left < month.left
    assert month.right < title.right


def test_every_place_is_asked_once():
    places = decisive_places(payroll(head=HEAD).reading())
    assert len(places) == len(set(places))


def test_what_both_readers_saw_is_not_asserted_against_clear_arithmetic():
    glued = rows_with("8,400.00", column=8).reread("8,400.00", "8,400.00")
    net = entry(glued).net
    assert net.score <= 0.5
    assert net.note == "arithmetic disagrees"


def test_arithmetic_over_a_badly_read_amount_contradicts_nobody():
    sheet = rows_with("8,500.00").reread("8,500.00", "8,500.00")
    smeared = [w.model_copy(update={"score": 0.6, "text": "900.00"}) if w.text == "500.00" else w
               for w in sheet.words]  # fmt: skip
    reading = sheet.reading()
    table = reading.tables[0]
    cells = tuple(
        c.model_copy(update={"text": "900.00", "words": (smeared[sheet.words.index(c.words[0])],)})
        if c.text == "500.00" and c.column == 7 and c.row == 1
        else c
        for c in table.cells
    )
    tables = (table.model_copy(update={"cells": cells}),)
    (paper,) = assemble_papers([reading.model_copy(update={"tables": tables})])
    assert paper.entries[0].gross.value == "8500.00"
    assert paper.entries[0].gross.score > 0.9


def test_a_sheet_that_reckons_otherwise_contradicts_nobody():
    head = [text if text != "扣款合计" else "代扣合计" for text in HEAD]
    rows = [[*row] for row in ROWS]
    for row in rows:
        row[7] = "10.00"  # a sum of something else
    sheet = payroll(head=head, rows=rows, total=False)
    for row in rows:
        sheet.reread(row[4], row[4]).reread(row[8], row[8])
    assert [e.gross.score > 0.9 for e in assemble_papers([sheet.reading()])[0].entries] == [
        True
    ] * 3


def test_a_text_layer_that_agrees_counts_as_a_reading():
    sheet = lone("8,500.00").reread("8,500.00", "3,500.00")
    (amount,) = [w for w in sheet.words if w.text == "8,500.00"]
    layered = amount.model_copy(update={"reader": "first+layer"})
    table = sheet.tables[0]
    cells = tuple(
        c.model_copy(update={"words": (layered,)}) if c.words == (amount,) else c
        for c in table.cells
    )
    sheet.tables[0] = table.model_copy(update={"cells": cells})
    gross = entry(sheet).gross
    assert (gross.value, gross.note) == ("8500.00", "outvoted a reading")


def total_of(printed, *, twice=True):
    """Read a payroll whose printed total of gross is as told; every gross is read twice or not."""
    total = [*TOTAL]
    total[4] = printed
    sheet = Sheet().title("2024年3月工资表").table([HEAD, *ROWS, total])
    for amount in (*(row[4] for row in ROWS), printed) if twice else ():
        sheet.reread(amount, amount)
    (paper,) = assemble_papers([sheet.reading()])
    return paper.entries[0].checks


def test_a_total_that_is_not_the_sum_of_its_column_is_a_contradiction():
    assert "!column total=sum(gross)" in total_of("21,900.00")
    assert "column total=sum(gross)" in total_of("21,800.00")


def test_a_total_over_amounts_read_once_contradicts_nothing():
    assert not [check for check in total_of("21,900.00", twice=False) if "total" in check]
