"""The case file as JSON: the contract's names, and what its parts say."""

import json

import pytest

from models.case import CaseFile, OwnerCheck, SignatureState
from models.claim import Claim
from models.finding import Code
from models.marks import InkMark, MarkKind, Role, SealKind, SlotFound, SlotState
from models.paper import DocumentKind, PageRef
from tests.intake.completeness.builders import (
    EMPLOYER,
    FINANCIAL,
    ID,
    JULY,
    JUNE,
    MAY,
    NAME,
    NOTHING,
    OFFICIAL,
    OTHER_EMPLOYER,
    OTHER_ID,
    OTHER_NAME,
    USCC,
    application_sheet,
    box,
    case_of,
    claim,
    complete,
    contract_sheet,
    entry,
    handwriting,
    page,
    read,
    seal,
    slot,
    unread,
    voucher_sheet,
)

EVIDENCE = {"file", "page", "bbox_frac", "score", "reader", "text"}
FIELD = {"value", "score", "evidence", "readings", "note"}
PLACED = {"file", "page", "bbox_frac"}
NAMES = {
    "": {
        "schema", "case", "decision", "decided_by", "claim", "employer", "employee", "months",
        "wages", "contract", "application", "files", "documents", "requirements", "missing",
        "flags", "pages", "statement", "provenance",
    },
    "employer": {"name", "uscc"},
    "employee": {"name", "id_number"},
    "wages.2024-05": {"gross", "net", "document", "score", "field"},
    "wages.2024-05.field": FIELD,
    "contract": {
        "employer", "uscc", "employee", "id_number", "type", "start", "end", "monthly_wage",
        "position", "sign_date",
    },
    "application": {"employer", "employee", "id_number", "months", "reason", "date"},
    "files.0": {"name", "sha256", "type", "problem", "pages", "notes"},
    "documents.0": {
        "id", "kind", "months", "pages", "fields", "seals", "signatures", "signature_slots",
        "other_marks",
    },
    "documents.0.pages.0": {"file", "page"},
    "documents.0.fields": {"employer", "months", "employee", "gross", "net"},
    "documents.0.fields.gross": FIELD,
    "documents.0.fields.gross.evidence": EVIDENCE,
    "documents.0.seals.0": PLACED | {
        "kind", "shape", "colour", "owner_name", "owner_check", "seal_text", "code", "whole",
        "score",
    },
    "documents.0.signatures.0": PLACED | {"person", "role", "state", "score"},
    "documents.0.signature_slots.0": PLACED | {"role", "month", "state", "found", "score"},
    "documents.0.other_marks.0": PLACED | {"kind"},
    "documents.1.fields": {
        "employer", "employee", "id_number", "type", "start", "end", "monthly_wage", "position",
    },
    "documents.2.fields": {"employer", "employee", "id_number", "months", "reason", "date"},
    "requirements.0": {"material", "item", "month", "verdict", "code", "message", "evidence"},
    "requirements.0.message": {"zh", "en"},
    "missing.0": {"material", "month", "code"},
    "flags.0": {"code", "severity", "documents", "months", "message", "evidence"},
    "pages.0": {"file", "page", "width", "height", "rotation", "document", "quality"},
    "provenance": {"versions", "policy", "seconds"},
    "provenance.policy": {"region", "version"},
}  # fmt: skip


def rich_case():
    """A case in which every part of the contract is there."""
    tick = InkMark(box=box(400, 400, 20, 20), kind=MarkKind.TICK, score=0.9)
    voucher = voucher_sheet(
        seals=[OFFICIAL], bears={"ink_marks": (tick,)}, notes=("active_content",)
    )
    return case_of(voucher, contract_sheet(), application_sheet())


@pytest.mark.parametrize("path", NAMES)
def test_the_json_has_the_contracts_names(path):
    part = json.loads(rich_case().model_dump_json())
    for step in filter(None, path.split(".")):
        part = part[int(step)] if step.isdigit() else part[step]
    assert set(part) == NAMES[path]


def test_a_case_file_survives_json():
    case = rich_case()
    assert CaseFile.model_validate_json(case.model_dump_json()) == case


def test_the_schema_can_be_written_out():
    schema = CaseFile.model_json_schema(mode="serialization")
    only_where_said = {"corrections", "held"}
    assert set(schema["properties"]) == NAMES[""] | only_where_said
    assert schema["properties"]["decision"]["$ref"].endswith("Decision")


