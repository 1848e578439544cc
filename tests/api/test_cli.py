"""The command line as its users meet it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.exits import Exit

CLAIM = {
    "schema": 1,
    "case": "w1",
    "revision": 1,
    "region": "beijing",
    "declared_on": "2024-12-10",
    "employer": {"name": "某某有限公司", "uscc": "91350100M000100Y43"},
    "employee": {"name": "张某", "id_number": "11010519491231002X"},
    "reason": "employer_arrears",
    "months": [{"month": f"2024-0{n}", "gross": "8500.00"} for n in (5, 6, 7)],
}


def intake(*arguments, stdin=None):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def claim_file(folder, **changes):
    path = folder / "claim.json"
    path.write_text(json.dumps({**CLAIM, **changes}), encoding="utf-8")
    return path


def test_help_loads_nothing_heavy():
    heavy = "{'cv2', 'numpy', 'openvino', 'pydantic', 'fastapi', 'PIL'}"
    code = f"import api.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("command", [(), ("read",), ("arrears",)])
def test_help_names_the_exit_codes_or_the_commands(command):
    answer = intake(*command, "--help")
    assert answer.exit_code == 0
    assert ("exit codes" if command else "arrears") in answer.output


def test_a_claim_becomes_a_statement_on_standard_output(tmp_path):
    answer = intake("arrears", claim_file(tmp_path))
    assert answer.exit_code == Exit.COMPLETE
    assert json.loads(answer.output)["totals"]["payable"] == "3215.68"


def test_a_claim_may_come_on_standard_input():
    answer = intake("arrears", "-", stdin=json.dumps(CLAIM))
    assert json.loads(answer.output)["totals"]["late_fee"] == "197.68"


def test_the_text_is_for_people(tmp_path):
    answer = intake("arrears", claim_file(tmp_path), "--text")
    assert "应缴总额" in answer.output
    assert "3,215.68" in answer.output


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"months": []}, Exit.UNUSABLE, "months"),
        ({"declared_on": "soon"}, Exit.UNUSABLE, "declared_on"),
        ({"region": "atlantis"}, Exit.UNUSABLE, "atlantis"),
        ({"months": [{"month": "1999-01", "gross": "1.00"}]}, Exit.REVIEW, "1999-01"),
        ({"policy_overrides": {"cap": "SOMETIMES"}}, Exit.UNUSABLE, "cap"),
    ],
)
def test_a_claim_that_cannot_be_computed_says_why(tmp_path, changes, code, told):
    answer = intake("arrears", claim_file(tmp_path, **changes))
    assert answer.exit_code == code
    assert told in answer.output


def test_a_missing_claim_file_is_named(tmp_path):
    answer = intake("arrears", tmp_path / "nowhere.json")
    assert answer.exit_code == Exit.UNUSABLE
    assert "nowhere.json" in answer.output


def test_reading_needs_a_path_that_exists(tmp_path):
    assert intake("read", tmp_path / "nowhere").exit_code == Exit.USAGE


def test_a_claim_and_claims_exclude_one_another(tmp_path):
    path = claim_file(tmp_path)
    answer = intake("read", tmp_path, "--claim", path, "--claims", path)
    assert answer.exit_code == Exit.USAGE
