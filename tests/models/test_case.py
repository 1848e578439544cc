"""The case file's records: closed, frozen, and plain in JSON."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from pydantic import ValidationError

from models.case import CaseContract, CaseFile, Decision, Wage
from models.claim import Claim
from models.finding import Code, Flag, FlagCode, Item, Material, Message, Missing, Severity
from models.quantities import Month

MAY = Month(2024, 5)
SMALLEST = {
    "case": "c1",
    "decision": "review",
    "claim": {},
    "employer": {},
    "employee": {},
    "months": ["2024-05"],
    "wages": {"2024-05": {"gross": "8500.00"}},
    "contract": None,
    "application": None,
    "files": [],
    "documents": [],
    "requirements": [],
    "missing": [{"material": "payroll_voucher", "month": "2024-05", "code": "VOUCHER_MISSING"}],
    "flags": [],
    "pages": [],
    "statement": None,
    "provenance": {
        "versions": {},
        "policy": {"region": "beijing", "version": "1"},
        "seconds": {},
    },
}


def test_a_case_file_is_read_from_json_and_written_as_it_was():
    case = CaseFile.model_validate_json(json.dumps(SMALLEST))
    assert case.decision is Decision.REVIEW
    assert case.wages[MAY].gross == Decimal("8500.00")
    written = json.loads(case.model_dump_json())
    assert written["schema"] == 1
    assert written["decided_by"] == "engine"
    assert written["wages"]["2024-05"]["gross"] == "8500.00"
    assert CaseFile.model_validate(written) == case


def test_money_is_never_a_float():
    with pytest.raises(ValidationError, match="decimal strings"):
        Wage(gross=8500.0)


def test_an_unknown_field_is_refused():
    with pytest.raises(ValidationError, match="verdict"):
        CaseFile.model_validate({**SMALLEST, "verdict": "fine"})


def test_a_case_file_cannot_be_changed():
    case = CaseFile.model_validate(SMALLEST)
    with pytest.raises(ValidationError, match="frozen"):
        case.decision = Decision.COMPLETE


def test_dates_and_types_are_plain_strings_in_json():
    contract = CaseContract(type="open_ended", start=dt.date(2024, 1, 2))
    dumped = json.loads(contract.model_dump_json())
    assert (dumped["type"], dumped["start"], dumped["end"]) == ("open_ended", "2024-01-02", None)


def test_what_a_form_says_beyond_our_fields_is_kept():
    claim = Claim.model_validate({"months": ["2024-05"], "window": "3"})
    assert claim.months == (MAY,)
    assert claim.model_dump(mode="json")["window"] == "3"


def test_codes_are_their_own_names():
    assert all(code.value == code.name for code in (*Code, *FlagCode))
    assert {m.value for m in Material} >= {
        "payroll_voucher",
        "labor_contract",
        "application",
        "eligibility",
    }
    assert all(item.value == item.name.lower() for item in Item)


def test_exactly_four_flags_only_inform():
    informing = {code for code in FlagCode if code.severity is Severity.INFO}
    assert {code.value for code in informing} == {
        "LOW_QUALITY",
        "WAGE_DIFFERS_FROM_CONTRACT",
        "DUPLICATE_PAGE",
        "PARAMETER_UNPUBLISHED",
    }


def test_findings_name_month_and_code():
    missing = Missing(material=Material.LABOR_CONTRACT, code=Code.CONTRACT_MISSING)
    assert json.loads(missing.model_dump_json()) == {
        "material": "labor_contract",
        "month": None,
        "code": "CONTRACT_MISSING",
    }
    flag = Flag(
        code=FlagCode.HIDDEN_TEXT,
        severity=FlagCode.HIDDEN_TEXT.severity,
        months=(MAY,),
        message=Message(zh="有", en="is"),
    )
    assert json.loads(flag.model_dump_json())["months"] == ["2024-05"]
