"""A desk as its users meet it: a real server, a real browser, and an ear for what goes wrong."""

import dataclasses
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import expect

from api.store import staff
from api.store.viewer import SYSTEM
from api.work import process
from tests.api import recorded
from tests.api.office import PASSWORD
from tests.api.postgres import free_port

CHROMIUM = "/usr/bin/chromium"
DESKTOP = {"width": 1366, "height": 768}
TABLET = {"width": 820, "height": 1180}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LISTEN = """
window.violations = []; window.executed = 0;
document.addEventListener("securitypolicyviolation", (e) => window.violations.push(
  `${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""
PATIENCE = 20_000
"""Milliseconds that anything may take on a loaded machine."""
expect.set_options(timeout=PATIENCE)


@contextmanager
def serving(app):
    """Serve an application on a free port of this machine."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@dataclass
class FirstOnly:
    """Readers that stop after so many pages, as if the rest were still being read."""

    readers: object
    pages: int

    def run(self, tasks):
        return islice(self.readers.run(tasks[: self.pages]), self.pages)


@dataclass
class Desk:
    """The office with its windows: `sign_in(role)` returns a browser's page."""

    office: object
    browser: object
    address: str
    contexts: list = field(default_factory=list)
    heard: list = field(default_factory=list)

    def sign_in(self, *roles, counter="", **options):
        """Sign a new member of staff in; return the page on which they begin."""
        page = self.window(**options)
        name = "-".join(roles) + str(len(self.contexts))
        with self.office.service.database.write() as session:
            staff.make_staff(session, SYSTEM, name, roles, PASSWORD)
        page.goto("/desk/sign-in")
        page.get_by_label("姓名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("窗口").fill(counter)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "sign-in" not in url, timeout=PATIENCE)
        return page

    def window(self, size=DESKTOP, scheme="light"):
        """Return an empty browser window whose complaints are heard."""
        context = self.browser.new_context(
            viewport=size, color_scheme=scheme, base_url=self.address, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("console", self._hear)
        page.on("dialog", lambda dialog: self.heard.append(f"dialog: {dialog.message}"))
        return page

    def _hear(self, message):
        expected = "status of 4" in message.text
        if message.type == "error" and not expected:
            self.heard.append(f"console: {message.text}")

    def read(self, pages=None):
        """Let the worker read everything, or only the first pages."""
        if pages is None:
            self.office.work()
            return
        job = self.office.queue.jobs[-1]
        submission, case = job.arguments["submission"], job.arguments["case"]
        shop = self.office.shop
        process.open_files(shop, submission, case)
        if pages:
            few = dataclasses.replace(shop, readers=FirstOnly(shop.readers, pages))
            process.read_pages(few, submission, case)

    def close(self):
        """Close every window; nothing may have been refused or gone wrong in any of them."""
        for context in self.contexts:
            for page in context.pages:
                self.heard += page.evaluate("window.violations ?? []")
            context.close()
        assert self.heard == []


def papers(sample=recorded.COMPLETE, without=()):
    """Return a sample's papers as a browser uploads them."""
    return [
        {"name": name, "mimeType": "application/pdf", "buffer": content}
        for name, content in recorded.papers(sample).items()
        if name not in without
    ]


def photograph(name=recorded.APPLICATION, sample=recorded.COMPLETE):
    """Return a picture that reads as a paper of a sample, named as a phone names all of its own."""
    out = BytesIO()
    Image.new("RGB", (420, 594), "white").save(out, "JPEG")
    number = list(recorded.readings(sample)).index(name)
    content = out.getvalue() + f"\n%recorded {sample} {number}\n".encode()
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": content}


def fill_claim(page, sample=recorded.COMPLETE):
    """Type a sample's claim into the form of a new case."""
    claim = recorded.claim(sample)
    page.get_by_label("公民身份号码").fill(claim["employee"]["id_number"])
    page.get_by_label("职工姓名").fill(claim["employee"]["name"])
    page.get_by_label("单位名称").fill(claim["employer"]["name"])
    page.get_by_label("补缴月份").fill("、".join(claim["months"]))
    page.get_by_label("申报日期").fill(claim["declared_on"])
    page.get_by_label("参保地").select_option(claim["region"])
    page.get_by_label("补缴原因").select_option(claim["reason"])


def accessibility(page):
    """Return what axe calls serious or critical about a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{item['id']}: {node['html'][:160]}"
        for item in found["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
