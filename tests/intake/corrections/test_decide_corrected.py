"""Corrections are laid over real recorded papers, and the case is decided anew."""

import datetime as dt
from functools import lru_cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.arrears.policies import load_policy
from intake.completeness import Judges
from intake.corrections import (
    WrongCorrection,
    checked,
    confirmed,
    machine_value,
    may_settle,
    with_seen,
)
from intake.pipeline import collect_papers, decide_case
from intake.reviewed import decide_corrected
from intake.seals.owner import verify_owner
from models.case import CaseFile, Decision
from models.claim import Claim
from models.correction import (
    PERSON,
    Act,
    Correction,
    SaidOfField,
    SaidOfFlag,
    SaidOfPaper,
    SaidOfRequirement,
    SaidOfSeal,
    SaidOfSlot,
)
from models.finding import Code, FlagCode, Item, Material, Severity, Verdict
from models.marks import SealKind, SlotState
from models.paper import DocumentKind, FileReport, PageRef
from models.quantities import Month
from tests.api import recorded

DAY = dt.date(2024, 12, 10)
NOON = dt.datetime(2024, 12, 11, 4, tzinfo=dt.UTC)


@lru_cache
def read(sample):
    """Return a sample's papers as they were read."""
    readings = recorded.readings(sample)
    files = [
        FileReport(name=name, sha256="0" * 64, type="application/pdf", pages=len(pages))
        for name, pages in readings.items()
    ]
    return collect_papers(files, [p for pages in readings.values() for p in pages], [], seconds=0)


def said(*parts, why="原件已核对"):
    return [
        Correction(id=f"r{number}", said=part, by="u1", at=NOON, why=why)
        for number, part in enumerate(parts)
    ]


def decided(papers, sample, *parts) -> CaseFile:
    claim = Claim.model_validate(recorded.claim(sample)).model_copy(update={"declared_on": DAY})
    policy = load_policy(claim.region or "national", None)
    judges = Judges(verify_owner=verify_owner)
    decide = partial(decide_case, claim=claim, policy=policy, case_id="c", judges=judges)
    return decide_corrected(papers, said(*parts), decide, policy=policy, declared_on=DAY)


def first_voucher(case):
    return next(d for d in case.documents if d.kind is DocumentKind.PAYROLL_VOUCHER)


def wages_typed(case, value="8500.00"):
    """Return what a person types where no gross is printed: one amount a voucher."""
    return [
        SaidOfField(
            act=Act.CORRECT,
            page=d.pages[0],
            name="gross",
            at=d.fields["employee"].evidence.bbox_frac,
            value=value,
        )
        for d in case.documents
        if d.kind is DocumentKind.PAYROLL_VOUCHER
    ]


def test_without_corrections_the_machine_decides_as_ever():
    case = decided(read(recorded.COMPLETE), recorded.COMPLETE)
    assert case.decision is Decision.COMPLETE
    assert case.corrections == ()


def test_a_wage_that_a_person_read_makes_the_case_complete_and_is_computed_with():
    papers = read(recorded.REVIEW)
    before = decided(papers, recorded.REVIEW)
    after = decided(papers, recorded.REVIEW, *wages_typed(before))
    assert before.decision is Decision.REVIEW
    assert after.decision is Decision.COMPLETE
    assert [str(wage.gross) for wage in after.wages.values()] == ["8500.00"] * 3
    assert after.statement is not None
    assert all(applied.holds for applied in after.corrections)


def test_the_machine_s_readings_stand_beside_what_a_person_said():
    papers = read(recorded.COMPLETE)
    kept = papers.model_copy(deep=True)
    before = decided(papers, recorded.COMPLETE)
    after = decided(papers, recorded.COMPLETE, wages_typed(before, "8400.00")[0])
    old, new = before.wages[Month(2024, 5)].field, after.wages[Month(2024, 5)].field
    assert new.value == "8400.00"
    assert new.readings[0].reader == PERSON
    assert new.readings[1:] == old.readings
    assert papers == kept


def test_a_wage_that_a_person_cannot_read_either_is_surely_unreadable():
    papers = read(recorded.COMPLETE)
    case = decided(papers, recorded.COMPLETE)
    voucher = first_voucher(case)
    at = voucher.fields["gross"].evidence.bbox_frac
    rejected = SaidOfField(act=Act.REJECT, page=voucher.pages[0], name="gross", at=at)
    after = decided(papers, recorded.COMPLETE, rejected)
    assert after.decision is Decision.INCOMPLETE
    assert [m.code for m in after.missing] == [Code.WAGE_UNREADABLE]
    assert after.statement is None


