"""One running installation, used as README says, then mistreated, then asked to stop."""

import json
import os
import re
import subprocess
import threading
import time
from pathlib import Path

import httpx2
import pytest

from tests.api import recorded
from tests.api.postgres import free_port
from tests.api.site import ROOT, Site

CURL = re.compile(r"<!-- curl -->\n```sh\n(.*?)```\n<!-- /curl -->", re.DOTALL)
AGES = 300
"""Seconds for what takes a few; the machine may have other things to do."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(
        tmp_path_factory.mktemp("site") / "data",
        workers=1,
        settings={"log": "json", "metrics_port": free_port()},
    )
    made.start()
    made.wait_until_ready()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def key(site):
    return site.intake("keys", "new", "--tenant", "示例单位")


@pytest.fixture
def client(site, key):
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=site.url, headers=headers, timeout=AGES) as opened:
        yield opened


def bring(client, papers, key):
    answer = client.post(
        "/v1/submissions",
        files=[("files", item) for item in papers.items()],
        data={"claim": json.dumps(recorded.claim())},
        headers={"Idempotency-Key": key},
    )
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def ended(client, location):
    until = time.monotonic() + AGES
    while time.monotonic() < until:
        told = client.get(location).json()
        if told["state"] in ("decided", "parked", "withdrawn"):
            return told
        time.sleep(0.3)
    raise TimeoutError(told)


def test_the_curl_lines_of_the_readme_work(site, key, tmp_path):
    names = {"工资表.pdf": 0, "劳动合同.pdf": 3, "补缴申请.pdf": 4}
    papers = list(recorded.papers().values())
    for name, number in names.items():
        (tmp_path / name).write_bytes(papers[number])
    (tmp_path / "request.json").write_text(json.dumps(recorded.claim()), "utf-8")
    (lines,) = CURL.findall((ROOT / "README.md").read_text("utf-8"))
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", lines],
        env={**os.environ, "URL": site.url, "KEY": key},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=AGES,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: page" in done.stdout
    assert "event: end" in done.stdout
    (line,) = json.loads((tmp_path / "results.json").read_bytes())["items"]
    assert line["decision"] == "incomplete"
    assert (tmp_path / "results.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "page.jpg").read_bytes().startswith(b"\xff\xd8")


def test_pages_that_kill_or_hang_their_reader_cost_themselves_alone(client):
    papers = recorded.papers() | {
        "bad.pdf": recorded.misbehaving("die"),
        "none.pdf": b"%PDF-1.7 and nothing else",
    }
    told = ended(client, bring(client, papers, "bad"))
    assert told["state"] == "decided"
    assert told["pages"] == {"total": 6, "read": 5, "failed": 1}
    problems = {file["name"]: file["problem"] for file in told["files"]}
    assert problems["none.pdf"] == "damaged"
    (case,) = told["cases"]
    pages = client.get(f"/v1/cases/{case['id']}/pages").json()["items"]
    assert [page["problem"] for page in pages if page["state"] == "failed"] == ["page_failed"]


def test_papers_that_kill_the_worker_itself_are_parked_and_the_others_go_on(client):
    poison = bring(client, {"poison.pdf": recorded.misbehaving("kill-worker")}, "poison")
    good = bring(client, recorded.papers(), "after poison")
    told = ended(client, poison)
    assert (told["state"], told["problem"]) == ("parked", "worker_died")
    assert [case["state"] for case in told["cases"]] == ["parked"]
    assert ended(client, good)["state"] == "decided"


def test_nothing_of_what_papers_say_is_in_the_logs(site, client):
    claim = recorded.claim()
    location = bring(client, recorded.papers(), "log")
    case = ended(client, location)["cases"][0]
    client.get(f"/v1/cases/{case['id']}")
    client.get("/v1/cases", params={"cursor": claim["employee"]["id_number"]})
    client.post("/v1/submissions", data={"claim": json.dumps(claim) + "x"})
    told = site.log()
    words = [
        claim["employee"]["name"],
        claim["employee"]["id_number"],
        claim["employer"]["name"],
        claim["employer"]["uscc"],
        "8500",
        case["id"],
        "工资",
    ]
    assert [word for word in words if word in told] == []
    lines = [line for line in told.splitlines() if line.startswith("{")]
    assert any(json.loads(line).get("route") == "/v1/cases/{case}" for line in lines)


def test_metrics_count_requests_and_say_nothing_of_anybody(site, client):
    client.get("/v1/cases")
    told = httpx2.get(f"http://127.0.0.1:{site.settings['metrics_port']}/metrics", timeout=60).text
    assert 'intake_requests_total{method="GET",route="/v1/cases",status="200"}' in told
    assert "intake_database_up 1.0" in told
    assert "intake_workers_alive 1.0" in told
    assert "示例单位" not in told
    assert recorded.claim()["employee"]["name"] not in told
    assert client.get("/metrics").status_code == 404


def test_asked_to_stop_it_ends_what_it_has_in_hand(site, client):
    """The last test: the site is gone afterwards."""
    answers = []

    def send():
        answers.append(bring(client, recorded.papers(), "last"))

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(0.05)
    started = time.monotonic()
    site.stop()
    sending.join()
    assert len(answers) == 1
    assert site.process.returncode == 0
    assert time.monotonic() - started < 60
    assert not Path(f"/proc/{site.process.pid}").exists()
