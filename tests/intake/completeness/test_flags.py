"""Every flag of this stage: what raises it, and the near miss that does not."""

import pytest

from models.case import Decision
from models.claim import Employee, Employer
from models.finding import FlagCode, Severity
from models.marks import SealKind, SlotFound, SlotState
from models.page import Channel, ColourMode, Quality
from models.paper import DocumentKind
from tests.intake.completeness.builders import (
    EMPLOYER,
    FINANCIAL,
    ID,
    JUNE,
    MAY,
    NAME,
    NOTHING,
    OFFICIAL,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    USCC,
    Remembered,
    application_sheet,
    case_of,
    claim,
    complete,
    contract_sheet,
    entry,
    other_sheet,
    read,
    report,
    seal,
    slot,
    unread,
    voucher_sheet,
    word,
)
from tests.intake.completeness.scans import WORDS, scanned, stamped_elsewhere

BAD_ID = "110105194912310021"
BAD_USCC = "91350100M000100Y4A"
DIGITAL = {"channel": Channel.DIGITAL}


def flags(case):
    return {flag.code for flag in case.flags}


def with_voucher(**changes):
    return [voucher_sheet(**changes), contract_sheet(), application_sheet()]


def row(**changes):
    return with_voucher(entries=(entry("2024-05.pdf", **changes),))


def with_contract(**changes):
    return [voucher_sheet(), contract_sheet(**changes), application_sheet()]


def with_application(**changes):
    return [voucher_sheet(), contract_sheet(), application_sheet(**changes)]


def printed_as(value, text):
    """A number and how it stands on the paper."""
    field = read(value)
    return field.model_copy(update={"evidence": field.evidence.model_copy(update={"text": text})})


def two_months(*sheets):
    return [*sheets, contract_sheet(), application_sheet(months=(MAY, JUNE))]


PICTURED = seal(SealKind.OFFICIAL, picture="p1")
RAISED = [
    (FlagCode.MONTH_ILLEGIBLE, with_voucher(months=())),
    (FlagCode.MONTH_ILLEGIBLE, [*complete(), voucher_sheet(file="b.pdf", months=())]),
    (FlagCode.EMPLOYEE_NOT_IN_VOUCHER, row(name=read(OTHER_NAME))),
    (
        FlagCode.SEAL_OWNER_MISMATCH,
        with_voucher(seals=[FINANCIAL, seal(SealKind.OFFICIAL, OTHER_EMPLOYER)]),
    ),
    (
        FlagCode.SEAL_OWNER_MISMATCH,
        with_voucher(seals=[FINANCIAL, OFFICIAL, seal(SealKind.OFFICIAL, OTHER_EMPLOYER)]),
    ),
    (
        FlagCode.SEAL_OWNER_MISMATCH,
        with_contract(bears={"seals": (seal(SealKind.CONTRACT, OTHER_EMPLOYER),)}),
    ),
    (
        FlagCode.CONTRACT_EMPLOYEE_MISMATCH,
        with_contract(employee=read(OTHER_NAME), id_number=read(OTHER_ID)),
    ),
    (FlagCode.DUPLICATE_VOUCHER_EDITED, two_months(scanned(MAY), scanned(JUNE, at=4.0))),
    (
        FlagCode.DUPLICATE_VOUCHER_EDITED,
        [
            *complete(),
            scanned(MAY, file="a.pdf"),
            scanned(MAY, file="b.pdf", entries=(entry("b.pdf", gross=read("9500.00")),)),
        ],
    ),
    (FlagCode.AMOUNTS_DISAGREE, row(checks=("!gross-deductions=net",))),
    (
        FlagCode.AMOUNTS_DISAGREE,
        [
            *complete(),
            voucher_sheet(file="b.pdf", entries=(entry("b.pdf", gross=read("8600.00")),)),
        ],
    ),
    (FlagCode.MEDICAL_ALREADY_DEDUCTED, row(items={"医疗保险": read("170.00")})),
    (FlagCode.MEDICAL_ALREADY_DEDUCTED, row(items={"医保": unread("readings disagree", "17O.0")})),
    (FlagCode.HIDDEN_TEXT, with_voucher(bears={"hidden_text": (word("8,500.00", 100, 100),)})),
    (FlagCode.ACTIVE_CONTENT, with_voucher(notes=("active_content",))),
    (FlagCode.ID_INVALID, with_contract(id_number=read(BAD_ID))),
    (FlagCode.ID_INVALID, row(id_number=read(BAD_ID))),
    (FlagCode.USCC_INVALID, with_contract(uscc=read(BAD_USCC))),
    (
        FlagCode.SAME_SEAL_IMAGE,
        two_months(
            voucher_sheet(seals=[FINANCIAL, PICTURED]),
            voucher_sheet(JUNE, seals=[FINANCIAL, PICTURED]),
        ),
    ),
    (FlagCode.SEAL_PICTURE_ONLY, with_voucher(bears=DIGITAL)),
    (
        FlagCode.SEAL_PICTURE_ONLY,
        with_voucher(bears=DIGITAL, notes=("signature_broken", "signed_under:aa")),
    ),
    (FlagCode.SEAL_PICTURE_ONLY, with_voucher(bears=DIGITAL, notes=("signature_unknown",))),
    (
        FlagCode.SEAL_PICTURE_ONLY,
        with_voucher(bears=DIGITAL, notes=("signature_intact", f"signed_under:{'b' * 64}")),
    ),
    (FlagCode.FILE_SIGNATURE_BROKEN, with_voucher(notes=("signature_broken",))),
    (
        FlagCode.LOW_QUALITY,
        with_voucher(
            bears={
                "quality": Quality(dpi=90, colour=ColourMode.GREY, warnings=("low_dpi",)),
            }
        ),
    ),
    (FlagCode.WAGE_DIFFERS_FROM_CONTRACT, with_contract(monthly_wage=read("8000.00"))),
    (
        FlagCode.DUPLICATE_PAGE,
        [
            *complete(),
            voucher_sheet(file="b.pdf", bears={"fingerprint": "pixels of 2024-05.pdf:1"}),
        ],
    ),
]