def test_a_seal_that_a_person_rejects_does_not_count():
    papers = read(recorded.COMPLETE)
    seals = [
        s
        for s in first_voucher(decided(papers, recorded.COMPLETE)).seals
        if s.kind is SealKind.FINANCIAL
    ]
    parts = [
        SaidOfSeal(act=Act.REJECT, page=PageRef(file=s.file, page=s.page), at=s.bbox_frac)
        for s in seals
    ]
    after = decided(papers, recorded.COMPLETE, *parts)
    assert Code.FINANCIAL_SEAL_MISSING in {m.code for m in after.missing}


def test_a_seal_of_another_owner_is_foreign_once_a_person_reads_its_legend():
    papers = read(recorded.COMPLETE)
    seal = next(
        s
        for s in first_voucher(decided(papers, recorded.COMPLETE)).seals
        if s.kind is SealKind.FINANCIAL
    )
    part = SaidOfSeal(
        act=Act.CORRECT,
        page=PageRef(file=seal.file, page=seal.page),
        at=seal.bbox_frac,
        owner="上海远航国际物流有限公司",
    )
    after = decided(papers, recorded.COMPLETE, part)
    assert Code.SEAL_OWNER_MISMATCH in {m.code for m in after.missing}
    assert after.decision is Decision.INCOMPLETE


def test_a_slot_that_a_person_finds_empty_is_unsigned():
    papers = read(recorded.COMPLETE)
    slot = first_voucher(decided(papers, recorded.COMPLETE)).signature_slots[0]
    part = SaidOfSlot(
        act=Act.CORRECT,
        page=PageRef(file=slot.file, page=slot.page),
        at=slot.bbox_frac,
        state=SlotState.UNSIGNED,
    )
    after = decided(papers, recorded.COMPLETE, part)
    assert after.decision is not Decision.COMPLETE
    assert Code.EMPLOYEE_SIGNATURE_MISSING in {r.code for r in after.requirements}


def test_a_paper_of_another_kind_is_read_as_that_kind():
    papers = read(recorded.COMPLETE)
    voucher = first_voucher(decided(papers, recorded.COMPLETE))
    away = SaidOfPaper(act=Act.CORRECT, page=voucher.pages[0], document=DocumentKind.OTHER)
    without = decided(papers, recorded.COMPLETE, away)
    assert Code.VOUCHER_MISSING in {r.code for r in without.requirements}
    back = SaidOfPaper(
        act=Act.CORRECT, page=voucher.pages[0], document=DocumentKind.PAYROLL_VOUCHER
    )
    assert decided(papers, recorded.COMPLETE, away, back).decision is Decision.COMPLETE


def test_a_voucher_s_month_is_what_a_person_says():
    papers = read(recorded.COMPLETE)
    voucher = first_voucher(decided(papers, recorded.COMPLETE))
    part = SaidOfPaper(act=Act.CORRECT, page=voucher.pages[0], months=(Month(2023, 1),))
    after = decided(papers, recorded.COMPLETE, part)
    assert Code.VOUCHER_MISSING in {r.code for r in after.requirements}


def settled_signature(case, verdict=Verdict.UNMET):
    requirement = next(r for r in case.requirements if r.item is Item.SIGNATURE)
    part = SaidOfRequirement(
        material=requirement.material,
        item=requirement.item,
        month=requirement.month,
        code=Code.EMPLOYEE_SIGNATURE_MISSING,
        verdict=verdict,
    )
    return with_seen(part, case)


def test_a_requirement_settled_against_the_machine_makes_the_case_incomplete():
    papers = read(recorded.COMPLETE)
    part = settled_signature(decided(papers, recorded.COMPLETE))
    after = decided(papers, recorded.COMPLETE, part)
    assert after.decision is Decision.INCOMPLETE
    assert after.statement is None
    settled = next(r for r in after.requirements if r.settled)
    assert (settled.settled.machine, settled.settled.why) == ("met", "原件已核对")


def test_a_settlement_in_favour_is_void_once_it_rests_on_other_pages():
    papers = read(recorded.REVIEW)
    case = decided(papers, recorded.REVIEW)
    voucher = first_voucher(case)
    slot = next(s for s in voucher.signature_slots if s.role == "employee")
    unsure = SaidOfSlot(
        act=Act.CORRECT,
        page=voucher.pages[0],
        at=slot.bbox_frac,
        state=SlotState.UNSURE,
    )
    typed = wages_typed(case)
    doubted = decided(papers, recorded.REVIEW, *typed, unsure)
    part = settled_signature(doubted, Verdict.MET)
    assert doubted.decision is Decision.REVIEW
    assert decided(papers, recorded.REVIEW, *typed, unsure, part).decision is Decision.COMPLETE
    elsewhere = part.model_copy(update={"seen": (PageRef(file="other.pdf", page=1),)})
    again = decided(papers, recorded.REVIEW, *typed, unsure, elsewhere)
    assert again.decision is Decision.REVIEW
    assert not again.corrections[-1].holds


