"""Every worked case of the rules, to the cent, and the wrong copies that are in circulation."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from intake.arrears.calculator import compute_statement
from models.arrears import ArrearsClaim
from tests.intake.arrears.claims import policy, span, statement, whole_wage

BEIJING = "2024-12-10"


def fees(made):
    return [f"{item.late_fee.amount:.2f}" for item in made.months]


def days(made):
    return [item.late_fee.days for item in made.months]


def test_w0_the_official_example_has_39_days():
    made = statement(
        {"2011-07": "1141.87"}, declared_on="2011-10-10", policy_overrides=whole_wage()
    )
    fee = made.months[0].late_fee
    assert (fee.start, fee.end, fee.days) == (dt.date(2011, 9, 1), dt.date(2011, 10, 9), 39)
    assert made.totals.principal == Decimal("1141.87")
    assert fee.amount == Decimal("22.27")


def test_w1_three_months_of_arrears_in_beijing():
    made = statement(span("2024-05", "2024-07", "8500.00"), declared_on=BEIJING)
    assert {(item.employer, item.employee, item.principal) for item in made.months} == {
        (Decimal("833.00"), Decimal("173.00"), Decimal("1006.00"))
    }
    assert days(made) == [162, 131, 100]
    assert fees(made) == ["81.49", "65.89", "50.30"]
    assert json.loads(made.totals.model_dump_json()) == {
        "principal": "3018.00",
        "late_fee": "197.68",
        "payable": "3215.68",
        "employer_bears": "2696.68",
        "employee_bears": "519.00",
        "in_words": "人民币叁仟贰佰壹拾伍元陆角捌分",
    }
    assert (made.account.rule, made.account.amount, made.account.gap_months) == ("unchanged", 0, 3)


def test_w3_fourteen_months_across_two_base_years():
    made = statement(span("2024-07", "2025-08", "7000.00"), declared_on="2026-01-15")
    assert [str(item.principal) for item in made.months] == ["829.00"] * 12 + ["848.12"] * 2
    assert [item.limited_by for item in made.months] == [None] * 12 + ["floor"] * 2
    assert days(made) == [501, 471, 440, 410, 379, 348, 320, 289, 259, 228, 198, 167, 136, 106]
    assert fees(made)[:7] == ["207.66", "195.23", "182.38", "169.95", "157.10", "144.25", "132.64"]
    assert fees(made)[7:] == ["119.79", "107.36", "94.51", "82.07", "69.22", "57.67", "44.95"]
    assert made.totals.late_fee == Decimal("1764.78")
    assert made.totals.principal == Decimal("11644.24")
    assert made.totals.payable == Decimal("13409.02")
    assert made.account.model_dump() == {
        "rule": "lump_sum",
        "amount": "1966.48",
        "on": dt.date(2026, 12, 31),
        "gap_months": 14,
    }


def test_w3_a_half_fen_is_rounded_up_not_to_even():
    """829.00 × 410 × 0.0005 is 169.945 exactly."""
    even = {"rounding": {"fee_mode": "HALF_EVEN"}}
    month = {"2024-10": "7000.00"}
    assert fees(statement(month, declared_on="2026-01-15")) == ["169.95"]
    assert fees(statement(month, declared_on="2026-01-15", policy_overrides=even)) == ["169.94"]


TWO_SEGMENT = {
    "accrual_start": "DAY1_OF_M+1",
    "late_fee_transition": "TWO_SEGMENT",
}


def test_w4_two_rates_meet_in_one_fee():
    made = statement(
        {"2011-03": "300.00"},
        declared_on="2012-01-01",
        policy_overrides=whole_wage(**TWO_SEGMENT),
    )
    fee = made.months[0].late_fee
    assert (fee.start, fee.end) == (dt.date(2011, 4, 1), dt.date(2011, 12, 31))
    assert [(part.days, str(part.rate)) for part in fee.segments] == [
        (91, "0.002"),
        (184, "0.0005"),
    ]
    assert fee.amount == Decimal("82.20")


def test_w4_in_beijing_there_is_no_fee_before_2011_06():
    months = span("2011-03", "2011-06", "300.00")
    made = statement(months, declared_on="2012-01-01", policy_overrides=whole_wage())
    assert days(made) == [0, 0, 0, 153]
    assert fees(made) == ["0.00", "0.00", "0.00", "22.95"]


def test_the_published_minimum_totals_follow_from_rounding_each_component():
    """Beijing 2025, all insurances on the floor of 7162: 1897.93 and 755.01."""
    parts = [
        *(("employer", rate) for rate in ("0.16", "0.005", "0.002", "0.098")),
        *(("employee", rate) for rate in ("0.08", "0.005", "0.02")),
    ]
    rows = [{"name": rate, "payer": payer, "rate": rate} for payer, rate in parts]
    rows.append({"name": "large-amount", "payer": "employee", "amount": "3"})
    made = statement(
        {"2025-07": "5000.00"}, declared_on="2025-09-01", policy_overrides={"rate_components": rows}
    )
    month = made.months[0]
    assert (month.base, month.limited_by) == (Decimal(7162), "floor")
    assert (month.employer, month.employee) == (Decimal("1897.93"), Decimal("755.01"))


@pytest.mark.parametrize(
    ("declared_on", "amount", "right", "in_circulation"),
    [
        pytest.param("2017-04-10", "1141.87", (40, "22.84"), (39, "22.27"), id="39 days"),
        pytest.param("2017-03-31", "1000.00", (30, "15.00"), (30, "1.50"), id="a lost zero"),
    ],
)
def test_wrong_copies_are_not_reproduced(declared_on, amount, right, in_circulation):
    overrides = whole_wage()
    made = statement({"2017-01": amount}, declared_on=declared_on, policy_overrides=overrides)
    assert (days(made)[0], fees(made)[0]) == right != in_circulation


def test_neither_40_per_cent_nor_8000_yuan_caps_a_fee():
    made = statement(
        {"2014-01": "9000.00"}, declared_on="2024-12-10", policy_overrides=whole_wage()
    )
    assert made.months[0].late_fee.amount == Decimal("17716.50")  # 3937 days
    assert made.warnings[0].startswith("FEE_EXCEEDS_PRINCIPAL")


CLAIM = {
    "schema": 1,
    "case": "c-1",
    "revision": 1,
    "region": "beijing",
    "declared_on": BEIJING,
    "employer": {"name": "某某有限公司", "uscc": "91350100M000100Y43"},
    "employee": {"name": "某某", "id_number": "11010519491231002X"},
    "reason": "employer_arrears",
    "months": [
        {"month": month, "gross": "8500.00", "declared_base": None, "evidence": {"page": 1}}
        for month in ("2024-05", "2024-06", "2024-07")
    ],
    "prior_year_average": None,
    "policy_overrides": {},
}


def expected_month(month, start, count, fee):
    employer, own, fixed = (
        "基本医疗保险（含生育、大额互助）",
        "基本医疗保险",
        "大额医疗互助",
    )
    return {
        "month": month,
        "wage": "8500.00",
        "base": "8500.00",
        "limited_by": None,
        "employer": "833.00",
        "employee": "173.00",
        "components": [
            {"name": employer, "payer": "employer", "rate": "0.098", "amount": "833.00"},
            {"name": own, "payer": "employee", "rate": "0.02", "amount": "170.00"},
            {"name": fixed, "payer": "employee", "rate": None, "amount": "3.00"},
        ],
        "principal": "1006.00",
        "late_fee": {
            "start": start,
            "end": "2024-12-09",
            "days": count,
            "rate": "0.0005",
            "amount": fee,
        },
    }


def test_the_contracts_example_gives_exactly_its_json():
    claim = ArrearsClaim.model_validate_json(json.dumps(CLAIM))
    made = json.loads(compute_statement(claim, policy("beijing")).model_dump_json())
    applied = made.pop("policy")
    assert set(made.pop("benefit_note")) == {"zh", "en"}
    assert applied["region"] == "beijing"
    assert applied["version"]
    assert "社会保险法 第八十六条" in applied["sources"]
    assert made == {
        "schema": 1,
        "case": "c-1",
        "revision": 1,
        "months": [
            expected_month("2024-05", "2024-07-01", 162, "81.49"),
            expected_month("2024-06", "2024-08-01", 131, "65.89"),
            expected_month("2024-07", "2024-09-01", 100, "50.30"),
        ],
        "totals": {
            "principal": "3018.00",
            "late_fee": "197.68",
            "payable": "3215.68",
            "employer_bears": "2696.68",
            "employee_bears": "519.00",
            "in_words": "人民币叁仟贰佰壹拾伍元陆角捌分",
        },
        "account": {"rule": "unchanged", "amount": "0.00", "on": None, "gap_months": 3},
        "valid_until": "2024-12-10",
        "warnings": [],
    }


def test_a_claim_goes_through_json_unchanged():
    claim = ArrearsClaim.model_validate_json(json.dumps(CLAIM))
    again = json.loads(claim.model_dump_json())
    again["employee"].pop("employment_ended")
    assert again == CLAIM


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2024-07", "不超过3个月"),
        ("2024-08", "超过3个月的，统筹地区可设置"),
    ],
)
def test_the_benefit_note_goes_by_the_length_of_the_gap(last, said):
    made = statement(span("2024-05", last, "8500.00"), declared_on=BEIJING)
    assert said in made.benefit_note.zh
    assert any("转移接续" in source for source in made.policy.sources)


def test_without_a_text_on_benefits_the_note_refers_to_the_agency():
    made = statement(
        {"2024-05": "8500.00"}, declared_on=BEIJING, policy_overrides={"treatment_text": None}
    )
    assert made.benefit_note.en == "Ask the agency about the effect on benefits."


def test_only_the_sources_of_rows_that_were_applied_are_named_each_once():
    rates = [
        {"since": "2011-07-01", "until": "2023-12-31", "rate": "0.0005", "source": "before"},
        {"since": "2024-01-01", "rate": "0.0005", "source": "now"},
        {"since": "2024-01-01", "rate": "0.0005", "source": "off", "enabled": False},
    ]
    made = statement(
        span("2024-05", "2024-06", "8500.00"),
        declared_on=BEIJING,
        policy_overrides={"late_fee_rates": rates},
    )
    sources = made.policy.sources
    assert len(sources) == len(set(sources))
    assert "now" in sources
    assert not {"before", "off", "北京青年报 2024-07-31"} & set(sources)
    early = statement({"2024-05": "8500.00"}, declared_on="2024-06-10")
    assert "社会保险法 第八十六条" not in early.policy.sources
