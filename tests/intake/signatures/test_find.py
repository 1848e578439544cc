from dataclasses import dataclass, field, replace
from random import Random

import pytest

from intake.page_image import LineText
from intake.signatures.find import find_slots
from intake.signatures.place import Printed
from models.evidence import Box
from models.marks import InkColour, MarkKind, Role, Seal, SealKind, SealShape, SlotFound, SlotState
from models.page import Cell, Table, Word
from samples import hand, marks
from samples.hand import BLACK_INK, BLUE_INK, RED_INK, Hand
from samples.sheet import Sheet, Type
from tests.intake.ink.pages import Reader, grey_copy, look, name_chop, page_of, pressed

COLUMNS = (10.0, 30.0, 60.0, 90.0, 120.0, 150.0)
TOP, ROW, ROWS = 20.0, 9.0, 5
HEADINGS = ("序号", "姓名", "应发工资", "实发工资", "签名")
BODY = Type("noto-serif", 3.2)
PEN = Hand()
PEOPLE = ("王建国", "李秀英", "张志强", "刘海波", "陈晓燕")


@dataclass
class Payroll:
    """A ruled table of five people with a signature column, as the layout would read it."""

    sheet: Sheet = field(default_factory=lambda: Sheet(170, 110))

    def __post_init__(self):
        bottom = TOP + ROW * (ROWS + 1)
        for row in range(ROWS + 2):
            self.sheet.line((COLUMNS[0], TOP + row * ROW), (COLUMNS[-1], TOP + row * ROW), 0.25)
        for x in COLUMNS:
            self.sheet.line((x, TOP), (x, bottom), 0.25)
        for row in range(ROWS + 1):
            for column in range(5):
                text = self.text(row, column)
                if text:
                    at = (COLUMNS[column] + 2, TOP + row * ROW + 6)
                    self.sheet.text(at, text, BODY)

    def text(self, row, column):
        if row == 0:
            return HEADINGS[column]
        return (str(row), PEOPLE[row - 1], "8,500.00", "7,800.00", "")[column]

    def cell(self, row, column=4):
        top = TOP + row * ROW
        return (COLUMNS[column], top, COLUMNS[column + 1], top + ROW)

    def write(self, row, text, pen=PEN, *, size=6.5, shift=0.0):
        mask = hand.write(text, pen, size, Random(row))
        left, top, _, bottom = self.cell(row)
        hand.put(self.sheet, mask, (left + 3, (top + bottom) / 2 + shift), pen.colour)

    def read(self, *, headings=True):
        page = page_of(self.sheet)
        cells, words = [], []
        for row in range(ROWS + 1):
            for column in range(5):
                box = _px(page, self.cell(row, column))
                text = self.text(row, column) if headings or row else ""
                cells.append(Cell(row=row, column=column, box=box, text=text, score=0.99))
                if text:
                    inner = _px(page, _inner(self.cell(row, column), text))
                    words.append(Word(text=text, box=inner, score=0.99, reader="t"))
        whole = _px(page, (COLUMNS[0], TOP, COLUMNS[-1], TOP + ROW * (ROWS + 1)))
        table = Table(box=whole, rows=ROWS + 1, columns=5, cells=tuple(cells))
        return page, words, (table,)


def _inner(cell, text):
    return (cell[0] + 2, cell[1] + 2.4, cell[0] + 2 + 3.2 * len(text), cell[1] + 6.6)


def _px(page, box):
    left, top, right, bottom = (page.px(side) for side in box)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _read(page, *, words, tables, seals, engine):
    return find_slots(page, look(page), Printed(words, tables), seals=seals, engine=engine)


def _slots(payroll, reader=None, seals=(), **read):
    page, words, tables = payroll.read(**read)
    return _read(page, words=words, tables=tables, seals=seals, engine=reader or Reader())


def _row(found, row):
    return next(slot for slot in found.slots if slot.row == row)


def test_every_row_below_a_signature_heading_has_a_slot_of_the_employees():
    found = _slots(Payroll())
    assert [slot.row for slot in found.slots] == [1, 2, 3, 4, 5]
    assert {slot.role for slot in found.slots} == {Role.EMPLOYEE}
    assert {slot.label for slot in found.slots} == {"签名"}
    assert {slot.table for slot in found.slots} == {0}


