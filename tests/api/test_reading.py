"""`intake read` for real: papers on disk, engines at work, results on disk."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.exits import Exit
from models.case import CaseFile
from samples.manifest import draw, load


def intake(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def complete(tmp_path_factory):
    folder = tmp_path_factory.mktemp("complete")
    draw("complete_scan", load().cases["complete_scan"], folder)
    return folder


@pytest.fixture(scope="module")
def read(complete, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    claim = complete / "request.json"
    answer = intake("read", complete / "papers", "--claim", claim, "--out", out)
    return answer, out


def test_a_complete_case_ends_with_its_statement(read):
    answer, out = read
    assert answer.exit_code == Exit.COMPLETE, answer.output
    case = CaseFile.model_validate_json((out / "case.json").read_bytes())
    assert case.statement is not None
    assert str(case.statement.totals.payable) == "3215.68"
    assert case.provenance.versions["first reader"].startswith("ppocr/")
    assert case.provenance.versions["second reader"].startswith("tesseract/")


def test_the_case_file_has_the_contracts_names(read):
    _, out = read
    case = json.loads((out / "case.json").read_text(encoding="utf-8"))
    assert case["schema"] == 1
    names = {"case", "decision", "decided_by", "claim", "employer", "employee", "months", "wages"}
    names |= {"contract", "application", "files", "documents", "requirements", "missing", "flags"}
    assert names | {"pages", "statement", "provenance"} <= set(case)


def test_every_page_has_an_overlay_and_the_report_shows_it(read):
    _, out = read
    case = CaseFile.model_validate_json((out / "case.json").read_bytes())
    assert len(list((out / "overlay").glob("*.png"))) == len(case.pages) > 0
    report = (out / "report.html").read_text(encoding="utf-8")
    assert report.count("data:image/jpeg") >= len(case.pages) + len(case.requirements)
    assert "应付 3,215.68 元" in report


def test_the_report_masks_the_id_number_and_runs_nothing(read):
    _, out = read
    case = CaseFile.model_validate_json((out / "case.json").read_bytes())
    report = (out / "report.html").read_text(encoding="utf-8")
    head = report[: report.index("月份台账")]
    assert case.employee.id_number is not None
    assert case.employee.id_number not in head
    assert "<script" not in report


def test_many_claims_are_decided_on_papers_read_once(complete, tmp_path):
    claim = json.loads((complete / "request.json").read_text(encoding="utf-8"))
    stranger = {**claim, "employee": {"name": "无此人", "id_number": "11010519491231002X"}}
    claims = tmp_path / "claims.json"
    claims.write_text(json.dumps([claim, stranger], ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "out"
    answer = intake("read", complete / "papers", "--claims", claims, "--out", out)
    assert answer.exit_code == Exit.INCOMPLETE, answer.output
    files = sorted(out.glob("*/case.json"))
    decisions = [CaseFile.model_validate_json(file.read_bytes()).decision for file in files]
    assert sorted(decisions) == ["complete", "incomplete"]


def test_a_folder_of_nothing_readable_is_unusable_input(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "工资表.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    (papers / "empty.jpg").write_bytes(b"")
    answer = intake("read", papers, "--out", tmp_path / "out")
    assert answer.exit_code == Exit.UNUSABLE, answer.output
    case = CaseFile.model_validate_json((tmp_path / "out" / "case.json").read_bytes())
    assert {file.name: file.problem for file in case.files} == {
        "工资表.pdf": "damaged",
        "empty.jpg": "empty",
    }


@pytest.mark.parametrize("content", ["{", "[1]", '{"months": ["May"]}'])
def test_a_claim_that_is_none_is_a_usage_error(complete, tmp_path, content):
    claim = tmp_path / "request.json"
    claim.write_text(content, encoding="utf-8")
    answer = intake("read", complete / "papers", "--claim", claim, "--out", tmp_path / "out")
    assert answer.exit_code == Exit.USAGE
