"""What holds for every case: no paper can be spared, none can be smuggled in, order is nothing."""

import datetime as dt
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.completeness import decision_of, make_flag
from intake.completeness.points import Point
from models.case import Decision
from models.evidence import FieldValue
from models.finding import Code, FlagCode, Item, Material, Severity, Verdict
from models.marks import Seal, SealKind, SlotFound, SlotState
from models.paper import DocumentKind
from models.quantities import Month
from tests.intake.completeness.builders import (
    EMPLOYER,
    ID,
    JUNE,
    MAY,
    NAME,
    NOTHING,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    Sheet,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    entry,
    other_sheet,
    page,
    read,
    report,
    seal,
    slot,
    unread,
    voucher_sheet,
)

MONTHS = st.lists(
    st.integers(0, 23).map(lambda n: Month(2023, 1).plus(n)), min_size=1, max_size=4, unique=True
)
QUICK = settings(max_examples=30, deadline=None)


def mostly(good, *bad):
    """Right in most draws, so that complete cases come about as well."""
    return st.sampled_from([good] * (9 * len(bad)) + list(bad))


NAMES = mostly(read(NAME), read(NAME, 0.6), read(OTHER_NAME), read("赵朋轩"), unread(), NOTHING)
AMOUNTS = mostly(
    read("8500.00"), read("8500.00", 0.5), unread("covered by seal", "8500.00"), NOTHING
)
EMPLOYERS = mostly(read(EMPLOYER), read(OTHER_EMPLOYER), NOTHING, read("云杉机械"))
OWNERS = mostly(EMPLOYER, OTHER_EMPLOYER, "海?", None)
SCORES = mostly(0.97, 0.2, 0.6)


def seals(usual: SealKind) -> st.SearchStrategy[Seal]:
    """A seal that may be wrong in anything."""
    return st.builds(
        seal,
        mostly(usual, *SealKind),
        OWNERS,
        whole=mostly(True, False),
        score=SCORES,
        kind_score=SCORES,
    )


SLOTS = st.builds(
    slot, mostly(SlotState.SIGNED, *SlotState), mostly(SlotFound.PEN, *SlotFound), score=SCORES
)


@st.composite
def vouchers(draw: st.DrawFn) -> Sheet:
    """A voucher that may be right or wrong in anything."""
    file = draw(st.sampled_from(["v1.pdf", "v2.pdf"]))
    months = draw(mostly((MAY,), (JUNE,), (), (MAY, JUNE)))
    row = entry(file, name=draw(NAMES), gross=draw(AMOUNTS), month=draw(mostly(None, MAY)))
    return voucher_sheet(
        file=file,
        months=months,
        month_field=draw(mostly(read("2024-05"), read("2024-05", 0.6), unread())),
        employer=draw(EMPLOYERS),
        entries=(row,),
        seals=[draw(seals(SealKind.FINANCIAL)), draw(seals(SealKind.OFFICIAL))],
        slots=[draw(SLOTS)],
        score=draw(mostly(0.98, 0.3)),
    )


@st.composite
def contracts(draw: st.DrawFn) -> Sheet:
    """A contract that may be right or wrong in anything."""
    return contract_sheet(
        employee=draw(NAMES),
        id_number=draw(mostly(read(ID), NOTHING, read(OTHER_ID))),
        end_field=draw(mostly(read("2025-12-31"), unread())),
        start=draw(mostly(dt.date(2023, 1, 1), dt.date(2024, 5, 20))),
        employer=draw(EMPLOYERS),
    )


def unrelated() -> st.SearchStrategy[Sheet]:
    """A paper that fulfils nothing."""
    return st.sampled_from(
        [
            other_sheet(),
            other_sheet("card.jpg", kind=DocumentKind.IDENTITY, employee=read(NAME)),
            other_sheet("blank.pdf", kind=DocumentKind.BLANK),
            voucher_sheet(file="theirs.pdf", entries=(entry("theirs.pdf", OTHER_NAME),)),
            voucher_sheet(Month(2020, 1), file="old.pdf"),
            contract_sheet(file="theirs2.pdf", employee=read(OTHER_NAME), id_number=NOTHING),
        ]
    )


