"""
Draws the examples of the OpenAPI document from a real run: `python -m tests.api.examples`.

The persons and firms in them are invented; see samples/.
"""

import json
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from fastapi.routing import APIRoute, iter_route_contexts

from api.openapi import operation_id
from api.store import workers
from api.store.viewer import Role, Scope
from tests.api import recorded
from tests.api.office import PASSWORD, open_office, submit
from tests.api.receiver import receiving
from tests.api.v1.test_reviews import post, tag, wages

TARGET = Path("api/v1/examples.json")
LONGEST_LIST = 1
SECRETS = {"token": "…", "password": "…", "old": "…", "new": "…", "secret": "…"}
"""Never told, not even those of a run that is over."""


class Scribe:
    """Writes down what clients ask and are answered, under the operation's name."""

    def __init__(self, office):
        self.routes = [
            context.original_route
            for context in iter_route_contexts(office.app.routes)
            if isinstance(context.original_route, APIRoute)
        ]
        self.found = {}

    def watch(self, client):
        send = client.request

        def watched(method, url, **options):
            answer = send(method, url, **options)
            self.note(method, str(url), options, answer)
            return answer

        client.request = watched
        return client

    def note(self, method, url, options, answer):
        path = urlsplit(url).path
        for route in self.routes:
            if method in route.methods and route.path_regex.match(path):
                told = self.found.setdefault(operation_id(route), {})
                if answer.status_code < 300 and answer.content and is_json(answer):
                    told.setdefault(str(answer.status_code), shortened(answer.json()))
                asked = options.get("json") or form_of(options)
                if asked and answer.status_code < 300:
                    told.setdefault("request", shortened(asked))
                return


def is_json(answer):
    return "json" in answer.headers.get("content-type", "")


def form_of(options):
    """Return a form as an example shows it: files by their names."""
    if not options.get("files"):
        return None
    names = [name for _, (name, _content) in options["files"]]
    return {"files": names[:LONGEST_LIST], **(options.get("data") or {})}


def shortened(told):
    """Return JSON with long lists cut short; lists of numbers are places and stay."""
    if isinstance(told, dict):
        return {name: SECRETS.get(name) or shortened(value) for name, value in told.items()}
    if isinstance(told, list) and not all(isinstance(item, int | float) for item in told):
        return [shortened(item) for item in told[:LONGEST_LIST]]
    return told


def run(office, ear):
    """Use every operation once as its users do; return what was said."""
    scribe = Scribe(office)
    employer = scribe.watch(office.tenant("示例单位", scopes=list(Scope)))
    reviewer = scribe.watch(office.staff(Role.REVIEWER))
    lead = scribe.watch(office.staff(Role.LEAD))
    keeper = scribe.watch(office.staff(Role.ADMINISTRATOR, name="keeper"))
    nobody = scribe.watch(office.client())
    tell_webhooks(employer, ear)
    bring_papers(office, employer)
    review(office, employer, reviewer)
    look_after(lead, employer)
    workers.seen(office.service.database, "here:0")
    keep_accounts(keeper, nobody)
    return dict(sorted(scribe.found.items()))


def bring_papers(office, employer):
    papers = recorded.papers()
    last = {recorded.APPLICATION: papers.pop(recorded.APPLICATION)}
    receipt = submit(employer, papers).json()
    submission, case = f"/v1/submissions/{receipt['id']}", f"/v1/cases/{receipt['cases'][0]}"
    office.work()
    employer.get(submission)
    employer.get(f"{submission}/results")
    files = [("files", item) for item in last.items()]
    employer.post(f"{case}/papers", files=files, headers={"Idempotency-Key": "more"})
    office.work()
    for path in ("", "/status", "/documents", "/findings", "/statement", "/revisions"):
        employer.get(case + path)
    employer.get(f"{case}/revisions/1")
    employer.get(f"{case}/pages")
    for path in ("/v1/cases", "/v1/submissions"):
        employer.get(path)
    other = submit(employer, {"空白.pdf": recorded.blank_pdf()}).json()
    employer.post(f"/v1/cases/{other['cases'][0]}/withdrawal")
    employer.post(f"/v1/submissions/{other['id']}/withdrawal")


def review(office, employer, reviewer):
    receipt = submit(employer, recorded.papers(recorded.REVIEW), recorded.claim(recorded.REVIEW))
    office.work()
    case = receipt.json()["cases"][0]
    reviewer.get("/v1/reviews")
    reviewer.post("/v1/reviews/next")
    reviewer.delete(f"/v1/reviews/{case}/claim")
    reviewer.post(f"/v1/reviews/{case}/claim", headers={"If-Match": tag(reviewer, case)})
    said = {"corrections": wages(reviewer, case)}
    drafts = post(reviewer, case, "corrections", said).json()["said"]
    history = reviewer.get(f"/v1/reviews/{case}/corrections").json()["items"]
    assert drafts
    reviewer.delete(
        f"/v1/reviews/{case}/corrections/{history[0]['id']}",
        headers={"If-Match": tag(reviewer, case)},
    )
    post(reviewer, case, "decision", {"decision": "complete", **said})
    office.work()


def look_after(lead, employer):
    items = lead.get("/v1/hand-overs").json()["items"]
    lead.post(f"/v1/hand-overs/{items[0]['id']}/replay")
    hooks = employer.get("/v1/webhooks").json()["items"]
    hook = f"/v1/webhooks/{hooks[0]['id']}"
    delivered = employer.get(f"{hook}/deliveries").json()["items"]
    employer.post(f"{hook}/deliveries/{delivered[0]['id']}/replay")
    employer.post(f"{hook}/secret")


def tell_webhooks(employer, ear):
    employer.post("/v1/webhooks", json={"url": ear.url})


def keep_accounts(keeper, nobody):
    made = keeper.post("/v1/keys", json={"tenant": "新单位", "label": "人事系统"}).json()
    keeper.get("/v1/keys")
    keeper.delete(f"/v1/keys/{made['id']}")
    nobody.post("/v1/sessions", json={"name": "keeper", "password": PASSWORD})
    change = {"old": PASSWORD, "new": "a longer battery staple"}
    keeper.put("/v1/sessions/mine/password", json=change)
    nobody.get("/healthz")
    nobody.get("/readyz")


def main():
    with tempfile.TemporaryDirectory() as folder, receiving() as ear:
        ear.take = lambda *_: (200, b"")
        with open_office(Path(folder) / "data", webhook_allow=("127.0.0.0/8",)) as office:
            found = run(office, ear)
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    TARGET.write_text(text.replace(ear.url, "https://hr.example.cn/intake") + "\n", "utf-8")


if __name__ == "__main__":
    main()