def test_empty_cells_are_unsigned():
    found = _slots(Payroll())
    assert {(s.state, s.found) for s in found.slots} == {(SlotState.UNSIGNED, SlotFound.EMPTY)}


@pytest.mark.parametrize("colour", [BLACK_INK, BLUE_INK])
def test_a_written_name_is_a_signature_in_a_black_or_blue_pen(colour):
    payroll = Payroll()
    payroll.write(2, "李秀英", Hand(colour=colour))
    reader = Reader(always=LineText("李秀英", 0.8))
    slot = _row(_slots(payroll, reader), 2)
    assert (slot.state, slot.found) == (SlotState.SIGNED, SlotFound.PEN)
    assert slot.text == "李秀英"


def test_a_name_in_a_red_pen_is_a_signature():
    payroll = Payroll()
    payroll.write(2, "李秀英", Hand(colour=RED_INK))
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 0.99))), 2)
    assert slot.state is SlotState.SIGNED


@pytest.mark.parametrize("face", ["noto-serif-bold", "ukai", "zenhei"])
def test_a_chop_that_was_not_found_is_never_a_signature(face):
    payroll, rng = Payroll(), Random(face)
    for row in range(1, ROWS + 1):
        left, top, right, bottom = payroll.cell(row)
        side = rng.uniform(5.5, 8.4)
        size = (side * rng.choice((1, 1.6, 2.2)), side)
        cut = replace(
            name_chop(PEOPLE[row - 1]),
            size=size,
            face=face,
            border=rng.choice((0.05, 0.4, 0.6)),
            in_relief=rng.random() < 0.7,
        )
        turn, strength = rng.gauss(0, 5), rng.uniform(0.6, 1)
        middle = ((left + right) / 2, (top + bottom) / 2)
        pressed(payroll.sheet, cut, middle, turn=turn, strength=strength)
    found = _slots(payroll, Reader(always=LineText("李秀英", 0.95)))
    assert all(slot.state is not SlotState.SIGNED for slot in found.slots)


def test_an_unreadable_hand_is_a_signature_too():
    payroll = Payroll()
    payroll.write(2, "李秀英")
    assert _row(_slots(payroll), 2).state is SlotState.SIGNED


def test_a_signature_on_a_grey_copy_is_one():
    payroll = Payroll()
    payroll.write(2, "李秀英")
    page, words, tables = payroll.read()
    found = _read(grey_copy(page), words=words, tables=tables, seals=(), engine=Reader())
    assert _row(found, 2).state is SlotState.SIGNED
    assert _row(found, 3).found is SlotFound.EMPTY


def test_strokes_that_spill_over_belong_to_the_cell_that_holds_most_of_them():
    payroll = Payroll()
    payroll.write(3, "张志强", size=9.5, shift=-1.2)
    found = _slots(payroll)
    assert _row(found, 3).state is SlotState.SIGNED
    assert _row(found, 2).found is SlotFound.EMPTY
    assert _row(found, 4).found is SlotFound.EMPTY


def test_a_printed_name_is_no_signature():
    payroll = Payroll()
    left, top, _, _ = payroll.cell(2)
    payroll.sheet.text((left + 3, top + 6), "李秀英", BODY)
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 0.99))), 2)
    assert (slot.state, slot.found) == (SlotState.UNSIGNED, SlotFound.PRINTED)


@pytest.mark.parametrize(
    ("kind", "found"), [(MarkKind.TICK, SlotFound.TICK), (MarkKind.SLASH, SlotFound.SLASH)]
)
def test_a_tick_or_a_slash_is_no_signature(kind, found):
    payroll = Payroll()
    marks.stroke_mark(payroll.sheet, payroll.cell(2), kind, Hand(), Random(4))
    result = _slots(payroll)
    slot = _row(result, 2)
    assert (slot.state, slot.found) == (SlotState.UNSIGNED, found)
    assert kind in {mark.kind for mark in result.marks}


def test_a_fingerprint_alone_is_no_signature():
    payroll = Payroll()
    left, top, right, bottom = payroll.cell(2)
    marks.fingerprint(payroll.sheet, ((left + right) / 2, (top + bottom) / 2), Random(2))
    slot = _row(_slots(payroll), 2)
    assert (slot.state, slot.found) == (SlotState.UNSIGNED, SlotFound.FINGERPRINT)


