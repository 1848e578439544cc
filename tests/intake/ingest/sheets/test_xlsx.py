"""An XLSX becomes pages that show what a viewer shows, and tell what it does not show."""

import io

import numpy as np
import pytest
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font, PatternFill
from PIL import Image

from intake.errors import DamagedFile, FileTooLarge, TooManyPages
from intake.ingest.limits import Limits
from intake.ingest.sheets.xlsx import answered
from models.page import Channel
from tests.intake.ingest.laying import hidden, load, probed, shown
from tests.intake.ingest.packages import (
    added,
    changed,
    payroll,
    with_results,
    workbook,
    xlsx,
)


def test_every_sheet_is_a_page_and_every_cell_stands_on_it(tmp_path):
    content = xlsx(workbook("2024年5月", "2024年6月"))
    assert probed(tmp_path, content).pages == 2
    page = load(tmp_path, content)
    assert (page.channel, page.exact, page.dpi) == (Channel.DIGITAL, True, 200.0)
    assert shown(page)[:3] == ["2024年5月", "星河软件有限公司2024年5月工资表", "序号"]
    assert {"张伟", "8500", "7819.5", "签名"} <= set(shown(page))
    assert hidden(page) == []


def test_a_cells_words_lie_on_their_ink_in_the_order_of_rows_and_columns(tmp_path):
    page = load(tmp_path, xlsx(workbook()))
    height, width = page.pixels.shape[:2]
    at = {word.text: word.bbox_frac for word in page.layer}
    for text in ("应发工资", "张伟", "8500"):
        x0, y0, x1, y1 = at[text]
        part = page.pixels[int(y0 * height) : int(y1 * height), int(x0 * width) : int(x1 * width)]
        assert (part < 128).mean() > 0.05
    assert at["应发工资"][0] <= (at["8500"][0] + at["8500"][2]) / 2 <= at["应发工资"][2] + 0.02
    assert at["张伟"][1] == pytest.approx(at["8500"][1], abs=0.002)
    assert at["张伟"][1] < at["李娜"][1] < at["王强"][1]


def test_a_sheet_that_nobody_named_lends_no_title(tmp_path):
    assert "Sheet1" not in shown(load(tmp_path, xlsx(workbook("Sheet1"))))


