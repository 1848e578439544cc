"""Labels leave the store as lines; dead letters are listed."""

import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import app
from api.store.tables import File
from api.store.tables_decided import Outbox
from tests.api import recorded
from tests.api.office import submit
from tests.api.v1.test_reviews import WHY, in_review, post, wages


@pytest.fixture
def run(office, monkeypatch):
    monkeypatch.setenv("INTAKE_DATA", str(office.service.settings.data))
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_decided_corrections_are_exported_with_their_place_and_both_values(office, run, tmp_path):
    decided, drafted = in_review(office), in_review(office)
    reviewer = office.staff("reviewer")
    given = wages(reviewer, decided)
    post(reviewer, decided, "decision", {"decision": "complete", "corrections": given})
    post(reviewer, drafted, "corrections", {"corrections": wages(reviewer, drafted)})
    out = tmp_path / "labels.jsonl"
    assert run("labels", str(out)).exit_code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["human"] for line in lines] == [{"name": "gross", "value": "8500.00"}] * 3
    assert {line["case"] for line in lines} == {decided}
    assert all(line["machine"]["value"] is None and line["why"] == WHY for line in lines)
    with office.service.database.read() as session:
        known = set(session.scalars(select(File.sha256)))
    assert {line["sha256"] for line in lines} <= known
    assert run("labels", str(out)).exit_code != 0


def test_a_dead_letter_is_listed_and_one_that_is_none_is_refused(office, run):
    submit(office.tenant(), recorded.papers())
    office.work()
    with office.service.database.write() as session:
        item = session.scalars(select(Outbox)).one()
        item.state, item.problem = "dead", "http_400"
    assert item.id in run("deliveries", "list").output
    assert run("deliveries", "replay", "o-none").exit_code == 2