NOT_RAISED = [
    (
        FlagCode.MONTH_ILLEGIBLE,
        [
            *complete(),
            voucher_sheet(file="b.pdf", months=(), entries=(entry("b.pdf", OTHER_NAME),)),
        ],
    ),
    (
        FlagCode.EMPLOYEE_NOT_IN_VOUCHER,
        [*complete(), voucher_sheet(file="b.pdf", entries=(entry("b.pdf", OTHER_NAME),))],
    ),
    (
        FlagCode.SEAL_OWNER_MISMATCH,
        with_voucher(seals=[FINANCIAL, OFFICIAL, seal(SealKind.OFFICIAL, "海?云?")]),
    ),
    (
        FlagCode.SEAL_OWNER_MISMATCH,
        with_application(bears={"seals": (seal(SealKind.OTHER, "医疗保险事务中心"),)}),
    ),
    (
        FlagCode.CONTRACT_EMPLOYEE_MISMATCH,
        [*complete(), contract_sheet(file="b.pdf", employee=read(OTHER_NAME), id_number=NOTHING)],
    ),
    (FlagCode.DUPLICATE_VOUCHER_EDITED, two_months(scanned(MAY), stamped_elsewhere(JUNE))),
    (
        FlagCode.DUPLICATE_VOUCHER_EDITED,
        two_months(voucher_sheet(MAY, bears={"words": WORDS}), scanned(JUNE, words=WORDS[:5])),
    ),
    (
        FlagCode.DUPLICATE_VOUCHER_EDITED,
        [*complete(), scanned(MAY, file="a.pdf"), scanned(MAY, file="b.pdf", at=3.0)],
    ),
    (FlagCode.AMOUNTS_DISAGREE, row(checks=("gross-deductions=net", "sum(items)=gross"))),
    (
        FlagCode.AMOUNTS_DISAGREE,
        [
            *complete(),
            voucher_sheet(file="b.pdf", entries=(entry("b.pdf", gross=read("8600.00", 0.6)),)),
        ],
    ),
    (
        FlagCode.AMOUNTS_DISAGREE,
        with_voucher(
            entries=(entry("2024-05.pdf"), entry("2024-05.pdf", OTHER_NAME, checks=("!a=b",)))
        ),
    ),
    (FlagCode.MEDICAL_ALREADY_DEDUCTED, row(items={"社保": read("700.00")})),
    (FlagCode.MEDICAL_ALREADY_DEDUCTED, row(items={"医疗补贴": read("100.00")})),
    (FlagCode.MEDICAL_ALREADY_DEDUCTED, row(items={"医疗": read("0.00"), "医保": read("-")})),
    (
        FlagCode.MEDICAL_ALREADY_DEDUCTED,
        with_voucher(
            entries=(
                entry("2024-05.pdf"),
                entry("2024-05.pdf", OTHER_NAME, items={"医疗": read("170.00")}),
            )
        ),
    ),
    (FlagCode.HIDDEN_TEXT, with_voucher(bears={"hidden_text": (word("  ", 100, 100),)})),
    (FlagCode.ACTIVE_CONTENT, with_voucher(notes=("signed",))),
    (FlagCode.ID_INVALID, with_contract(id_number=read(BAD_ID, 0.6))),
    (FlagCode.ID_INVALID, with_contract(id_number=read("1101**********002X"))),
    (FlagCode.ID_INVALID, with_contract(id_number=read(ID))),
    (
        FlagCode.ID_INVALID,
        with_voucher(
            entries=(
                entry("2024-05.pdf"),
                entry("2024-05.pdf", OTHER_NAME, id_number=read(OTHER_ID[:-1] + "9")),
            )
        ),
    ),
    (FlagCode.USCC_INVALID, with_contract(uscc=read(USCC))),
    (
        FlagCode.USCC_INVALID,
        with_voucher(uscc=printed_as("977067067011110888", "9770 670 670 11110 888")),
    ),
    (
        FlagCode.SAME_SEAL_IMAGE,
        two_months(
            voucher_sheet(seals=[FINANCIAL, PICTURED]),
            voucher_sheet(JUNE, seals=[FINANCIAL, seal(SealKind.OFFICIAL, picture="p2")]),
        ),
    ),
    (
        FlagCode.SAME_SEAL_IMAGE,
        [
            voucher_sheet(seals=[FINANCIAL, PICTURED]),
            voucher_sheet(
                file="b.pdf",
                seals=[FINANCIAL, PICTURED],
                bears={"fingerprint": "pixels of 2024-05.pdf:1"},
            ),
            contract_sheet(),
            application_sheet(),
        ],
    ),
    (
        FlagCode.SAME_SEAL_IMAGE,
        two_months(
            voucher_sheet(seals=[FINANCIAL, PICTURED], bears=DIGITAL),
            voucher_sheet(JUNE, seals=[FINANCIAL, PICTURED], bears=DIGITAL),
        ),
    ),
    (FlagCode.SEAL_PICTURE_ONLY, with_voucher(bears=DIGITAL, seals=())),
    (
        FlagCode.SEAL_PICTURE_ONLY,
        with_application(bears={"seals": (OFFICIAL,), "channel": Channel.DIGITAL}),
    ),
    (FlagCode.FILE_SIGNATURE_BROKEN, with_voucher(notes=("signature_intact",))),
    (FlagCode.LOW_QUALITY, complete()),
    (FlagCode.WAGE_DIFFERS_FROM_CONTRACT, with_contract(monthly_wage=read("8500.40"))),
    (FlagCode.WAGE_DIFFERS_FROM_CONTRACT, with_contract(monthly_wage=read("8000.00", 0.6))),
    (
        FlagCode.DUPLICATE_PAGE,
        [
            *complete(),
            *(
                other_sheet(
                    f"{n}.pdf", kind=DocumentKind.BLANK, bears={"blank": True, "fingerprint": "b"}
                )
                for n in range(2)
            ),
        ],
    ),
]