def test_hidden_rows_columns_and_sheets_are_told_and_not_shown(tmp_path):
    book = workbook("5月", "旧表")
    sheet = book["5月"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet.row_dimensions[4].height = 0.5
    book["旧表"].sheet_state = "veryHidden"
    book["旧表"]["A9"] = "从前的工资"
    content = xlsx(book)
    assert probed(tmp_path, content).pages == 1
    page = load(tmp_path, content)
    assert {"张伟", "李娜", "扣款", "从前的工资"} <= set(hidden(page))
    assert {"王强", "6440"} <= set(shown(page))
    assert not {"张伟", "李娜", "扣款", "560"} & set(shown(page))


def test_a_merged_cell_keeps_its_text_when_its_first_row_is_hidden(tmp_path):
    book = workbook()
    sheet = book.active
    sheet.merge_cells("B3:B4")
    sheet.row_dimensions[3].hidden = True
    page = load(tmp_path, xlsx(book))
    assert "张伟" in shown(page)


def test_white_type_tiny_type_and_codes_that_show_nothing_are_hidden(tmp_path):
    book = workbook()
    sheet = book.active
    sheet["C3"].font = Font(color="FFFFFFFF")
    sheet["D3"].font = Font(size=1)
    sheet["E3"].number_format = ";;;"
    sheet["G3"].font = Font(color="FFFF0000")
    sheet["G3"].fill = PatternFill("solid", fgColor="FFFF0000")
    page = load(tmp_path, xlsx(book))
    assert {"8000", "8500", "7819.5"} == set(hidden(page)) - {"500"}
    tiny = next(word for word in page.layer if word.text == "500")
    height = (tiny.bbox_frac[3] - tiny.bbox_frac[1]) * page.pixels.shape[0] / 200 * 25.4
    assert height < 0.5


def test_white_type_on_a_dark_ground_is_seen(tmp_path):
    book = workbook()
    for cell in book.active[2]:
        cell.font = Font(color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F3864")
    assert "应发工资" in shown(load(tmp_path, xlsx(book)))


def formulas():
    book = workbook()
    for row in (3, 4, 5):
        book.active[f"E{row}"] = f"=C{row}+D{row}"
    return xlsx(book)


def test_formulas_with_right_results_are_as_good_as_numbers(tmp_path):
    content = with_results(formulas(), {"E3": "8500", "E4": "6300", "E5": "7000"})
    assert probed(tmp_path, content).notes == ()
    assert not any(word.doubted for word in load(tmp_path, content).layer)


def test_a_stale_result_is_shown_and_doubted(tmp_path):
    content = with_results(formulas(), {"E3": "9500", "E4": "6300", "E5": "7000"})
    assert probed(tmp_path, content).notes == ("stale_formulas",)
    assert [w.text for w in load(tmp_path, content).layer if w.doubted] == ["9500"]


def test_a_formula_without_a_result_shows_nothing_and_is_noted(tmp_path):
    content = formulas()
    assert probed(tmp_path, content).notes == ("stale_formulas",)
    assert "8500" not in shown(load(tmp_path, content))


def test_a_shared_formula_is_recomputed_in_each_cell(tmp_path):
    content = changed(formulas(), "xl/worksheets/", rb"<f>C3\+D3</f>",
                      rb'<f t="shared" ref="E3:E5" si="0">C3+D3</f>')  # fmt: skip
    for row in (b"4", b"5"):
        content = changed(content, "xl/worksheets/", rb"<f>C%s\+D%s</f>" % (row, row),
                          rb'<f t="shared" si="0"/>')  # fmt: skip
    good = with_results(content, {"E3": "8500", "E4": "6300", "E5": "7000"})
    assert probed(tmp_path, good).notes == ()
    stale = with_results(content, {"E3": "8500", "E4": "6300", "E5": "9000"})
    assert [w.text for w in load(tmp_path, stale).layer if w.doubted] == ["9000"]


def test_a_month_in_a_cell_is_shown_as_a_month(tmp_path):
    book = workbook()
    book.active["A7"] = 45413  # 2024-05-01
    book.active["A7"].number_format = 'yyyy"年"m"月"'
    assert "2024年5月" in shown(load(tmp_path, xlsx(book)))[1:]


def stamped(side_mm, cell="C3"):
    book = workbook()
    seal = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    seal.paste((200, 20, 20, 255), (30, 30, 130, 130))
    out = io.BytesIO()
    seal.save(out, "PNG")
    image = SheetImage(io.BytesIO(out.getvalue()))
    image.width = image.height = side_mm / 25.4 * 96
    book.active.add_image(image, cell)
    return xlsx(book)


@pytest.mark.parametrize("cell", ["C3", "C8", "K2"])
def test_a_pasted_seal_is_drawn_whole_in_its_own_size(tmp_path, cell):
    page = load(tmp_path, stamped(40, cell))
    red = (page.pixels[:, :, 2] > 150) & (page.pixels[:, :, 1] < 90)
    assert red.sum() == pytest.approx((40 * 100 / 160 / 25.4 * 200) ** 2, rel=0.1)


def test_a_seal_pasted_over_cells_is_drawn_where_it_stands(tmp_path):
    page = load(tmp_path, stamped(40))
    red = (page.pixels[:, :, 2] > 150) & (page.pixels[:, :, 1] < 90)
    x = next(w.bbox_frac[0] for w in page.layer if w.text == "基本工资")
    assert np.nonzero(red)[1].mean() / page.pixels.shape[1] > x


def test_a_picture_as_large_as_a_paper_is_a_page_to_be_read(tmp_path):
    content = stamped(150)
    assert probed(tmp_path, content).pages == 2
    page = load(tmp_path, content, number=2)
    assert (page.channel, page.exact) == (Channel.SCAN, False)
    assert page.pixels.shape == (160, 160, 3)


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/embeddings/a.bin", "xl/externalLinks/externalLink1.xml"]
)
def test_what_may_run_or_fetch_is_noted(tmp_path, part):
    content = added(xlsx(workbook()), {part: b"x"})
    assert probed(tmp_path, content).notes == ("active_content",)


def test_a_long_sheet_is_many_pages_and_too_long_a_one_is_refused(tmp_path):
    book = Workbook()
    for number in range(300):
        book.active.append([number, "张伟", 8500, 1])
    content = xlsx(book)
    pages = probed(tmp_path, content).pages
    assert 3 <= pages <= 10
    numbers = [int(t) for n in range(1, pages + 1) for t in shown(load(tmp_path, content, n))
               if t.isdigit() and int(t) < 300]  # fmt: skip
    assert set(numbers) == set(range(300))
    with pytest.raises(TooManyPages):
        probed(tmp_path, content, Limits(pages=2))


@pytest.mark.parametrize(
    "cell", [b'<c r="XFD9"><v>1</v></c>', b'<c r="A9"><v>1</v></c></row><row r="1048576">']
)
def test_a_cell_far_out_is_refused_before_room_is_made_for_it(tmp_path, cell):
    content = changed(xlsx(workbook()), "xl/worksheets/", b"</sheetData>",
                      b'<row r="9">' + cell + b"</row></sheetData>")  # fmt: skip
    with pytest.raises(FileTooLarge):
        probed(tmp_path, content)


def test_broken_parts_are_damage(tmp_path):
    content = xlsx(workbook())
    for part, pattern, by in (
        ("xl/worksheets/", rb"<sheetData>", b"<sheetData"),
        ("xl/workbook.xml", rb"</sheets>", b"</sheet>"),
        ("xl/styles.xml", rb'fontId="0"', b'fontId="-1"'),
    ):
        with pytest.raises(DamagedFile):
            probed(tmp_path, changed(content, part, pattern, by))


def test_a_workbook_that_shows_nothing_is_damage(tmp_path):
    with pytest.raises(DamagedFile):
        probed(tmp_path, xlsx(Workbook()))


def test_text_of_a_cell_is_one_line_without_marks_that_turn_its_direction(tmp_path):
    book = Workbook()
    payroll(book.active)
    book.active["B3"] = "张\u202e伟\u200b"
    assert "张伟" in shown(load(tmp_path, xlsx(book)))


def test_equal_files_are_drawn_alike(tmp_path):
    content = xlsx(workbook())
    assert load(tmp_path, content).fingerprint == load(tmp_path, content).fingerprint


class PanicException(BaseException):
    """What a library in Rust raises where it did not think of something."""


def test_what_a_library_panics_at_is_damage_and_leaving_is_not():
    with pytest.raises(DamagedFile), answered("the workbook"):
        raise PanicException
    with pytest.raises(KeyboardInterrupt), answered("the workbook"):
        raise KeyboardInterrupt
