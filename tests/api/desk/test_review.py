"""Review by keyboard alone, in a real browser."""

from playwright.sync_api import expect

from tests.api import recorded
from tests.api.desk.browsing import accessibility
from tests.api.office import submit

MOUSE = """
window.mouse = 0;
for (const kind of ["mousedown", "pointerdown"]) {
  document.addEventListener(kind, () => { window.mouse += 1; }, true);
}
"""


def bring(desk, sample=recorded.REVIEW):
    """Bring a case that needs a person; return its identifier."""
    office = desk.office
    answer = submit(office.tenant(), recorded.papers(sample), recorded.claim(sample))
    office.work()
    return answer.json()["cases"][0]


def at_work(desk):
    """Return a reviewer's page with the first case in hand, without the mouse from here on."""
    page = desk.sign_in("reviewer")
    page.add_init_script(MOUSE)
    page.reload()
    expect(page.get_by_role("button", name="取下一件")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/review/c*")
    return page


def test_a_case_is_reviewed_by_keyboard_alone_and_the_queue_ends_calmly(desk):
    case = bring(desk)
    page = at_work(desk)
    expect(page.locator(".pointsbar h2")).to_contain_text("待定 3")
    assert accessibility(page) == []
    for left in (2, 1, 0):
        page.keyboard.type("8500")
        page.keyboard.press("Tab")
        page.keyboard.type("见工资台账原件")
        page.keyboard.press("Enter")
        expect(page.locator("#points-h [data-open]")).to_have_text(str(left))
    assert page.evaluate("window.mouse") == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/review")
    expect(page.locator("main")).to_contain_text("没有待审的办件")
    assert page.evaluate("window.mouse") == 0
    assert accessibility(page) == []
    found = desk.office.tenant().get(f"/v1/cases/{case}").json()
    assert (found["decision"], found["decided_by"]) == ("complete", "reviewer")
    assert found["wages"]["2024-05"]["gross"] == "8500.00"
    assert found["wages"]["2024-05"]["field"]["readings"][0]["reader"] == "person"


def test_what_was_said_can_be_taken_back_and_outlives_the_browser(desk):
    bring(desk)
    page = at_work(desk)
    page.keyboard.type("8500")
    page.keyboard.press("Tab")
    page.keyboard.type("见原件")
    page.keyboard.press("Enter")
    expect(page.locator("#points-h [data-open]")).to_have_text("2")
    page.reload()
    expect(page.locator("#points-h [data-open]")).to_have_text("2")
    page.locator("#review").wait_for()
    page.keyboard.press("Control+z")
    expect(page.locator("#points-h [data-open]")).to_have_text("3")


def test_a_stale_tab_changes_nothing_and_says_what_was_not_saved(desk):
    case = bring(desk)
    page = at_work(desk)
    stale = page.context.new_page()
    stale.goto(page.url)
    for shown, value in ((page, "8500"), (stale, "9900")):
        shown.bring_to_front()
        shown.locator("[data-value]:visible").first.fill(value)
        shown.locator("[data-why]:visible").first.fill("见原件")
        shown.keyboard.press("Enter")
        expect(shown.locator(".saving:visible")).to_have_count(0)
    expect(stale.locator("#notice")).to_contain_text("已被他人更改")
    expect(stale.locator("#notice")).to_contain_text("9900")
    said = desk.office.staff("auditor").get(f"/desk/cases/{case}/record").text
    assert "9900" not in said


def test_the_keys_help_and_no_letter_is_a_trap_while_typing(desk):
    bring(desk)
    page = at_work(desk)
    page.keyboard.type("?nxyz1234")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("[data-value]:visible").first).to_have_value("?nxyz1234")
    page.keyboard.press("F1")
    expect(page.locator("#help")).to_be_visible()
    assert accessibility(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