def test_a_name_with_a_fingerprint_over_it_is_a_signature():
    payroll = Payroll()
    payroll.write(2, "李秀英")
    left, top, _, bottom = payroll.cell(2)
    marks.fingerprint(payroll.sheet, (left + 20, (top + bottom) / 2), Random(2))
    slot = _row(_slots(payroll), 2)
    assert (slot.state, slot.found) == (SlotState.SIGNED, SlotFound.PEN_FINGERPRINT)


def test_a_date_alone_is_no_signature():
    payroll = Payroll()
    payroll.write(2, "2024.5.6")
    result = _slots(payroll, Reader(always=LineText("2024.5.6", 0.9)))
    slot = _row(result, 2)
    assert (slot.state, slot.found) == (SlotState.UNSIGNED, SlotFound.DATE_ONLY)
    assert MarkKind.HANDWRITTEN_DATE in {mark.kind for mark in result.marks}


def test_another_persons_name_is_for_a_person_to_judge():
    payroll = Payroll()
    payroll.write(2, "周文静")
    slot = _row(_slots(payroll, Reader(always=LineText("周文静", 0.99))), 2)
    assert (slot.state, slot.found) == (SlotState.UNSURE, SlotFound.OTHER_PERSON)


def test_a_chop_alone_is_no_signature():
    payroll = Payroll()
    left, top, right, bottom = payroll.cell(2)
    middle = ((left + right) / 2, (top + bottom) / 2)
    box = pressed(payroll.sheet, name_chop(side=12.0), middle)
    page, _, _ = payroll.read()
    seal = Seal(
        box=_px(page, (box.left, box.top, box.right, box.bottom)),
        kind=SealKind.LEGAL_REP,
        shape=SealShape.SQUARE,
        colour=InkColour.RED,
        score=0.9,
    )
    slot = _row(_slots(payroll, seals=[seal]), 2)
    assert slot.state is SlotState.UNSIGNED
    black = seal.model_copy(update={"colour": InkColour.BLACK})
    covered = _read(
        grey_copy(page),
        words=payroll.read()[1],
        tables=payroll.read()[2],
        seals=[black],
        engine=Reader(),
    )
    slot = _row(covered, 2)
    assert (slot.state, slot.found) == (SlotState.UNSIGNED, SlotFound.SEAL_ONLY)


def test_a_table_that_goes_on_without_headings_is_judged_but_never_unsigned():
    payroll = Payroll()
    payroll.write(2, "李秀英")
    found = _slots(payroll, headings=False)
    by_row = {slot.row: slot.state for slot in found.slots}
    assert by_row[2] is SlotState.SIGNED
    assert by_row[3] is SlotState.UNSURE
    assert all(slot.label == "" for slot in found.slots)


def test_the_place_after_a_label_is_a_slot():
    sheet = Sheet(150, 60)
    sheet.text((20, 30), "申请人（签字）：", Type("noto-serif", 4.0))
    sheet.text((90, 30), "日期：", Type("noto-serif", 4.0))
    mask = hand.write("王建国", Hand(), 7.5, Random(1))
    hand.put(sheet, mask, (54, 28.5), BLACK_INK)
    page = page_of(sheet)
    words = [
        Word(text="申请人(签字):", box=_px(page, (20, 26, 51, 31)), score=1, reader="t"),
        Word(text="日期:", box=_px(page, (90, 26, 101, 31)), score=1, reader="t"),
    ]
    (slot,) = _read(page, words=words, tables=(), seals=(), engine=Reader()).slots
    assert slot.role is Role.EMPLOYEE
    assert slot.state is SlotState.SIGNED
    assert page.mm(slot.box.right) < 90


def test_a_page_without_words_has_no_slots():
    page = page_of(Sheet(50, 40))
    found = _read(page, words=(), tables=(), seals=(), engine=Reader())
    assert found.slots == ()