def asked_for(sheets):
    months = {m for sheet in sheets for m in getattr(sheet.paper, "months", ())} | {MAY}
    return claim(*sorted(months))


@pytest.mark.parametrize(("code", "sheets"), RAISED, ids=lambda value: str(value)[:30])
def test_a_flag_is_raised_by_what_it_is_about(code, sheets):
    case = case_of(*sheets, asked=asked_for(sheets))
    assert code in flags(case)
    if code.severity is Severity.BLOCKING:
        assert case.decision is not Decision.COMPLETE


@pytest.mark.parametrize(("code", "sheets"), NOT_RAISED, ids=lambda value: str(value)[:30])
def test_a_flag_is_not_raised_by_a_near_miss(code, sheets):
    assert code not in flags(case_of(*sheets, asked=asked_for(sheets)))


def test_every_flag_has_a_case_but_those_of_the_calculator_and_of_corrections():
    tested = {code for code, _ in RAISED} | {FlagCode.DUPLICATE_SUBMISSION}
    elsewhere = {FlagCode.PARAMETER_UNPUBLISHED, FlagCode.CORRECTION_UNPLACED}
    assert set(FlagCode) - tested == elsewhere


def test_informing_flags_leave_a_complete_case_complete():
    poor = {"quality": Quality(dpi=140, colour=ColourMode.GREY, warnings=("low_dpi",))}
    sheets = [
        voucher_sheet(bears=poor),
        contract_sheet(monthly_wage=read("8000.00")),
        application_sheet(),
    ]
    case = case_of(*sheets)
    assert flags(case) == {FlagCode.LOW_QUALITY, FlagCode.WAGE_DIFFERS_FROM_CONTRACT}
    assert case.decision is Decision.COMPLETE


