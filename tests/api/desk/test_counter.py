"""The counter's walk in a real browser, from the upload to the receipt."""

from playwright.sync_api import expect

from tests.api import recorded
from tests.api.desk.browsing import accessibility, fill_claim, papers


def take_in(page, files, sample=recorded.COMPLETE):
    fill_claim(page, sample)
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="收件").click()
    page.wait_for_url("**/desk/cases/c*")


def printed(page, name):
    """Return the document behind a link."""
    answer = page.request.get(page.get_by_role("link", name=name).get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def test_an_incomplete_case_is_told_at_once_and_goes_on_with_the_added_paper(desk):
    page = desk.sign_in("counter")
    assert accessibility(page) == []
    take_in(page, papers(without=[recorded.APPLICATION]))
    expect(page.locator(".pages li")).to_have_count(0)
    desk.read(2)
    pages = page.locator(".pages li")
    expect(pages).to_have_count(4)
    expect(pages.nth(0)).to_contain_text("清晰")
    expect(pages.nth(3)).to_contain_text("待读")
    ledger = page.locator(".ledger tbody tr")
    expect(ledger.nth(0).locator("button.cell.met")).to_have_count(5)
    expect(ledger.nth(2)).to_contain_text("读取中")
    expect(page.locator(".verdict")).not_to_contain_text("缺")
    desk.read()
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("还缺 1 项")
    expect(verdict.locator(".open li")).to_have_text(["缺少补缴申请书，请补交。"])
    assert accessibility(page) == []
    assert printed(page, "一次性告知书").startswith(b"%PDF")
    address = page.url
    page.locator("#files").set_input_files(
        [paper for paper in papers() if paper["name"] == recorded.APPLICATION]
    )
    page.get_by_text("正在识别").wait_for()
    desk.read()
    expect(page.locator(".verdict")).to_contain_text("材料齐全")
    expect(page.locator(".due")).to_contain_text("3,215.68")
    assert page.url == address
    assert accessibility(page) == []
    assert printed(page, "受理回执").startswith(b"%PDF")
    assert printed(page, "补缴明细表").startswith(b"%PDF")


def test_a_cell_of_the_ledger_opens_its_evidence(desk):
    page = desk.sign_in("counter")
    take_in(page, papers())
    desk.read()
    expect(page.locator(".verdict")).to_contain_text("材料齐全")
    page.get_by_role("button", name="8,500.00").first.click()
    evidence = page.locator("#evidence")
    expect(evidence.locator("h2")).to_have_text("应发工资 2024-05")
    picture = evidence.locator("img").first
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 10", arg=picture.element_handle())
    assert accessibility(page) == []


def test_a_wrong_id_number_is_told_while_it_is_typed_and_is_not_taken_in(desk):
    page = desk.sign_in("counter")
    page.get_by_label("公民身份号码").fill("110105194912310021")
    page.get_by_label("公民身份号码").blur()
    expect(page.locator("#checks")).to_contain_text("校验位不符")
    page.locator("#files").set_input_files(papers()[:1])
    page.get_by_role("button", name="收件").click()
    expect(page.get_by_role("alert")).to_contain_text("校验位不符")
    assert desk.office.queue.jobs == []


def test_what_is_in_doubt_is_settled_at_the_window_and_the_case_is_the_clerks(desk):
    page = desk.sign_in("counter")
    take_in(page, papers(recorded.REVIEW), recorded.REVIEW)
    desk.read()
    for left in (3, 2, 1):
        expect(page.locator(".verdict h2")).to_contain_text(f"待确认 {left} 项")
        page.locator(".ledger .cell.doubtful").first.click()
        spot = page.locator(".onspot")
        spot.get_by_role("textbox", name="应发工资").fill("8500")
        spot.get_by_label("理由").fill("原件已核对")
        spot.get_by_role("button", name="确认").click()
        expect(page.locator(".ledger .cell.doubtful")).to_have_count(left - 1)
    expect(page.locator(".verdict")).to_contain_text("材料齐全")
    case = page.url.rpartition("/")[2]
    found = desk.office.staff("auditor").get(f"/v1/cases/{case}").json()
    assert (found["decision"], found["decided_by"]) == ("complete", "clerk")
