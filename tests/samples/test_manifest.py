import json
from decimal import Decimal

from intake.arrears.calculator import compute_statement
from intake.arrears.policies import load_policy
from models.arrears import ArrearsClaim, ClaimedMonth
from models.case import Decision
from models.claim import Employee, Employer
from samples.cases import compose_case
from samples.manifest import draw, load

CASES = load().cases


def test_there_are_at_least_sixteen_cases_of_every_channel_and_outcome():
    assert len(CASES) >= 16
    assert {c.answer.truth_decision for c in CASES.values()} == set(Decision)
    channels = {c.spec.channel for c in CASES.values()}
    assert {"scan", "digital", "phone", "stacked_blank", "stacked_bw", "grey"} <= channels


def test_the_answers_written_by_hand_agree_with_the_specs():
    for name, case in CASES.items():
        assert case.answer.missing == case.spec.missing(), name
        incomplete = case.answer.truth_decision is Decision.INCOMPLETE
        assert incomplete == bool(case.answer.missing), name
        assert case.answer.truth_decision in case.answer.decision, name


def test_no_machine_may_call_an_incomplete_case_complete():
    for case in CASES.values():
        if case.answer.truth_decision is not Decision.COMPLETE:
            assert Decision.COMPLETE not in case.answer.decision


def test_every_complete_case_has_an_amount_and_no_other_has():
    for name, case in CASES.items():
        complete = case.answer.truth_decision is Decision.COMPLETE
        assert (case.answer.payable is not None) == complete, name


def test_payable_amounts_follow_from_the_worked_cases():
    # Days and rates are those of the worked cases; nothing of the calculator is used here.
    three = sum(
        (
            Decimal("1006.00")
            + (Decimal("1006.00") * days * Decimal("0.0005")).quantize(
                Decimal("0.01"), "ROUND_HALF_UP"
            )
            for days in (162, 131, 100)
        ),
        Decimal(0),
    )
    assert three == Decimal("3215.68")
    for name, case in CASES.items():
        if case.answer.payable and len(case.spec.months) == 3:
            assert case.spec.wages == (Decimal("8500.00"),), name
            assert case.answer.payable == three, name


def test_drawing_a_case_writes_papers_claim_and_truth(tmp_path):
    name = "application_missing"
    drawn = draw(name, CASES[name], tmp_path)
    assert {p.name for p in (tmp_path / "papers").iterdir()} == set(drawn.files)
    claim = json.loads((tmp_path / "request.json").read_text("utf-8"))
    assert claim["months"] == ["2024-05", "2024-06", "2024-07"]
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert len(truth["pages"]) == len(drawn.pages)


def test_a_drawn_case_answers_as_the_manifest_does():
    case = CASES["seals_of_another"]
    drawn = compose_case(case.set, case.seed, case.spec)
    assert drawn.truth.decision is case.answer.truth_decision
    assert drawn.truth.missing == case.answer.missing


def test_the_calculator_comes_to_the_same_amounts():
    for name, case in CASES.items():
        if case.answer.payable is None:
            continue
        wages = case.spec.wages * len(case.spec.months)
        claim = ArrearsClaim(
            case=name,
            region=case.spec.region,
            declared_on=case.spec.declared_on,
            employer=Employer(name="某公司"),
            employee=Employee(name="某人"),
            reason="employer_arrears",
            months=tuple(
                ClaimedMonth(month=month, gross=wage)
                for month, wage in zip(case.spec.months, wages, strict=False)
            ),
        )
        statement = compute_statement(claim, load_policy("beijing"))
        assert statement.totals.payable == case.answer.payable, name
