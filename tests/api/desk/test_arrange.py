"""Pages by hand at the counter: every step is decided with, noted, and can be taken back."""

import pytest
from playwright.sync_api import expect

from models.correction import Laid, SaidOfPage
from models.paper import PageRef
from tests.api import recorded
from tests.api.desk.browsing import accessibility, papers
from tests.api.desk.test_counter import take_in
from tests.api.office import open_office, submit

WHY = "不属本件"


@pytest.fixture
def office(tmp_path):
    with open_office(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def clerk(office):
    return office.staff("counter", "auditor")


def brought(office, clerk, without=(recorded.APPLICATION,)):
    """Return a case that was brought to the counter."""
    files = {k: v for k, v in recorded.papers().items() if k not in without}
    case = submit(clerk, files).json()["cases"][0]
    office.work()
    return case


def shown(clerk, case):
    return clerk.get(f"/v1/cases/{case}").json()


def version(clerk, case):
    return clerk.get(f"/v1/cases/{case}").headers["etag"]


def lay(clerk, case, said, why=WHY, tag=None):
    body = {"said": said.model_dump(mode="json"), "why": why}
    headers = {"If-Match": tag or version(clerk, case), "Accept": "application/json"}
    return clerk.post(f"/desk/cases/{case}/pages/lay", json=body, headers=headers)


def first_page(clerk, case):
    return PageRef(**shown(clerk, case)["documents"][0]["pages"][0])


def out(page):
    return SaidOfPage(page=page, laid=Laid.OUT)


def codes(clerk, case):
    return sorted(item["code"] for item in shown(clerk, case)["missing"])


def test_a_page_taken_out_is_decided_without_and_comes_back(office, clerk):
    case = brought(office, clerk)
    before = codes(clerk, case)
    assert lay(clerk, case, out(first_page(clerk, case))).json() == {"decision": "incomplete"}
    assert codes(clerk, case) == sorted([*before, "VOUCHER_MISSING"])
    assert shown(clerk, case)["decided_by"] == "clerk"
    record = clerk.get(f"/desk/cases/{case}/record").text
    assert "kind=page" in record
    (said,) = shown(clerk, case)["corrections"]
    back = {"correction": said["correction"]["id"]}
    headers = {"If-Match": version(clerk, case)}
    answer = clerk.post(f"/desk/cases/{case}/pages/unlay", json=back, headers=headers)
    assert answer.status_code == 200
    assert codes(clerk, case) == before
    assert "correction.undo" in clerk.get(f"/desk/cases/{case}/record").text


def test_what_was_laid_by_hand_still_holds_when_more_papers_come(office, clerk):
    case = brought(office, clerk)
    lay(clerk, case, out(first_page(clerk, case)))
    paper = recorded.papers()[recorded.APPLICATION]
    files = [("files", (recorded.APPLICATION, paper))]
    clerk.post(f"/v1/cases/{case}/papers", files=files, headers={"Idempotency-Key": "more"})
    office.work()
    assert codes(clerk, case) == ["VOUCHER_MISSING"]


def test_a_page_is_not_taken_out_without_a_reason(office, clerk):
    case = brought(office, clerk)
    assert lay(clerk, case, out(first_page(clerk, case)), why=" ").status_code == 422


def test_a_stale_page_lays_nothing(office, clerk):
    case = brought(office, clerk)
    tag, page = version(clerk, case), first_page(clerk, case)
    assert lay(clerk, case, out(page), tag=tag).status_code == 200
    assert lay(clerk, case, SaidOfPage(page=page, laid=Laid.AFTER), tag=tag).status_code == 412


def test_an_accepted_case_is_not_arranged_any_more(office, clerk):
    case = brought(office, clerk, without=())
    assert lay(clerk, case, out(first_page(clerk, case))).status_code == 409
    assert "data-lay=" not in clerk.get(f"/desk/cases/{case}/pages").text


def test_pages_are_taken_out_joined_and_put_back_at_the_window(desk):
    page = desk.sign_in("counter")
    take_in(page, papers(without=[recorded.APPLICATION]))
    desk.read()
    page.get_by_role("button", name="整理页面").press("Enter")
    piles = page.locator(".pile")
    expect(piles).to_have_count(4)
    assert accessibility(page) == []
    page.get_by_role("button", name="移出 第1页").press("Enter")
    expect(page.locator(".pile.gone .sheet")).to_have_count(1)
    expect(page.locator(".verdict h2")).to_contain_text("还缺 2 项")
    page.get_by_role("button", name="撤回 第1页").press("Enter")
    expect(page.locator(".pile.gone")).to_have_count(0)
    expect(page.locator(".verdict h2")).to_contain_text("还缺 1 项")
    page.get_by_role("button", name="并入上一份 第2页").press("Enter")
    expect(piles.first.locator(".sheet")).to_have_count(2)
    expect(piles).to_have_count(3)
    page.get_by_role("button", name="撤回 第2页").press("Enter")
    expect(piles).to_have_count(4)
    assert accessibility(page) == []
