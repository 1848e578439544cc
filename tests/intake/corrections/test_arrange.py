"""Pages laid by a person: the case is decided on the papers that they make then."""

import pytest

from intake.corrections.arrange import arranged
from intake.papers import read_as
from models.case import Decision
from models.correction import Laid, SaidOfPage
from models.finding import Code, FlagCode
from models.paper import DocumentKind, PageRef
from tests.api import recorded
from tests.intake.corrections.test_decide_corrected import decided, read

SAMPLE = recorded.COMPLETE
FIRST, SECOND = (document.pages[0] for document in read(SAMPLE).documents[:2])


def laid(*parts):
    return decided(read(SAMPLE), SAMPLE, *parts)


def behind(page, other):
    return SaidOfPage(page=page, laid=Laid.AFTER, after=other)


def out(page):
    return SaidOfPage(page=page, laid=Laid.OUT)


def test_nothing_is_decided_on_a_page_that_was_taken_out():
    before = laid()
    voucher = next(d for d in before.documents if d.kind is DocumentKind.PAYROLL_VOUCHER)
    after = laid(*(out(page) for page in voucher.pages))
    assert after.decision is Decision.INCOMPLETE
    assert {m.code for m in after.missing} == {Code.VOUCHER_MISSING}
    assert after.statement is None
    assert {(p.file, p.page) for p in after.pages} == {(p.file, p.page) for p in before.pages}


def test_a_paper_split_and_joined_again_is_the_paper_that_it_was():
    joined = arranged(read(SAMPLE), behind(SECOND, FIRST), read_as)
    apart = arranged(joined, SaidOfPage(page=SECOND, laid=Laid.APART), read_as)
    assert [d.pages for d in joined.documents[:1]] == [(FIRST, SECOND)]
    assert [d.pages for d in apart.documents] == [d.pages for d in read(SAMPLE).documents]
    assert arranged(apart, behind(SECOND, FIRST), read_as).documents == joined.documents


def test_a_page_put_behind_another_papers_page_belongs_to_that_paper():
    after = laid(behind(SECOND, FIRST))
    assert after.documents[0].pages == (FIRST, SECOND)
    assert after.decision is not Decision.COMPLETE


def test_a_page_may_be_made_the_first_of_its_paper():
    joined = arranged(read(SAMPLE), behind(SECOND, FIRST), read_as)
    after = arranged(joined, SaidOfPage(page=SECOND, laid=Laid.AFTER), read_as)
    assert after.documents[0].pages == (SECOND, FIRST)


@pytest.mark.parametrize("laid_by", list(Laid))
def test_a_page_that_is_not_there_any_more_leaves_the_case_to_a_person(laid_by):
    gone = PageRef(file="没有.pdf", page=1)
    case = laid(SaidOfPage(page=gone, laid=laid_by))
    assert case.decision is Decision.REVIEW
    assert FlagCode.CORRECTION_UNPLACED in {flag.code for flag in case.flags}
