"""
Pictures of the desk, for the README and to be looked at: real sample papers in a real browser.

    python -m tests.api.desk.pictures out/demo out/pictures [--all]

`./run --once` leaves the readings in out/demo. `--all` adds both sizes, both languages and dark.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from api.app import create_app
from api.demo_desk import Sample, accounts, prepare_desk
from api.service import open_service
from api.settings import Settings
from intake.ingest import Limits
from intake.ingest.probe import opening
from intake.ingest.sources import OPENERS, opening_limits
from intake.workers import WorkerPool
from models.claim import Claim
from models.paper import Papers
from tests.api.desk.browsing import CHROMIUM, DESKTOP, TABLET, serving

SAMPLES = (
    "unsigned",
    "complete_scan",
    "wage_covered",
    "red_on_copy",
    "net_only",
    "medical_deducted",
)
DRAWN = Path(__file__).parents[3] / "samples" / "drawn"
SETTLED = 700
"""Milliseconds between two looks whether everything stands."""
LOADED = (
    "[...document.images].every((i) => i.complete || i.getBoundingClientRect().top > innerHeight)"
)


def sample(name, results):
    folder = DRAWN / name
    return Sample(
        files=tuple(sorted(path for path in (folder / "papers").rglob("*") if path.is_file())),
        claim=Claim.model_validate_json((folder / "request.json").read_bytes()),
        papers=Papers.model_validate_json((results / name / "papers.json").read_bytes()),
    )


def sign_in(page, settings, number):
    name, password = accounts(settings)[number]
    page.goto("/desk/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("button.main").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def counter(page, shot):
    shot("counter-new")
    page.goto("/desk/cases")
    shot("cases")
    page.locator("table a").last.click()
    page.locator(".cell.unmet").first.click()
    page.locator("#evidence img").first.wait_for()
    shot("counter")
    page.goto("/desk/cases")
    page.locator("table a").nth(-2).click()
    shot("complete")
    page.locator(".pages a").first.click()
    page.locator("[data-shown]").wait_for()
    shot("page")
    page.go_back()
    page.locator("a[href$='/record']").click()
    shot("record")


def reviewer(page, shot):
    shot("queue")
    page.locator("table button").first.click()
    page.wait_for_url("**/desk/review/c*")
    page.locator("#view[data-shown]").wait_for()
    shot("review")
    page.goto("/desk/review")
    page.locator("table button").last.click()
    page.wait_for_url("**/desk/review/c*")
    page.locator("#view[data-shown]").wait_for()
    shot("review-flag")


def lead(page, shot):
    page.goto("/desk/lead")
    shot("lead")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("results", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    looks = [("", DESKTOP, "light", "zh")]
    if options.all:
        looks += [("-en", DESKTOP, "light", "en"), ("-dark", DESKTOP, "dark", "zh")]
        looks += [("-tablet", TABLET, "light", "zh"), ("-tablet-en-dark", TABLET, "dark", "en")]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(data=Path(folder) / "desk")
        limits = opening_limits(Limits())
        with WorkerPool(opening(), limits=limits, preload=OPENERS) as openers:
            prepare_desk(settings, [sample(name, options.results) for name in SAMPLES], openers, "")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with open_service(settings) as service, serving(create_app(service)) as address:
            for look in looks:
                take(browser, address, settings, options.out, look)
        browser.close()


def take(browser, address, settings, out, look):
    suffix, size, scheme, language = look
    for number, walk in enumerate((counter, reviewer, lead)):
        context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address)
        page = context.new_page()
        page.goto(f"/desk/language/{language}")
        sign_in(page, settings, number)

        def shot(name, page=page):
            for _ in range(40):
                page.wait_for_timeout(SETTLED)
                if page.evaluate(LOADED):
                    break
            page.screenshot(path=out / f"{name}{suffix}.jpg", type="jpeg", quality=72)

        walk(page, shot)
        context.close()


if __name__ == "__main__":
    main()
