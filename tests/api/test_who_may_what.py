"""Every route × everybody: generated from the routes, so that no new one is forgotten."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.auth import Allow
from api.store.viewer import READS_CASES, Role, Scope
from tests.api import recorded
from tests.api.office import open_office, submit

PUBLIC = {
    ("POST", "/v1/sessions"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/v1/openapi.json"),
    ("GET", "/problems/{code}"),
    ("GET", "/"),
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("GET", "/desk/language/{language}"),
    ("GET", "/desk/static/{edition}/{name}"),
    ("GET", "/desk/phone"),
    ("POST", "/desk/phone/open"),
}
"""What anybody may ask; everything else has to say who may."""
REFUSED = {401, 403, 404}


@dataclass(frozen=True)
class Way:
    """One method on one path, and who may use it."""

    method: str
    path: str
    allowed: frozenset | None

    def __str__(self):
        return f"{self.method} {self.path}"


def ways(app):
    """Return every method on every path; signing out comes last."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        allowed = allowed_by(route.dependant) if isinstance(route, APIRoute) else None
        found += [
            Way(method, route.path, allowed)
            for method in sorted(getattr(route, "methods", None) or {"GET"})
            if method not in {"HEAD", "OPTIONS"}
        ]
    return sorted(found, key=lambda way: way.path.endswith("/sessions/mine"))


def allowed_by(dependant):
    """Return whom a route's dependencies let in, or None if they let in anybody."""
    if isinstance(dependant.call, Allow):
        return dependant.call.allowed
    found = [allowed_by(inner) for inner in dependant.dependencies]
    return next((item for item in found if item is not None), None)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with open_office(tmp_path_factory.mktemp("matrix") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def victim(office):
    """Return the identifiers of an employer whose papers nobody else may see."""
    employer = office.tenant("受害单位")
    receipt = submit(employer).json()
    office.work()
    return {
        "submission": receipt["id"],
        "case": receipt["cases"][0],
        "n": "1",
        "kind": "image",
        "number": "1",
    }


@pytest.fixture(scope="module")
def people(office):
    return {
        "anonymous": office.client(),
        "other employer": office.tenant("另一单位", scopes=tuple(Scope)),
        "wrong key": office.client({"Authorization": "Bearer ik_00000000_wrong"}),
        **{str(role): office.staff(role) for role in Role},
    }


def ask(client, way, names):
    path = way.path
    for name, value in names.items():
        path = path.replace(f"{{{name}}}", value)
    path = path.replace("{", "").replace("}", "")
    headers = {"Idempotency-Key": uuid4().hex, "If-Match": '"*"'}
    if way.method in {"GET", "DELETE"}:
        return client.request(way.method, path, headers=headers)
    files = [("files", ("x.pdf", recorded.blank_pdf()))]
    if way.path.endswith(("/submissions", "/papers", "/phone/pages")):
        return client.request(way.method, path, headers=headers, files=files)
    return client.request(way.method, path, headers=headers, json={})


def test_every_route_says_who_may_use_it_or_is_known_to_be_public(office):
    silent = {(way.method, way.path) for way in ways(office.app) if way.allowed is None}
    assert silent == PUBLIC & silent
    assert silent <= PUBLIC


def test_nobody_gets_anywhere_without_signing_in(office, victim, people):
    answers = {
        (who, str(way)): ask(people[who], way, victim).status_code
        for who in ("anonymous", "wrong key")
        for way in ways(office.app)
        if (way.method, way.path) not in PUBLIC
    }
    assert {key: status for key, status in answers.items() if status != 401} == {}


def test_a_foreign_thing_does_not_exist_for_another_employer(office, victim, people):
    """Paths that name a thing: 404 where the route is for employers, 403 where it is not."""
    leaks = {}
    for way in ways(office.app):
        if "{" not in way.path or (way.method, way.path) in PUBLIC:
            continue
        answer = ask(people["other employer"], way, victim)
        expected = 404 if way.allowed & set(Scope) else 403
        if answer.status_code != expected or any(told in answer.text for told in victim_words()):
            leaks[str(way)] = (answer.status_code, answer.text[:200])
    assert leaks == {}


def test_lists_show_nothing_of_others(office, victim, people):
    for way in ways(office.app):
        if "{" in way.path or way.method != "GET" or way.allowed is None:
            continue
        text = ask(people["other employer"], way, victim).text
        assert victim["case"] not in text, way
        assert victim["submission"] not in text, way


@pytest.mark.parametrize("role", list(Role))
def test_staff_is_let_in_where_its_role_is_named_and_nowhere_else(office, victim, people, role):
    wrong = {}
    for way in ways(office.app):
        if way.allowed is None:
            continue
        status = ask(people[str(role)], way, victim | harmless(way)).status_code
        if (status in (401, 403)) == (role in way.allowed):
            wrong[str(way)] = status
    assert wrong == {}


def harmless(way):
    """Return names of things that are not there, for requests that would change the victim's."""
    if way.method == "GET":
        return {}
    return {"case": "c-none", "submission": "s-none"}


def victim_words():
    claim = recorded.claim()
    return [claim["employee"]["name"], claim["employee"]["id_number"], claim["employer"]["name"]]


def test_an_administrator_sees_no_case(office, victim):
    assert Role.ADMINISTRATOR not in READS_CASES
    keeper = office.staff(Role.ADMINISTRATOR)
    assert keeper.get(f"/v1/cases/{victim['case']}").status_code == 403


def test_a_key_without_the_scope_may_not(office, victim):
    reader = office.tenant("受害单位", scopes=[Scope.READ])
    assert reader.get(f"/v1/cases/{victim['case']}").status_code == 200
    assert submit(reader).status_code == 403
    sender = office.tenant("受害单位", scopes=[Scope.SUBMIT])
    assert sender.get(f"/v1/cases/{victim['case']}").status_code == 403