def test_a_place_that_reaches_over_the_pages_edge_does_no_harm():
    payroll = Payroll()
    page, words, tables = payroll.read()
    outside = tables[0].model_copy(
        update={
            "cells": tuple(
                cell.model_copy(
                    update={
                        "box": Box(
                            left=cell.box.left + 1200,
                            top=cell.box.top + 700,
                            right=cell.box.right + 1200,
                            bottom=cell.box.bottom + 700,
                        )
                    }
                )
                for cell in tables[0].cells
            )
        }
    )
    found = _read(page, words=words, tables=(outside,), seals=(), engine=Reader())
    assert all(slot.state is not SlotState.SIGNED for slot in found.slots)


def test_a_pens_width_does_not_decide():
    for pen in (0.3, 0.6, 0.8):
        payroll = Payroll()
        payroll.write(2, "李秀英", replace(PEN, pen=pen))
        assert (
            _row(_slots(payroll, Reader(always=LineText("李秀英", 0.7))), 2).state
            is SlotState.SIGNED
        )


def test_a_name_beside_its_place_is_handwriting_and_a_title_is_none():
    payroll = Payroll()
    payroll.sheet.text((55, 6), "二〇二四年五月工资发放表", Type("noto-serif-bold", 6))
    mask = hand.write("李秀英", PEN, 9, Random(3))
    hand.put(payroll.sheet, mask, (60, 92), PEN.colour)
    page, words, tables = payroll.read()
    title = _px(page, (55, 3, 130, 12))
    words.append(Word(text="二〇二四年五月工资发放表", box=title, score=0.99, reader="t"))
    found = _read(page, words=words, tables=tables, seals=(), engine=Reader())
    (mark,) = [mark for mark in found.marks if mark.kind is MarkKind.HANDWRITING]
    assert mark.box.overlap(_px(page, (60, 85, 90, 100))) > 0.7 * mark.box.area


@pytest.mark.parametrize(("face", "size"), [("noto-serif", 4.9), ("zenhei-bold", 4.2)])
def test_a_name_printed_larger_than_the_rest_is_no_signature(face, size):
    payroll = Payroll()
    left, top, _, _ = payroll.cell(2)
    payroll.sheet.text((left + 3, top + 6.5), "李秀英", Type(face, size))
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 0.99))), 2)
    assert slot.state is not SlotState.SIGNED


def test_a_neat_hand_that_reads_without_fault_is_a_signature():
    payroll = Payroll()
    payroll.write(2, "李秀英", replace(PEN, wobble=0.015, joined=0.1), size=5.6)
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 1.0))), 2)
    assert slot.state is SlotState.SIGNED


def test_a_signature_under_a_red_seal_is_still_seen():
    payroll = Payroll()
    payroll.write(2, "李秀英")
    left, top, right, bottom = payroll.cell(2)
    middle = ((left + right) / 2, (top + bottom) / 2)
    box = pressed(payroll.sheet, name_chop(side=18.0), middle, strength=0.8)
    seal = Seal(
        box=_px(payroll.read()[0], (box.left, box.top, box.right, box.bottom)),
        kind=SealKind.OFFICIAL,
        shape=SealShape.SQUARE,
        colour=InkColour.RED,
        score=0.9,
    )
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 0.95)), seals=[seal]), 2)
    assert slot.state is SlotState.SIGNED


def test_what_sticks_out_of_a_printed_name_makes_it_no_signature():
    payroll = Payroll()
    left, top, _, _ = payroll.cell(2)
    payroll.sheet.text((left + 3, top + 6), "李秀英", BODY)
    payroll.sheet.line((left + 14.0, top + 1.4), (left + 13.2, top + 7.0), 0.3)
    slot = _row(_slots(payroll, Reader(always=LineText("李秀英", 0.99))), 2)
    assert slot.state is not SlotState.SIGNED


def test_a_name_of_straight_strokes_is_a_signature():
    payroll = Payroll()
    payroll.write(2, "王国小", replace(PEN, wobble=0.015), size=7.5)
    page, words, tables = payroll.read()
    cells = tuple(
        cell.model_copy(update={"text": "王国小"}) if (cell.row, cell.column) == (2, 1) else cell
        for cell in tables[0].cells
    )
    table = tables[0].model_copy(update={"cells": cells})
    reader = Reader(always=LineText("王国小", 0.99))
    found = _read(page, words=words, tables=(table,), seals=(), engine=reader)
    assert _row(found, 2).state is SlotState.SIGNED