def test_what_the_papers_say_is_no_echo_of_the_claim():
    asked = claim(employer={"name": EMPLOYER, "uscc": USCC})
    sheets = [
        voucher_sheet(employer=NOTHING),
        contract_sheet(employer=NOTHING, id_number=NOTHING),
        application_sheet(employer=NOTHING, id_number=NOTHING),
    ]
    case = case_of(*sheets, asked=asked)
    assert case.employer.model_dump() == {"name": None, "uscc": None}
    assert case.employee.model_dump() == {"name": NAME, "id_number": None}


def test_a_number_on_any_of_the_persons_papers_is_what_the_papers_say():
    case = case_of(voucher_sheet(), contract_sheet(uscc=read(USCC)), application_sheet())
    assert case.employer.uscc == USCC
    assert case.employee.id_number == ID


def test_the_employer_of_most_papers_is_told_where_none_is_the_claimed_one():
    sheets = [
        voucher_sheet(employer=read(OTHER_EMPLOYER)),
        contract_sheet(employer=read(OTHER_EMPLOYER)),
        application_sheet(employer=NOTHING),
    ]
    assert case_of(*sheets).employer.name == OTHER_EMPLOYER


def test_the_claim_is_given_back_with_what_was_read_where_it_was_silent():
    case = case_of(*complete(MAY, JUNE), asked=Claim(region="beijing"))
    assert case.claim.employer.name == EMPLOYER
    assert (case.claim.employee.name, case.claim.employee.id_number) == (NAME, ID)
    assert case.claim.months == (MAY, JUNE)
    assert case.claim.reason == "employer_arrears"
    given = case_of(*complete(), asked=claim(reason="单位欠缴")).claim
    assert given.reason == "单位欠缴"


def test_what_the_form_says_beyond_our_fields_is_kept():
    asked = claim(window="3")
    assert case_of(*complete(), asked=asked).claim.model_dump()["window"] == "3"


def test_months_are_the_applications_and_without_one_the_claims():
    assert case_of(*complete(MAY, JUNE), asked=claim(MAY)).months == (MAY, JUNE)
    assert case_of(voucher_sheet(), asked=claim(JULY)).months == (JULY,)


def test_wages_stand_for_every_month_that_is_claimed_or_applied_for():
    case = case_of(*complete(MAY, JUNE), asked=claim(MAY, JULY))
    assert set(case.wages) == {MAY, JUNE, JULY}
    assert case.wages[JULY].gross is None


def test_without_claim_and_application_the_vouchers_months_are_looked_at():
    case = case_of(
        voucher_sheet(), contract_sheet(), asked=claim().model_copy(update={"months": ()})
    )
    assert case.months == (MAY,)
    assert [m.code for m in case.missing] == [Code.APPLICATION_MISSING]


def test_without_any_month_the_vouchers_are_doubtful_or_missing():
    asked = claim().model_copy(update={"months": ()})
    blank = case_of(voucher_sheet(months=()), contract_sheet(), asked=asked)
    assert Code.MONTH_ILLEGIBLE in {r.code for r in blank.requirements}
    none = case_of(contract_sheet(), asked=asked)
    assert Code.VOUCHER_MISSING in {m.code for m in none.missing}
    assert none.months == ()


def test_a_net_wage_never_stands_in_for_the_gross():
    case = case_of(
        voucher_sheet(entries=(entry("2024-05.pdf", gross=NOTHING),)),
        contract_sheet(),
        application_sheet(),
    )
    assert case.wages[MAY].gross is None
    assert f"{case.wages[MAY].net:.2f}" == "7600.00"


def test_a_doubted_wage_is_not_asserted_but_its_readings_are_kept():
    doubted = read("8500.00", 0.6)
    case = case_of(
        voucher_sheet(entries=(entry("2024-05.pdf", gross=doubted),)),
        contract_sheet(),
        application_sheet(),
    )
    wage = case.wages[MAY]
    assert (wage.gross, wage.field) == (None, doubted)


def test_a_doubted_rows_wage_is_not_asserted():
    rows = (entry("2024-05.pdf"), entry("2024-05.pdf"))
    case = case_of(voucher_sheet(entries=rows), contract_sheet(), application_sheet())
    assert case.wages[MAY].gross is None
    assert case.wages[MAY].document == "d1"


