"""People's judgements become a curve, a threshold, and an answer about assist mode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli import app
from api.operations import calibration
from api.operations.calibration import Label, Tally, curve, label_of, reliability, threshold_for
from api.operations.calibration_report import may_end, report
from tests.api.office import open_office, submit
from tests.api.v1.test_reviews import in_review, post, wages

LABELS = st.lists(
    st.builds(Label, kind=st.just("field"), score=st.floats(0, 1, width=16), right=st.booleans()),
    min_size=1,
    max_size=60,
)


@pytest.mark.parametrize(
    ("wrong", "count", "bound"), [(0, 300, 0.00994), (0, 22, 0.12731), (1, 100, 0.04656)]
)
def test_the_upper_bound_is_that_of_clopper_and_pearson(wrong, count, bound):
    assert calibration.upper_bound(wrong, count) == pytest.approx(bound, abs=2e-5)


def test_nothing_seen_proves_nothing():
    assert calibration.upper_bound(0, 0) == 1.0
    assert not may_end(Tally(0, 0), 0.5)
    assert curve([]) == []
    assert "不能结束" in report([], Tally(0, 0), 0.01)


def test_as_many_faultless_cases_as_are_needed_are_enough_and_one_fewer_is_not():
    needed = calibration.needed(0.01)
    assert may_end(Tally(needed, 0), 0.01)
    assert not may_end(Tally(needed - 1, 0), 0.01)
    assert not may_end(Tally(needed, 1), 0.01)


@given(LABELS)
def test_the_curve_counts_every_answer_above_its_threshold_and_no_other(found):
    for point in curve(found):
        above = [label for label in found if label.score >= point.threshold]
        assert point.tally == Tally(len(above), sum(not label.right for label in above))
        assert point.share == pytest.approx(len(above) / len(found))
    assert curve(found)[0].share == 1.0


@given(LABELS, st.floats(0.01, 0.5))
def test_the_threshold_keeps_the_error_and_none_lower_does(found, error):
    points = curve(found)
    chosen = threshold_for(points, error)
    for point in points:
        if chosen is None or point.threshold < chosen.threshold:
            assert point.tally.upper_of(len(points)) > error
    assert chosen is None or chosen.tally.upper <= error


def test_a_threshold_is_found_where_the_scores_tell_right_from_wrong():
    found = [Label("field", 0.9, right=True)] * 400 + [Label("field", 0.4, right=False)] * 40
    chosen = threshold_for(curve(found), 0.01)
    assert chosen.threshold == 0.9
    assert "0.900" in report(found, Tally(0, 0), 0.01)


def test_a_choice_among_many_has_to_show_more_than_one_that_was_none():
    assert Tally(300, 0).upper_of(20) > Tally(300, 0).upper_of(1) == Tally(300, 0).upper


@given(LABELS)
def test_the_table_holds_every_answer_once(found):
    assert sum(tally.count for _, _, tally in reliability(found)) == len(found)


def test_an_answer_is_right_where_the_person_says_the_same():
    machine = {"value": "8500.00", "score": 0.9}
    same, other = {"act": "correct", "value": "8500.00"}, {"act": "correct", "value": "8300.00"}
    assert label_of("field", {"act": "confirm"}, machine) == Label("field", 0.9, right=True)
    assert label_of("field", same, machine).right
    assert not label_of("field", other, machine).right
    assert not label_of("field", {"act": "reject"}, machine).right
    assert label_of("field", other, {"value": None, "score": 0.0}) is None
    seal = {"kind": "financial", "kind_score": 0.7}
    assert not label_of("seal", {"act": "correct", "seal": "official"}, seal).right


def test_only_what_assist_mode_held_back_and_a_person_decided_is_a_case(tmp_path, monkeypatch):
    with open_office(tmp_path / "data", assist=True) as office:
        held = submit(office.tenant()).json()["cases"][0]
        office.work()
        open_case, reviewer = in_review(office), office.staff("reviewer")
        given_wages = {"decision": "complete", "corrections": wages(reviewer, open_case)}
        assert post(reviewer, open_case, "decision", given_wages).status_code == 200
        database, blobs = office.service.database, office.service.blobs
        with database.read() as session:
            assert calibration.assisted_cases(session, blobs) == Tally(0, 0)
        answer = post(reviewer, held, "decision", {"decision": "complete"})
        assert answer.status_code == 200, answer.text
        with database.read() as session:
            assert calibration.assisted_cases(session, blobs) == Tally(1, 0)
        monkeypatch.setenv("INTAKE_DATA", str(tmp_path / "data"))
        ran = CliRunner().invoke(app, ["calibrate", str(tmp_path / "report.md")])
        assert ran.exit_code == 4
        ran = CliRunner().invoke(app, ["calibrate", str(tmp_path / "r.md"), "--error", "0.5"])
        assert ran.exit_code == 4
    assert "辅助模式" in (tmp_path / "report.md").read_text(encoding="utf-8")
