"""One browser for all tests of a process; an office of its own, really served, for each."""

import pytest
from playwright.sync_api import sync_playwright

from tests.api.desk.browsing import CHROMIUM, Desk, serving
from tests.api.office import open_office


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream"],
        )
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path, chromium):
    with open_office(tmp_path / "data") as office, serving(office.app) as address:
        desk = Desk(office, chromium, address)
        yield desk
        desk.close()