def test_another_persons_contract_is_still_what_the_contract_says():
    theirs = contract_sheet(employee=read(OTHER_NAME), id_number=read(OTHER_ID))
    case = case_of(voucher_sheet(), theirs, application_sheet())
    assert case.contract.employee == OTHER_NAME
    assert case.employee.name == NAME


def test_a_weak_reading_is_told_only_if_it_says_the_very_name_expected():
    weak = contract_sheet(employer=read(EMPLOYER, 0.4), employee=read("赵明芳", 0.4))
    told = case_of(voucher_sheet(), weak, application_sheet()).contract
    assert (told.employer, told.employee) == (EMPLOYER, None)


def test_of_several_contracts_the_one_that_covers_the_months_is_told():
    old = contract_sheet(file="a.pdf", start=None, end=None, position=read("学徒"))
    assert case_of(old, *complete()).contract.position == "操作工"


def test_without_contract_and_application_both_are_null():
    case = case_of(voucher_sheet())
    assert case.contract is None
    assert case.application is None


def document(case, file):
    return next(d for d in case.documents if d.pages[0].file == file)


def employee_slots(case, file):
    slots = document(case, file).signature_slots
    return [(s.month, s.state, s.found) for s in slots if s.role is Role.EMPLOYEE]


def test_a_voucher_has_one_slot_of_the_employee_and_colleagues_have_theirs():
    rows = (entry("2024-05.pdf"), entry("2024-05.pdf", OTHER_NAME, slots=(1,)))
    sheet = voucher_sheet(
        entries=rows, slots=[slot(row=1), slot(row=2), slot(role=Role.PREPARER, label="制表")]
    )
    case = case_of(sheet, contract_sheet(), application_sheet())
    roles = [s.role for s in document(case, "2024-05.pdf").signature_slots]
    assert roles == [Role.EMPLOYEE, Role.COLLEAGUE, Role.PREPARER]
    people = [s.person for s in document(case, "2024-05.pdf").signatures]
    assert people == [NAME, OTHER_NAME, None]


def test_rows_of_their_own_month_have_a_slot_each_and_a_shared_one_has_no_month():
    rows = tuple(
        entry("q.pdf", month=month, slots=(index,)) for index, month in enumerate((MAY, JUNE))
    )
    each = voucher_sheet(
        file="q.pdf",
        months=(MAY, JUNE),
        entries=rows,
        slots=[slot(row=1), slot(SlotState.UNSIGNED, SlotFound.EMPTY, row=2)],
    )
    case = case_of(each, asked=claim(MAY, JUNE))
    assert employee_slots(case, "q.pdf") == [
        (MAY, SlotState.SIGNED, SlotFound.PEN),
        (JUNE, SlotState.UNSIGNED, SlotFound.EMPTY),
    ]
    shared = voucher_sheet(
        file="q.pdf",
        months=(MAY, JUNE),
        entries=tuple(entry("q.pdf", month=month) for month in (MAY, JUNE)),
    )
    case = case_of(shared, asked=claim(MAY, JUNE))
    assert employee_slots(case, "q.pdf") == [(None, SlotState.SIGNED, SlotFound.PEN)]


@pytest.mark.parametrize("sheet", [voucher_sheet, contract_sheet, application_sheet])
def test_where_no_slot_was_found_the_place_where_it_was_sought_stands_for_it(sheet):
    changes = {"entries": (entry("a.pdf", slots=()),)} if sheet is voucher_sheet else {}
    bare = sheet(file="a.pdf", bears={"slots": ()}, **changes)
    case = case_of(bare)
    ((_, state, found),) = employee_slots(case, "a.pdf")
    assert (state, found) == (SlotState.UNSURE, SlotFound.UNKNOWN)


def test_contract_and_application_have_one_employees_slot_each():
    double = {"slots": (slot(), slot(), slot(role=Role.EMPLOYER_REP))}
    case = case_of(voucher_sheet(), contract_sheet(bears=double), application_sheet(bears=double))
    for file in ("contract.pdf", "application.pdf"):
        roles = [s.role for s in document(case, file).signature_slots]
        assert roles == [Role.EMPLOYEE, Role.UNKNOWN, Role.EMPLOYER_REP]


