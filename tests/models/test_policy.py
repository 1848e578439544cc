"""Dated rows, and the questions that a policy answers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.finding import Code, Message
from models.marks import SealKind
from models.paper import DocumentKind
from models.policy import Policy, PolicyTables, in_force, one_in_force
from models.policy_late_fee import AccrualStart, Cap, LateFeeRate, WaiverWindow
from models.policy_papers import AccountRule, GapTier, MaterialRule
from models.policy_rows import BaseLimit, RateComponent, Row
from models.quantities import Month

SAID = {"source": "x", "grade": "G"}
DAY = dt.date(2024, 12, 10)
days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
ends = st.none() | days


def policy(day=None, **tables):
    rows = {name: [SAID | row for row in table] for name, table in tables.items()}
    return Policy(
        region="somewhere",
        name=Message(zh="某地", en="Somewhere"),
        version="1",
        tables=PolicyTables.model_validate(rows),
    ).at(day)


@st.composite
def spans(draw):
    since, until = draw(ends), draw(ends)
    if since and until and until < since:
        since, until = until, since
    return Row(since=since, until=until, **SAID)


@given(spans(), days)
def test_a_row_holds_from_its_first_day_to_its_last(row, day):
    assert row.holds_on(day) is (
        (row.since is None or day >= row.since) and (row.until is None or day <= row.until)
    )


@given(spans(), spans(), days)
def test_rows_that_hold_on_the_same_day_overlap(one, other, day):
    if one.holds_on(day) and other.holds_on(day):
        assert one.overlaps(other)
        assert other.overlaps(one)


@given(spans(), spans())
def test_rows_that_overlap_hold_on_some_day_together(one, other):
    starts = [row.since for row in (one, other) if row.since] or [DAY]
    if not any(row.since for row in (one, other)):
        starts = [row.until for row in (one, other) if row.until] or [DAY]
        starts = [min(starts)]
    together = one.holds_on(max(starts)) and other.holds_on(max(starts))
    assert one.overlaps(other) is together


@given(st.lists(st.tuples(days, st.integers(0, 900)), min_size=1, max_size=6), days)
def test_of_rows_that_do_not_overlap_at_most_one_is_in_force(drawn, day):
    rows = [
        SAID | {"value": "NONE", "since": since, "until": since + dt.timedelta(days=length)}
        for since, length in drawn
    ]
    try:
        table = PolicyTables.model_validate({"cap": rows}).cap
    except ValidationError:
        made = [Cap.model_validate(row) for row in rows]
        pairs = [(a, b) for i, a in enumerate(made) for b in made[:i]]
        assert any(a.overlaps(b) for a, b in pairs)
    else:
        assert len(in_force(table, day)) <= 1


def test_a_row_that_is_switched_off_is_kept_and_never_in_force():
    off = {"value": "PRINCIPAL", "enabled": False}
    made = policy(DAY, cap=[off, {"value": "NONE"}])
    assert len(made.tables.cap) == 2
    assert one_in_force(made.tables.cap, DAY).value == "NONE"


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            "base_limits",
            [
                {"since": DAY, "floor": "1"},
                {"since": DAY, "floor": "2", "employer_class": "agency"},
            ],
            id="limits of two classes of employer",
        ),
        pytest.param(
            "rate_components",
            [
                {"since": DAY, "name": "a", "payer": "employer", "rate": "0.1"},
                {"since": DAY, "name": "a", "payer": "employee", "rate": "0.1"},
                {"since": DAY, "name": "b", "payer": "employee", "rate": "0.1"},
                {"since": DAY, "name": "b", "payer": "employee", "rate": "0.1", "tier": "2"},
            ],
            id="components of another payer, name or tier",
        ),
        pytest.param(
            "account_rule",
            [{"value": "UNCHANGED"}, {"value": "LUMP_SUM", "tier": "1"}],
            id="a tier's own rule",
        ),
    ],
)
def test_rows_about_different_things_may_hold_at_the_same_time(table, rows):
    made = policy(**{table: rows})
    assert len(getattr(made.tables, table)) == len(rows)
    with pytest.raises(ValidationError, match="at the same time"):
        policy(**{table: [*rows, rows[0]]})


def test_reliefs_may_hold_at_the_same_time():
    window = {"name": "x", "period_from": "2020-02", "period_to": "2020-06", "factor": "0.5"}
    assert len(policy(waiver_windows=[window, window]).tables.waiver_windows) == 2


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        (Cap, {"value": "NONE", "source": " "}),
        (Cap, {"value": "NONE", "grade": "D"}),
        (LateFeeRate, {"rate": "0.0005"}),
        (LateFeeRate, {"since": DAY, "rate": 0.0005}),
        (LateFeeRate, {"since": DAY, "rate": "-0.1"}),
        (LateFeeRate, {"since": DAY, "rate": "1.1"}),
        (LateFeeRate, {"since": DAY, "rate": "NaN"}),
        (BaseLimit, {"since": DAY, "floor": "2", "ceiling": "1"}),
        (BaseLimit, {"since": DAY, "floor": "-2"}),
        (RateComponent, {"since": DAY, "name": "a", "payer": "employer"}),
        (RateComponent, {"since": DAY, "name": "a", "payer": "agency", "rate": "0.1"}),
        (AccrualStart, {"value": "DUE_DAY+1", "due_day": 32}),
        (AccountRule, {"value": "UNCHANGED", "medical_year_end_month": 13}),
        (WaiverWindow, {"name": "x", "period_from": "2020-13", "period_to": "2021-01"}),
        (
            MaterialRule,
            {
                "document": "application",
                "title": {"zh": "a", "en": "a"},
                "coverage": "ONCE",
                "months_per_year": 3,
            },
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(kind, row):
    with pytest.raises(ValidationError):
        kind.model_validate(SAID | row)


# questions -----------------------------------------------------------------------------------


def test_an_empty_policy_answers_with_the_careful_choice():
    empty = policy()
    assert empty.seal_picture == "doubtful"
    assert empty.accepted_reasons is None
    assert empty.look_back_months is None
    assert empty.earliest_month(DAY) is None
    assert empty.id_legacy == "REVIEW"
    assert empty.seal_types(DocumentKind.APPLICATION) == {SealKind.OFFICIAL}
    assert empty.gap_tier(3) is None
    assert empty.materials == ()
    assert not any(empty.applies(rule) for rule in (Code.NOT_AN_EMPLOYEE, Code.PAST_TIME_LIMIT))


def test_a_question_is_answered_as_of_the_day():
    rows = [
        {"value": "accept", "until": "2024-06-30"},
        {"value": "doubtful", "since": "2024-07-01"},
    ]
    made = policy(seal_picture=rows)
    assert made.at(dt.date(2024, 6, 30)).seal_picture == "accept"
    assert made.at(dt.date(2024, 7, 1)).seal_picture == "doubtful"
    assert made.seal_picture == "doubtful"


def test_the_look_back_counts_months_before_the_month_of_declaration():
    made = policy(DAY, look_back=[{"months": 24}])
    assert made.look_back_months == 24
    assert made.earliest_month(DAY) == Month(2022, 12)
    assert made.applies(Code.PAST_TIME_LIMIT)


def test_reasons_once_listed_are_the_accepted_ones():
    made = policy(accepted_reasons=[{"reasons": ["a", "b"]}])
    assert made.accepted_reasons == {"a", "b"}
    assert made.applies(Code.REASON_NOT_ACCEPTED)


def material(**more):
    title = {"zh": "工资凭证", "en": "Wage voucher"}
    return {"document": "payroll_voucher", "title": title, "coverage": "EVERY_MONTH", **more}


def test_materials_may_depend_on_gap_and_class_of_case():
    short = material(list_name="short", gap_to=3)
    long = material(list_name="long", gap_from=4)
    court = material(list_name="court", case_classes=["adjudicated"])
    off = material(list_name="off", enabled=False)
    made = policy(DAY, materials=[short, long, court, off])

    def lists(**case):
        return [line.list_name for line in made.materials_for(**case)]

    assert [line.list_name for line in made.materials] == ["short", "long", "court"]
    assert lists(gap_months=3) == ["short"]
    assert lists(gap_months=4) == ["long"]
    assert lists(gap_months=4, case_class="adjudicated") == ["long", "court"]


def test_a_material_for_no_gap_at_all_is_not_asked_for_with_one():
    made = policy(materials=[material(gap_to=0)])
    assert made.materials_for(gap_months=1) == ()
    assert len(made.materials_for(gap_months=0)) == 1


@pytest.mark.parametrize(("gap", "name"), [(0, "short"), (3, "short"), (4, "long"), (99, "long")])
def test_a_gap_falls_into_its_step(gap, name):
    steps = [{"name": "short", "gap_to": 3}, {"name": "long", "gap_from": 4}]
    tier = policy(gap_tiers=steps).gap_tier(gap)
    assert isinstance(tier, GapTier)
    assert tier.name == name


def test_seal_types_are_per_document():
    rows = [{"document": "labor_contract", "kinds": ["official", "contract"]}]
    made = policy(seal_types=rows)
    assert made.seal_types(DocumentKind.LABOR_CONTRACT) == {SealKind.OFFICIAL, SealKind.CONTRACT}
    assert made.seal_types(DocumentKind.APPLICATION) == {SealKind.OFFICIAL}


def test_a_policy_goes_through_json_unchanged():
    made = policy(
        DAY,
        base_limits=[{"since": DAY, "floor": "6821", "ceiling": "35283"}],
        rate_components=[{"since": DAY, "name": "a", "payer": "employer", "rate": "0.098"}],
        materials=[material()],
    )
    assert Policy.model_validate_json(made.model_dump_json()) == made