@QUICK
@given(MONTHS)
def test_no_paper_of_a_complete_case_can_be_spared(months):
    asked = claim(*sorted(months), declared_on=dt.date(2025, 1, 5))
    sheets = complete(*sorted(months))
    assert case_of(*sheets, asked=asked).decision is Decision.COMPLETE
    for index in range(len(sheets)):
        left = sheets[:index] + sheets[index + 1 :]
        assert case_of(*left, asked=asked).decision is Decision.INCOMPLETE


@QUICK
@given(MONTHS)
def test_a_complete_case_has_a_gross_wage_in_every_month(months):
    case = case_of(*complete(*sorted(months)), asked=claim(*months))
    assert set(case.months) == set(months)
    assert all(case.wages[month].gross is not None for month in case.months)


@QUICK
@given(vouchers() | contracts(), unrelated())
def test_an_unrelated_paper_never_completes_a_case(spoilt, extra):
    rest = [contract_sheet(), application_sheet()]
    if spoilt.paper.kind is DocumentKind.LABOR_CONTRACT:
        rest = [voucher_sheet(), application_sheet()]
    before = case_of(spoilt, *rest)
    after = case_of(spoilt, *rest, extra)
    if before.decision is not Decision.COMPLETE:
        assert after.decision is not Decision.COMPLETE


@settings(max_examples=100, deadline=None)
@given(vouchers())
def test_a_complete_case_rests_on_nothing_but_sure_readings(sheet):
    case = case_of(sheet, contract_sheet(), application_sheet())
    if case.decision is Decision.COMPLETE:
        (row,) = sheet.paper.entries
        assert row.name.value == NAME
        assert row.gross.score >= 0.85
        assert sheet.paper.month_field.score >= 0.85
        sure = [s for s in sheet.page.seals if s.whole and min(s.score, s.kind_score) > 0.9]
        kinds = {s.kind for s in sure if s.owner_name == EMPLOYER}
        assert {SealKind.FINANCIAL, SealKind.OFFICIAL} <= kinds
        assert any(s.found in {SlotFound.PEN, SlotFound.PEN_FINGERPRINT} for s in sheet.page.slots)


@settings(max_examples=30, deadline=None)
@given(st.lists(vouchers() | contracts() | unrelated(), max_size=4), st.randoms())
def test_the_order_of_the_files_decides_nothing(extra, rng):
    sheets = _distinct([*complete(MAY, JUNE), *extra])
    shuffled = rng.sample(sheets, len(sheets))
    one, other = (case_of(*order, asked=claim(MAY, JUNE)) for order in (sheets, shuffled))
    assert one.decision is other.decision
    assert _points(one) == _points(other)
    assert [flag.code for flag in one.flags] == [flag.code for flag in other.flags]
    assert {m: (w.gross, w.net) for m, w in one.wages.items()} == {
        m: (w.gross, w.net) for m, w in other.wages.items()
    }
    assert (one.employer, one.employee, one.contract) == (
        other.employer,
        other.employee,
        other.contract,
    )


def _distinct(sheets):
    """Sheets of one file name cannot come together."""
    return list({sheet.page.file: sheet for sheet in sheets}.values())


def _points(case):
    return [(r.material, r.item, r.month, r.verdict, r.code) for r in case.requirements]


@settings(max_examples=30, deadline=None)
@given(st.lists(vouchers() | contracts() | unrelated(), max_size=4), st.integers(0, 2))
def test_every_page_read_is_in_exactly_one_document(extra, strays):
    sheets = _distinct([*complete(), *extra])
    loose = [Sheet(sheets[0].paper, page(f"stray{n}.pdf")) for n in range(strays)]
    case = case_of(*sheets, *loose)
    listed = [(ref.file, ref.page) for d in case.documents for ref in d.pages]
    assert len(listed) == len(set(listed))
    assert {(p.file, p.page) for p in case.pages} <= set(listed)
    owners = {(ref.file, ref.page): d.id for d in case.documents for ref in d.pages}
    assert all(owners[p.file, p.page] == p.document for p in case.pages)