def test_a_month_decided_before_is_flagged_but_not_by_the_same_case():
    known = Remembered({(NAME, MAY)})
    case = case_of(*complete(), known=known)
    (flag,) = case.flags
    assert (flag.code, flag.months) == (FlagCode.DUPLICATE_SUBMISSION, (MAY,))
    assert case.decision is Decision.REVIEW
    assert case_of(*complete(), known=Remembered({(NAME, JUNE)})).flags == ()
    assert case_of(*complete(), known=Remembered({(NAME, MAY)}, case="c1")).flags == ()


def test_numbers_of_the_claim_are_checked_as_well():
    bad = claim(
        employee=Employee(name=NAME, id_number=BAD_ID),
        employer=Employer(name=EMPLOYER, uscc=BAD_USCC),
    )
    assert {FlagCode.ID_INVALID, FlagCode.USCC_INVALID} <= flags(case_of(*complete(), asked=bad))


def test_messages_show_a_number_by_its_ends_only():
    case = case_of(*with_contract(id_number=read(BAD_ID)))
    flag = next(flag for flag in case.flags if flag.code is FlagCode.ID_INVALID)
    assert BAD_ID not in flag.message.zh
    assert f"1{'*' * 16}1" in flag.message.zh


def test_active_content_in_a_file_without_pages_bears_on_every_case():
    loose = report("loose.pdf", pages=0, notes=("active_content",))
    assert FlagCode.ACTIVE_CONTENT in flags(case_of(*complete(), files=[loose]))


def test_an_unread_page_is_told_as_poor_quality():
    lost = report("lost.pdf", pages=2, notes=("page_timeout:2",))
    case = case_of(*complete(), files=[lost])
    (flag,) = case.flags
    assert flag.code is FlagCode.LOW_QUALITY
    assert "lost.pdf p.2" in flag.message.en


def elsewhere(value):
    field = read(value)
    return field.model_copy(
        update={"evidence": field.evidence.model_copy(update={"file": "b.pdf"})}
    )


def test_amounts_that_disagree_are_pointed_at_in_both_places():
    other = voucher_sheet(file="b.pdf", entries=(entry("b.pdf", gross=elsewhere("8600.00")),))
    (flag,) = case_of(*complete(), other).flags
    assert flag.code is FlagCode.AMOUNTS_DISAGREE
    assert {place.file for place in flag.evidence} == {"x.pdf", "b.pdf"}


def test_a_wage_that_differs_from_the_contract_is_pointed_at_in_both_papers():
    sheets = [voucher_sheet(), contract_sheet(monthly_wage=elsewhere("8000.00"))]
    (flag,) = case_of(*sheets, application_sheet()).flags
    assert flag.code is FlagCode.WAGE_DIFFERS_FROM_CONTRACT
    assert {place.file for place in flag.evidence} == {"x.pdf", "b.pdf"}


def test_equal_wages_in_two_months_are_nothing_odd():
    sheets = complete(MAY, JUNE)
    assert case_of(*sheets, asked=claim(MAY, JUNE)).flags == ()


def test_a_signed_slot_is_no_reason_for_a_flag():
    sheets = with_voucher(slots=[slot(SlotState.UNSIGNED, SlotFound.EMPTY)])
    assert case_of(*sheets).flags == ()