def test_what_ends_a_list_or_is_a_value_cannot_be_settled_as_met():
    case = decided(read(recorded.REVIEW), recorded.REVIEW)
    wage = next(r for r in case.requirements if r.code is Code.WAGE_NOT_PRINTED)
    part = SaidOfRequirement(
        material=wage.material,
        item=wage.item,
        month=wage.month,
        code=wage.code,
        verdict=Verdict.MET,
    )
    assert not may_settle(wage, Verdict.MET)
    with pytest.raises(WrongCorrection):
        with_seen(part, case)
    forced = decided(read(recorded.REVIEW), recorded.REVIEW, part)
    assert forced.decision is Decision.REVIEW


def test_a_correction_whose_place_is_gone_leaves_the_case_to_a_person():
    papers = read(recorded.COMPLETE)
    part = SaidOfSeal(
        act=Act.REJECT,
        page=first_voucher(decided(papers, recorded.COMPLETE)).pages[0],
        at=(0.0, 0.0, 0.01, 0.01),
    )
    after = decided(papers, recorded.COMPLETE, part)
    assert after.decision is Decision.REVIEW
    assert [f.code for f in after.flags] == [FlagCode.CORRECTION_UNPLACED]


def test_a_flag_that_a_person_cleared_informs_only():
    papers = read(recorded.COMPLETE)
    pages = tuple(
        page.model_copy(update={"hidden_text": page.words[:1]}) if number == 0 else page
        for number, page in enumerate(papers.pages)
    )
    papers = papers.model_copy(update={"pages": pages})
    before = decided(papers, recorded.COMPLETE)
    assert before.decision is Decision.REVIEW
    part = with_seen(SaidOfFlag(code=FlagCode.HIDDEN_TEXT), before)
    after = decided(papers, recorded.COMPLETE, part)
    assert after.decision is Decision.COMPLETE
    assert after.flags[0].severity is Severity.INFO


def test_a_confirmation_keeps_the_value_that_was_seen():
    papers = read(recorded.COMPLETE)
    case = decided(papers, recorded.COMPLETE)
    voucher = first_voucher(case)
    part = SaidOfField(
        act=Act.CONFIRM,
        page=voucher.pages[0],
        name="gross",
        at=voucher.fields["gross"].evidence.bbox_frac,
    )
    machine = machine_value(papers, case, part)
    assert confirmed(part, machine).value == "8500.00"
    with pytest.raises(WrongCorrection):
        confirmed(part.model_copy(update={"value": "1.00"}), machine)


@pytest.mark.parametrize(
    ("name", "value"),
    [("gross", "-1"), ("gross", "1e3"), ("months", "2024-13"), ("start", "2024/1/1"), ("no", "x")],
)
def test_what_cannot_be_meant_is_refused(name, value):
    page = PageRef(file="a", page=1)
    with pytest.raises(WrongCorrection):
        checked(SaidOfField(act=Act.CORRECT, page=page, name=name, value=value))


SETTLED = st.builds(
    SaidOfRequirement,
    material=st.sampled_from([Material.PAYROLL_VOUCHER, Material.LABOR_CONTRACT]),
    item=st.sampled_from(Item),
    month=st.sampled_from([None, Month(2024, 5), Month(2024, 6), Month(2024, 7)]),
    code=st.sampled_from(Code),
    verdict=st.sampled_from(Verdict),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(SETTLED, max_size=6))
def test_no_settlement_makes_a_case_complete_that_has_a_month_without_a_wage(parts):
    papers = read(recorded.REVIEW)
    case = decided(papers, recorded.REVIEW)
    pages = {(r.item, r.month): r for r in case.requirements}
    seen = [
        part.model_copy(
            update={"seen": tuple(_places(pages.get((part.item, part.month))))},
        )
        for part in parts
    ]
    assert decided(papers, recorded.REVIEW, *seen).decision is not Decision.COMPLETE


def _places(requirement):
    return sorted(
        {PageRef(file=e.file, page=e.page) for e in (requirement.evidence if requirement else ())},
        key=lambda ref: (ref.file, ref.page),
    )
