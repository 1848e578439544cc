"""`intake notice` writes a PDF or says why not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.exits import Exit
from tests.intake.completeness.builders import MAY, case_of, complete, contract_sheet


def intake(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def case_file(tmp_path):
    def write(case):
        path = tmp_path / "case.json"
        path.write_text(case.model_dump_json(), encoding="utf-8")
        return path

    return write


def test_a_notice_is_written_whole_and_alone(case_file, tmp_path):
    path = case_file(case_of(contract_sheet()))
    out = tmp_path / "告知书.pdf"
    answer = intake("notice", "missing", path, "--out", out, "--office", "医保中心")
    assert answer.exit_code == Exit.COMPLETE, answer.output
    assert out.read_bytes().startswith(b"%PDF-")
    assert {each.name for each in tmp_path.iterdir()} == {"case.json", "告知书.pdf"}


@pytest.mark.parametrize("kind", ["missing", "statement"])
def test_a_case_that_gives_no_occasion_is_told_so(case_file, tmp_path, kind):
    path = case_file(case_of(*complete(MAY)))
    answer = intake("notice", kind, path, "--out", tmp_path / "x.pdf")
    assert answer.exit_code == Exit.UNUSABLE
    assert not (tmp_path / "x.pdf").exists()


def test_what_is_no_case_file_is_told_so(tmp_path):
    path = tmp_path / "case.json"
    path.write_text("{}", encoding="utf-8")
    answer = intake("notice", "receipt", path, "--out", tmp_path / "x.pdf")
    assert answer.exit_code == Exit.UNUSABLE
    assert intake("notice", "poem", path, "--out", "x.pdf").exit_code == Exit.USAGE
    assert not Path("x.pdf").exists()
