"""Files that are data, through the whole pipeline: what they say is used, what they lack told."""

import pytest

from intake.completeness import Judges
from intake.ingest import Limits, open_sources
from intake.ingest.probe import opening
from intake.kit import Kit
from intake.pipeline import decide_case, read_page, read_papers
from intake.seals.owner import verify_owner
from intake.workers import InlinePool, Work
from models.case import Decision
from models.claim import Claim
from models.finding import Code, FlagCode
from models.quantities import Month
from tests.fakes import FixedReader
from tests.intake.completeness.builders import policy
from tests.intake.ingest.packages import (
    changed,
    docx,
    paragraph,
    run,
    with_results,
    workbook,
    xlsx,
)
from tests.intake.ink.pages import network

LIMITS = Limits()
EMPLOYER = "星河软件有限公司"
CLAIM = Claim.model_validate(
    {
        "region": "national",
        "declared_on": "2024-12-10",
        "employer": {"name": EMPLOYER},
        "employee": {"name": "张伟"},
        "months": ["2024-05"],
        "reason": "employer_arrears",
    }
)
MAY = Month(2024, 5)


class Unasked(FixedReader):
    """A reader that nobody may ask to read a page of data."""

    def read_page(self, page):
        raise AssertionError(f"page {page.page} of {page.file} was read")


def kit():
    return Kit(
        first=Unasked(), second=Unasked(), orient=None, ink=network(), letters=None, limits=LIMITS
    )


@pytest.fixture
def decided(tmp_path):
    def decide(files):
        folder = tmp_path / "in"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        opened = open_sources(
            [folder], limits=LIMITS, workdir=tmp_path / "w", pool=InlinePool(opening())
        )
        papers = read_papers(opened, InlinePool(Work(build=kit, run=read_page)))
        assert len(papers.pages) == sum(file.pages for file in papers.files) > 0
        judges = Judges(verify_owner=verify_owner)
        return decide_case(papers, CLAIM, policy(), case_id="L1", judges=judges)

    return decide


def codes(case):
    return {missing.code for missing in case.missing}


def flags(case):
    return {flag.code for flag in case.flags}


def test_a_spreadsheet_gives_the_wage_and_no_seal_and_no_signature(decided):
    case = decided({"工资表.xlsx": xlsx(workbook())})
    wage = case.wages[MAY]
    assert (str(wage.gross), str(wage.net)) == ("8500.00", "7819.50")
    assert wage.field.readings[0].reader == "file"
    assert wage.field.evidence.file == "工资表.xlsx"
    assert case.decision is Decision.INCOMPLETE
    assert {
        Code.FINANCIAL_SEAL_MISSING,
        Code.OFFICIAL_SEAL_MISSING,
        Code.EMPLOYEE_SIGNATURE_MISSING,
        Code.CONTRACT_MISSING,
        Code.APPLICATION_MISSING,
    } == codes(case)
    assert not flags(case)


def test_what_a_spreadsheet_hides_is_flagged_and_not_used(decided):
    book = workbook()
    sheet = book.active
    sheet.append([4, "赵敏", 9000, 0, 9000, 0, 9000, None])
    sheet.row_dimensions[6].hidden = True
    case = decided({"工资表.xlsx": xlsx(book)})
    assert FlagCode.HIDDEN_TEXT in flags(case)
    (flag,) = [flag for flag in case.flags if flag.code is FlagCode.HIDDEN_TEXT]
    assert {"赵敏", "9000"} <= {evidence.text for evidence in flag.evidence}


def test_a_stale_wage_is_flagged_and_not_asserted(decided):
    book = workbook()
    for row in (3, 4, 5):
        book.active[f"E{row}"] = f"=C{row}+D{row}"
    content = with_results(xlsx(book), {"E3": "9500", "E4": "6300", "E5": "7000"})
    case = decided({"工资表.xlsx": content})
    assert FlagCode.AMOUNTS_DISAGREE in flags(case)
    assert case.wages[MAY].score < 0.85


CONTRACT = (
    "劳动合同书",
    f"甲方（用人单位）：{EMPLOYER}",
    "乙方（劳动者）：张伟",
    "第一条 劳动合同期限：自2023年1月1日起至2026年12月31日止。",
    "第二条 工作内容：软件工程师。",
    "第三条 劳动报酬：月工资8500元。",
    "甲方（盖章）：          乙方（签名）：",
)


def contract(*lines):
    return docx("".join(paragraph(run(line)) for line in lines))


def test_a_contract_in_a_text_document_is_data_and_no_contract(decided):
    case = decided({"合同.docx": contract(*CONTRACT)})
    assert case.contract is not None
    assert (case.contract.employer, case.contract.employee) == (EMPLOYER, "张伟")
    (missing,) = [r for r in case.requirements if r.code is Code.CONTRACT_MISSING]
    assert "电子文档" in missing.message.zh
    assert missing.evidence[0].file == "合同.docx"


def test_changes_that_could_be_rejected_are_flagged(decided):
    tracked = f"<w:ins>{run('月工资9500元')}</w:ins>"
    case = decided({"合同.docx": changed(contract(*CONTRACT), "word/document.xml", b"</w:body>",
                                       f"<w:p>{tracked}</w:p></w:body>".encode())})  # fmt: skip
    assert FlagCode.HIDDEN_TEXT in flags(case)


def test_an_amount_is_given_as_it_is_among_amounts_with_two_decimals(decided):
    book = workbook()
    for row in range(3, 6):
        for column in range(3, 8):
            book.active.cell(row, column).value = 500.25 + 10 * row + column
    for column, heading in enumerate(("绩效", "补贴", "应发工资", "社保", "公积金"), 3):
        book.active.cell(2, column).value = heading
    book.active["E3"] = 8000.5
    case = decided({"工资表.xlsx": xlsx(book)})
    assert str(case.wages[MAY].gross) == "8000.50"