@settings(max_examples=30, deadline=None)
@given(st.lists(vouchers() | contracts() | unrelated(), max_size=4))
def test_missing_is_what_is_unmet_and_doubt_keeps_its_code(extra):
    case = case_of(*_distinct([*complete(MAY, JUNE), *extra]), asked=claim(MAY, JUNE))
    unmet = {(r.material, r.month, r.code) for r in case.requirements if r.verdict is Verdict.UNMET}
    assert {(m.material, m.month, m.code) for m in case.missing} == unmet
    for requirement in case.requirements:
        assert (requirement.code is None) is (requirement.verdict is Verdict.MET)
        assert requirement.message.zh
        assert requirement.message.en
    assert case.decision is decision_of(case.requirements, case.flags)


@QUICK
@given(vouchers())
def test_no_wage_is_asserted_that_the_row_does_not_print(sheet):
    case = case_of(sheet, contract_sheet(), application_sheet())
    printed = {str(row.gross.value) for row in sheet.paper.entries}
    for wage in case.wages.values():
        assert wage.gross is None or f"{wage.gross:.2f}" in printed


POINT = Point(Material.APPLICATION, Item.APPLICATION)
ANSWERS = {
    Verdict.MET: POINT.met(),
    Verdict.UNMET: POINT.unmet(Code.APPLICATION_MISSING),
    Verdict.DOUBTFUL: POINT.doubtful(Code.APPLICATION_MISSING),
}
FLAGS = {
    Severity.BLOCKING: make_flag(FlagCode.HIDDEN_TEXT),
    Severity.INFO: make_flag(FlagCode.LOW_QUALITY),
}


def test_the_decision_follows_the_contracts_order():
    subsets = [
        [v for v, on in zip(Verdict, bits, strict=True) if on] for bits in product((0, 1), repeat=3)
    ]
    for verdicts in subsets:
        for severities in ([], [Severity.INFO], [Severity.BLOCKING], list(Severity)):
            got = decision_of([ANSWERS[v] for v in verdicts], [FLAGS[s] for s in severities])
            if Verdict.UNMET in verdicts:
                expected = Decision.INCOMPLETE
            elif Verdict.DOUBTFUL in verdicts or Severity.BLOCKING in severities or not verdicts:
                expected = Decision.REVIEW
            else:
                expected = Decision.COMPLETE
            assert got is expected, (verdicts, severities)


def test_a_batch_decides_each_claim_by_its_own_papers():
    sheet = voucher_sheet(
        entries=(entry("2024-05.pdf"), entry("2024-05.pdf", OTHER_NAME, slots=(1,))),
        slots=[slot(), slot(SlotState.UNSIGNED, SlotFound.EMPTY, row=2)],
    )
    theirs = {"employee": read(OTHER_NAME), "id_number": read(OTHER_ID)}
    sheets = [
        sheet,
        contract_sheet(),
        application_sheet(),
        contract_sheet(file="c2.pdf", **theirs),
        application_sheet(file="a2.pdf", **theirs),
    ]
    mine = case_of(*sheets)
    asked = claim(employee={"name": OTHER_NAME, "id_number": OTHER_ID})
    other = case_of(*sheets, asked=asked)
    assert mine.decision is Decision.COMPLETE
    assert mine.flags == ()
    assert [m.code for m in other.missing] == [Code.EMPLOYEE_SIGNATURE_MISSING]
    assert other.employee.name == OTHER_NAME


def test_files_are_listed_whatever_became_of_them():
    bad = report("bad.pdf", pages=0, problem="encrypted")
    case = case_of(*complete(), files=[bad])
    assert case.files[-1] == bad
    assert case.decision is Decision.COMPLETE


def test_an_empty_submission_lacks_everything():
    case = case_of()
    assert {m.code for m in case.missing} == {
        Code.VOUCHER_MISSING,
        Code.CONTRACT_MISSING,
        Code.APPLICATION_MISSING,
    }
    assert case.wages[MAY].field == FieldValue()
    assert (case.employee.name, case.employer.name) == (None, None)
