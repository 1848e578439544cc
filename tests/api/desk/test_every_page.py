"""Every page: hostile words stay words, and nobody is shut out by how it is built."""

from copy import deepcopy

import pytest
from playwright.sync_api import expect

from tests.api import recorded
from tests.api.desk.browsing import TABLET, accessibility
from tests.api.desk.hostile import HOSTILE, OVERRIDE, TEMPLATE, poison
from tests.api.office import submit


@pytest.fixture
def case(desk):
    """Return a case that waits for a person, with hostile words in all its papers."""
    claim = deepcopy(recorded.claim(recorded.REVIEW))
    claim["employee"]["name"] = claim["employer"]["name"] = HOSTILE[:100]
    claim["employer"]["uscc"] = claim["employee"]["id_number"] = HOSTILE[:30]
    files = {f"{HOSTILE}{name}": paper for name, paper in recorded.papers(recorded.REVIEW).items()}
    answer = submit(desk.office.tenant(HOSTILE), files, claim)
    desk.office.work()
    (case,) = answer.json()["cases"]
    poison(desk.office.service, case)
    return case


def check(page, path):
    """Look at a page: nothing ran, nothing was refused, nobody is shut out."""
    page.goto(path)
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("window.executed") == 0, path
    assert OVERRIDE[0] not in page.content(), path
    assert accessibility(page) == [], path


def test_hostile_words_do_nothing_on_any_page_and_every_page_is_accessible(desk, case):
    page = desk.sign_in("counter", "reviewer", "lead", counter=HOSTILE[:40])
    for path in ("/desk", "/desk/password", "/desk/lead", "/desk/review", "/desk/cases/c0"):
        check(page, path)
    check(page, f"/desk/cases?q={TEMPLATE}")
    check(page, "/desk/cases")
    expect(page.locator("main table")).to_contain_text(TEMPLATE)
    for path in ("", "/record", "/pages/1"):
        check(page, f"/desk/cases/{case}{path}")
    check(page, f"/desk/review/{case}")
    expect(page.locator(".finish .main")).to_be_enabled()
    page.goto(f"/desk/cases/{case}")
    page.locator(".cell").first.click()
    page.locator("#evidence h2").wait_for()
    assert page.evaluate("window.executed") == 0
    assert accessibility(page) == []


def test_dark_english_and_on_a_tablet_every_page_is_as_accessible(desk, case):
    page = desk.sign_in("counter", "reviewer", "lead", size=TABLET, scheme="dark")
    page.goto("/desk/language/en")
    for path in ("/desk", f"/desk/cases/{case}", f"/desk/review/{case}", "/desk/lead"):
        check(page, path)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_sign_in_page_says_no_more_than_that_it_was_refused(desk):
    page = desk.window()
    check(page, "/desk/sign-in")
    page.get_by_label("姓名").fill(HOSTILE[:90])
    page.get_by_label("密码").fill("wrong password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("不符")
    assert page.evaluate("window.executed") == 0