def test_a_colleagues_name_in_the_employees_slot_is_another_persons_signature():
    rows = (entry("2024-05.pdf"), entry("2024-05.pdf", OTHER_NAME, slots=(1,)))
    sheet = voucher_sheet(entries=rows, slots=[slot(text=OTHER_NAME, row=1), slot(row=2)])
    case = case_of(sheet, contract_sheet(), application_sheet())
    assert employee_slots(case, "2024-05.pdf") == [(MAY, SlotState.UNSURE, SlotFound.OTHER_PERSON)]
    assert {r.code for r in case.requirements if r.code} == {Code.EMPLOYEE_SIGNATURE_MISSING}


def test_loose_handwriting_is_a_signature_of_nobody_known():
    sheet = voucher_sheet(bears={"ink_marks": (handwriting(300, 2000),)})
    case = case_of(sheet, contract_sheet(), application_sheet())
    last = document(case, "2024-05.pdf").signatures[-1]
    assert (last.person, last.role, last.state) == (
        None,
        Role.UNKNOWN,
        SignatureState.HANDWRITTEN,
    )


def test_marks_in_slots_and_outside_are_other_marks_and_handwriting_is_none():
    marks = (
        InkMark(box=box(400, 400, 20, 20), kind=MarkKind.STRADDLE_SLICE, score=0.9),
        handwriting(300, 2000),
    )
    finger = slot(SlotState.UNSIGNED, SlotFound.FINGERPRINT)
    sheet = voucher_sheet(slots=[finger], bears={"ink_marks": marks})
    case = case_of(sheet)
    kinds = [m.kind for m in document(case, "2024-05.pdf").other_marks]
    assert kinds == [MarkKind.STRADDLE_SLICE, MarkKind.FINGERPRINT]


def test_seals_are_shown_with_whose_they_are():
    seals = [FINANCIAL, seal(SealKind.OFFICIAL, OTHER_EMPLOYER), seal(SealKind.OTHER, "?")]
    shown = document(case_of(voucher_sheet(seals=seals)), "2024-05.pdf").seals
    assert [s.owner_check for s in shown] == [
        OwnerCheck.MATCH,
        OwnerCheck.MISMATCH,
        OwnerCheck.UNSURE,
    ]
    assert shown[0].bbox_frac == pytest.approx((350 / 1654, 1450 / 2339, 650 / 1654, 1750 / 2339))


def test_a_page_that_no_paper_claims_becomes_a_paper_of_its_own():
    sheets = complete()
    sheets[0].more = (page("2024-05.pdf", 2), page("2024-05.pdf", 3, blank=True))
    case = case_of(*sheets)
    kinds = {p.page: _kind(case, p.document) for p in case.pages if p.file == "2024-05.pdf"}
    assert kinds == {
        1: DocumentKind.PAYROLL_VOUCHER,
        2: DocumentKind.OTHER,
        3: DocumentKind.BLANK,
    }


def _kind(case, document_id):
    return next(d.kind for d in case.documents if d.id == document_id)


def test_a_page_that_two_papers_claim_belongs_to_the_first():
    greedy = contract_sheet(
        pages=(PageRef(file="contract.pdf", page=1), PageRef(file="2024-05.pdf", page=1))
    )
    case = case_of(voucher_sheet(), greedy, application_sheet())
    assert [len(d.pages) for d in case.documents] == [1, 1, 1]


def test_other_peoples_rows_are_not_shown():
    rows = (
        entry("2024-05.pdf"),
        entry("2024-05.pdf", OTHER_NAME, gross=read("12345.00"), slots=()),
    )
    case = case_of(voucher_sheet(entries=rows), contract_sheet(), application_sheet())
    assert "12345.00" not in case.model_dump_json()


def test_rows_of_several_months_are_told_apart_by_month():
    rows = tuple(entry("q.pdf", month=month, items={"奖金": read("1.00")}) for month in (MAY, JUNE))
    case = case_of(voucher_sheet(file="q.pdf", months=(MAY, JUNE), entries=rows))
    names = set(document(case, "q.pdf").fields)
    assert {"gross:2024-05", "gross:2024-06", "item:奖金:2024-06"} <= names


def test_an_unread_field_is_shown_with_the_place_where_it_was_sought():
    field = document(case_of(contract_sheet(employer=unread("covered by seal"))), "contract.pdf")
    shown = field.fields["employer"]
    assert (shown.value, shown.note) == (None, "covered by seal")
    assert shown.evidence is not None
