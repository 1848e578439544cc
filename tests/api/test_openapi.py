"""The OpenAPI document says what the service does, and the service does what it says."""

import jsonschema_rs
import pytest

from api.openapi import PROBLEM
from api.problems import KINDS, MEDIA_TYPE
from api.store.viewer import Role, Scope
from tests.api import contract
from tests.api.office import open_office, submit


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openapi") / "data"
    plenty = {"requests_per_minute": 1_000_000, "sign_ins_per_minute": 1_000_000}
    with open_office(folder, **plenty) as opened:
        submit(opened.tenant("甲", scopes=list(Scope)))
        opened.work()
        yield opened


@pytest.fixture(scope="module")
def document(office):
    return office.app.openapi()


@pytest.fixture(scope="module")
def operations(document):
    return {
        told["operationId"]: told for path in document["paths"].values() for told in path.values()
    }


def validator(document, schema):
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


def test_it_is_openapi_3_1_and_names_are_unique(document, operations):
    assert document["openapi"].startswith("3.1")
    assert len(operations) == sum(len(path) for path in document["paths"].values())


def test_every_answer_and_every_body_has_a_worked_example_that_fits(document, operations):
    wrong = []
    for name, told in operations.items():
        for status, media in bodies(told):
            if "example" not in media and "examples" not in media:
                wrong.append((name, status, "no example"))
                continue
            check = validator(document, media["schema"])
            wrong += [
                (name, status, error.message)
                for example in examples(media)
                for error in check.iter_errors(example)
            ]
    assert wrong == []


def bodies(told):
    """Yield (status, media) of every JSON that an operation takes or gives."""
    for status, answer in told["responses"].items():
        for kind, media in answer.get("content", {}).items():
            if "json" in kind:
                yield status, media
    for kind, media in told.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            yield "request", media


def examples(media):
    if "example" in media:
        return [media["example"]]
    return [item["value"] for item in media["examples"].values()]


def test_every_problem_is_told_in_the_form_of_problems(operations):
    for name, told in operations.items():
        for status, answer in told["responses"].items():
            if status.startswith(("4", "5")):
                assert answer["content"][MEDIA_TYPE]["schema"] == PROBLEM, (name, status)
        assert "500" in told["responses"], name


def test_every_kind_of_problem_has_words_in_both_languages():
    for code, kind in KINDS.items():
        assert kind.zh, code
        assert kind.en, code
        assert kind.status >= 400, code


@pytest.fixture(scope="module")
def visitors(office):
    """An employer, and staff with every role: between them all routes can be reached."""
    clients = [office.tenant("甲", scopes=list(Scope)), office.staff(*Role)]
    return [{"Authorization": client.headers["authorization"]} for client in clients]


def test_whatever_is_sent_is_answered_as_documented(office, visitors):
    """A few of everything here; `python -m tests.bench contract` sends many."""
    assert contract.broken(office.app, visitors, each=3) == []
