"""An XLS becomes pages as an XLSX does."""

import io
from datetime import date

import pytest
import xlwt

from intake.errors import UnusableFile
from tests.intake.ingest.laying import hidden, load, probed, shown
from tests.intake.ingest.packages import HEADINGS, STAFF


def xls(change=None):
    book = xlwt.Workbook()
    sheet = book.add_sheet("2024年5月")
    sheet.write_merge(0, 0, 0, len(HEADINGS) - 1, "星河软件有限公司2024年5月工资表")
    for row, cells in enumerate((HEADINGS, *STAFF), 1):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value)
    if change is not None:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_cell_stands_on_the_page(tmp_path):
    content = xls()
    probe = probed(tmp_path, content)
    assert (probe.pages, probe.notes) == (1, ())
    page = load(tmp_path, content)
    assert shown(page)[:3] == ["2024年5月", "星河软件有限公司2024年5月工资表", "序号"]
    assert {"张伟", "8500", "7819.5"} <= set(shown(page))
    assert hidden(page) == []


def test_hidden_rows_columns_and_sheets_are_told_and_not_shown(tmp_path):
    def hide(book, sheet):
        sheet.row(2).hidden = True
        sheet.col(5).hidden = True
        other = book.add_sheet("旧表")
        other.write(0, 0, "从前的工资")
        other.visibility = 1

    content = xls(hide)
    assert probed(tmp_path, content).pages == 1
    page = load(tmp_path, content)
    assert {"张伟", "扣款", "从前的工资"} <= set(hidden(page))
    assert not {"张伟", "扣款"} & set(shown(page))


def test_white_type_is_hidden_and_formats_are_followed(tmp_path):
    def look(book, sheet):
        sheet.write(6, 0, 9500, xlwt.easyxf("font: color white"))
        sheet.write(6, 1, 7000.5, xlwt.easyxf(num_format_str="#,##0.00"))
        sheet.write(6, 2, date(2024, 5, 1), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))

    page = load(tmp_path, xls(look))
    assert hidden(page) == ["9500"]
    assert {"7000.50", "2024年5月"} <= set(shown(page)[1:])


def test_a_workbook_cut_off_is_refused_by_name(tmp_path):
    content = xls()
    for length in (600, 1000, 2000, 4000):
        with pytest.raises(UnusableFile):
            probed(tmp_path, content[:length])
