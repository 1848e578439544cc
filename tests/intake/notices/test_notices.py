"""Every notice says all that its case gives occasion to say, and looks the same every time."""

from datetime import date

import cv2
import numpy as np
import pypdfium2
import pytest

from intake.arrears.policies import load_policy
from intake.errors import EngineFailure
from intake.hand_over import with_statement
from intake.notices import NotThisNotice, Office, render_notice
from intake.notices.fonts import fonts
from models.claim import Employee, Employer
from models.finding import Verdict
from models.notice import NoticeKind
from tests.intake.completeness.builders import (
    EMPLOYER,
    MAY,
    case_of,
    claim,
    complete,
    contract_sheet,
    report,
    voucher_sheet,
)

JUNE = MAY.plus(1)


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


def squeezed(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def accepted():
    case = case_of(*complete(MAY))
    return with_statement(case, load_policy("beijing"), declared_on=date(2024, 12, 10))


@pytest.fixture(scope="module")
def wanting():
    sheets = [voucher_sheet(bears={"seals": ()}), contract_sheet()]
    files = [report("附件.pdf", pages=0, problem="encrypted")]
    return case_of(*sheets, asked=claim(MAY, JUNE), files=files)


def test_the_fixtures_are_what_they_are_meant_to_be(accepted, wanting):
    assert accepted.statement is not None
    assert len(wanting.missing) >= 3


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_same_case_gives_the_same_bytes_in_pdf_a(accepted, wanting, kind):
    case = wanting if kind is NoticeKind.MISSING else accepted
    once = render_notice(kind, case)
    assert once == render_notice(kind, case)
    assert b"<pdfaid:part>2</pdfaid:part>" in once


def test_the_notice_of_what_is_missing_names_all_of_it(wanting):
    text = text_of(render_notice(NoticeKind.MISSING, wanting))
    assert "补正材料一次性告知书" in text
    for item in wanting.requirements:
        if item.verdict is Verdict.MET:
            continue
        about = f"{item.month.year}年{item.month.month}月" if item.month else ""
        general = item.message.zh.replace(about, "所列月份") if about else item.message.zh
        assert squeezed(item.message.zh) in text or squeezed(general) in text, item.code
    assert "附件.pdf" in text
    assert "已加密" in text


def test_one_thing_wanting_in_several_months_is_told_once_with_its_months():
    sheets = [voucher_sheet(file=f"{m}.pdf", months=(m,), bears={"seals": ()}) for m in (MAY, JUNE)]
    case = case_of(*sheets, asked=claim(MAY, JUNE))
    text = text_of(render_notice(NoticeKind.MISSING, case))
    assert text.count("所列月份工资凭证未盖财务专用章") == 1
    assert "2024年5月、6月" in text


def test_a_complete_case_has_nothing_to_be_told_of(accepted):
    with pytest.raises(NotThisNotice):
        render_notice(NoticeKind.MISSING, accepted)


def test_only_a_complete_case_is_accepted(accepted, wanting):
    assert "受理回执" in text_of(render_notice(NoticeKind.RECEIPT, accepted))
    text = text_of(render_notice(NoticeKind.RECEIPT, wanting))
    assert "收件回执" in text
    assert "受理回执" not in text


def test_the_receipts_code_can_be_scanned(accepted):
    pdf = render_notice(
        NoticeKind.RECEIPT, accepted, Office(link="https://intake.example/cases/c1")
    )
    pixels = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_numpy()
    found, *_ = cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(pixels[:, :, :3]))
    assert found == "https://intake.example/cases/c1"


def test_the_statement_tells_amounts_words_bearers_and_the_account(accepted):
    sums = accepted.statement.totals
    text = text_of(render_notice(NoticeKind.STATEMENT, accepted))
    for amount in (sums.principal, sums.late_fee, sums.payable, sums.employer_bears):
        assert f"{amount:,.2f}" in text
    assert squeezed(sums.in_words) in text
    assert "个人账户不作调整" in text
    assert str(accepted.statement.months[0].late_fee.days) in text


def test_a_case_without_a_statement_has_none_to_print(wanting):
    with pytest.raises(NotThisNotice):
        render_notice(NoticeKind.STATEMENT, wanting)


def test_the_draft_application_has_what_is_known_and_blanks_for_the_rest(accepted, wanting):
    text = text_of(render_notice(NoticeKind.APPLICATION, accepted, Office(name="医保中心")))
    assert EMPLOYER in text
    assert accepted.claim.employee.id_number in text
    assert f"{accepted.wages[MAY].gross:,.2f}" in text
    assert "医保中心：" in text
    drafted = text_of(render_notice(NoticeKind.APPLICATION, wanting))
    assert "2024年6月" in drafted


INJECTIONS = (
    '#eval("1+1")',
    "*粗* _斜_ $x$ @ref <label>",
    "]#panic()[",
    "\\u{41} \\",
    "{{7*7}}<script>alert(1)</script>",
    '#import sys; #read("/etc/passwd")',
    "= 标题",
    "// 注释",
)  # fmt: skip


@pytest.mark.parametrize("kind", NoticeKind)
def test_text_of_papers_is_printed_as_it_is_and_never_run(accepted, wanting, kind):
    case = wanting if kind is NoticeKind.MISSING else accepted
    told = " ".join(INJECTIONS)
    asked = case.claim.model_copy(
        update={"employer": Employer(name=told), "employee": Employee(name="张\u202e伟")}
    )
    text = text_of(render_notice(kind, case.model_copy(update={"claim": asked})))
    for injection in INJECTIONS:
        assert squeezed(injection) in text
    assert "张伟" in text


def test_a_name_that_no_font_has_is_told_by_its_number(accepted):
    asked = accepted.claim.model_copy(update={"employee": Employee(name="王\U0003134f")})
    case = accepted.model_copy(update={"claim": asked})
    assert "王〔U+3134F〕" in text_of(render_notice(NoticeKind.RECEIPT, case))


def test_a_missing_font_is_an_error(tmp_path):
    with pytest.raises(EngineFailure, match="fonts-noto-cjk"):
        fonts(tmp_path)
