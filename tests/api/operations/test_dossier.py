"""An auditor gets everything about a case, signed; whatever is changed afterwards is seen."""

import hashlib
import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import app
from api.operations import signing
from api.operations.dossier import MANIFEST, SIGNATURE, Archive, export
from api.operations.dossier_check import check
from api.operations.refusal import Refused
from api.store import audit
from api.store.tables import File
from api.store.viewer import SYSTEM
from tests.api import recorded
from tests.api.office import open_office, submit
from tests.api.v1.test_reviews import in_review, post, wages


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with open_office(tmp_path_factory.mktemp("dossier") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def reviewed(house):
    """Return a case that a person decided, and that was handed over."""
    case, reviewer = in_review(house), house.staff("reviewer")
    post(reviewer, case, "decision", {"decision": "complete", "corrections": wages(reviewer, case)})
    house.work()
    return case


@pytest.fixture(scope="module")
def dossier(house, reviewed):
    answer = house.staff("auditor", name="auditor").get(f"/v1/cases/{reviewed}/dossier")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


def entries(content):
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(folder, parts):
    path = folder / "dossier.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts:
            target.writestr(name, content)
    return path


def test_a_dossier_holds_everything_about_the_case(dossier, house, reviewed):
    found = entries(dossier)
    originals = [content for name, content in found.items() if name.startswith("originals/")]
    assert sorted(originals) == sorted(recorded.papers(recorded.REVIEW).values())
    decided = [json.loads(found[f"revisions/000{n}.json"])["decision"] for n in (1, 2)]
    assert decided == ["review", "complete"]
    said = json.loads(found["corrections.json"])
    assert {row["said"]["value"] for row in said} == {"8500.00"}
    assert "hand-over/0002-claim.json" in found
    assert json.loads(found["case.json"])["id"] == reviewed
    assert json.loads(found["deliveries.json"])[0]["deliveries"][0]["outcome"] == "ok"


def test_a_dossier_tells_that_it_was_looked_at(dossier, house, reviewed):
    with house.service.database.read() as session:
        looks = [row for row in audit.trail(session, reviewed) if row.detail == {"as": "dossier"}]
    assert [row.act for row in looks] == ["case.full_look"] * len(looks)
    assert looks[0].actor_kind == "staff"
    acts = [row["act"] for row in json.loads(entries(dossier)["audit.json"])]
    assert acts[-1] == "case.full_look"
    assert "case.decide" in acts


def test_a_dossier_as_it_was_made_is_whole(dossier, house, tmp_path):
    path = tmp_path / "dossier.zip"
    path.write_bytes(dossier)
    key = signing.public(signing.signer(house.service.settings))
    assert check(path, key).problems == ()


def test_a_change_of_any_file_is_seen(dossier, tmp_path):
    found = entries(dossier)
    for name, content in found.items():
        if name == MANIFEST:
            continue
        changed = bytes([content[0] ^ 1]) + content[1:]
        path = packed(tmp_path, {**found, name: changed}.items())
        assert any(name in problem or MANIFEST in problem for problem in check(path).problems), name


def test_what_is_taken_out_slipped_in_or_there_twice_is_seen(dossier, tmp_path):
    found = entries(dossier)
    rest = [item for item in found.items() if item[0] != "revisions/0001.json"]
    assert any("缺失" in told for told in check(packed(tmp_path, rest)).problems)
    more = [*found.items(), ("originals/9999.pdf", b"x")]
    assert any("多出" in told for told in check(packed(tmp_path, more)).problems)
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(tmp_path, [*found.items(), ("case.json", found["case.json"])])
    assert any("case.json" in told for told in check(twice).problems)


def test_a_manifest_that_was_changed_no_longer_has_its_signature(dossier, tmp_path):
    found = entries(dossier)
    found["case.json"] = b"{}"
    told = json.loads(found[MANIFEST])
    for part in told["parts"]:
        if part["path"] == "case.json":
            part.update(sha256=hashlib.sha256(b"{}").hexdigest(), size=2)
    found[MANIFEST] = json.dumps(told).encode()
    problems = check(packed(tmp_path, found.items())).problems
    assert len(problems) == 1
    assert "签名" in problems[0]


def test_one_who_signs_with_a_key_of_their_own_is_seen_by_the_key(house, dossier, tmp_path):
    found, forger = entries(dossier), Ed25519PrivateKey.generate()
    told = json.loads(found[MANIFEST]) | {"key": signing.public(forger)}
    found[MANIFEST] = json.dumps(told).encode()
    found[SIGNATURE] = signing.sign(forger, found[MANIFEST]).encode()
    path = packed(tmp_path, found.items())
    assert check(path).problems == ()
    key = signing.public(signing.signer(house.service.settings))
    assert any("密钥" in problem for problem in check(path, key).problems)


def test_what_is_no_dossier_is_refused(tmp_path):
    (tmp_path / "text").write_text("x")
    for path in (tmp_path / "text", packed(tmp_path, [("a", b"b")])):
        with pytest.raises(Refused):
            check(path)


@pytest.mark.parametrize("role", ["reviewer", "lead", "counter", "administrator"])
def test_a_dossier_is_for_auditors_only(house, reviewed, role):
    assert house.staff(role).get(f"/v1/cases/{reviewed}/dossier").status_code == 403


def test_what_is_not_there_is_404_and_employers_get_none(house, reviewed):
    assert house.staff("auditor").get("/v1/cases/c-none/dossier").status_code == 404
    assert house.tenant().get(f"/v1/cases/{reviewed}/dossier").status_code == 403


def test_a_file_that_the_store_has_lost_is_named_in_the_dossier(office, tmp_path):
    case = submit(office.tenant()).json()["cases"][0]
    with office.service.database.read() as session:
        lost = session.scalars(select(File.sha256)).first()
    office.service.blobs.delete(lost)
    service = office.service
    archive = Archive(service.database, service.blobs, signing.signer(service.settings))
    path = tmp_path / "dossier.zip"
    with path.open("wb") as file:
        assert export(archive, SYSTEM, case, file).missing == (lost,)
    assert any(lost in problem for problem in check(path).problems)


def test_the_commands_write_and_verify_a_dossier(house, reviewed, tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_DATA", str(house.service.settings.data))
    run, out = CliRunner().invoke, tmp_path / "dossier.zip"
    ran = run(app, ["case-export", reviewed, "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    key = run(app, ["case-key"]).stdout.strip()
    assert run(app, ["case-verify", str(out), "--key", key]).exit_code == 0
    assert run(app, ["case-verify", str(out), "--key", "00" * 32]).exit_code == 3
    assert run(app, ["case-export", reviewed, "--out", str(out)]).exit_code == 2
    assert run(app, ["case-export", "c-none", "--out", str(tmp_path / "no.zip")]).exit_code == 2
    assert not (tmp_path / "no.zip").exists()
