"""The document camera at the window, with the browser's own fake device."""

from playwright.sync_api import expect

from tests.api import recorded
from tests.api.desk.browsing import accessibility, papers
from tests.api.desk.test_counter import take_in

SEEN = "image => image.naturalWidth > 100"
LIVE = "() => document.querySelector('[data-live]').srcObject !== null"


def test_a_page_is_taken_looked_at_taken_again_and_added(desk):
    page = desk.sign_in("counter")
    page.context.grant_permissions(["camera"])
    take_in(page, papers(without=[recorded.APPLICATION]))
    desk.read()
    expect(page.locator(".verdict")).to_contain_text("还缺 1 项")
    page.get_by_role("button", name="高拍仪").press("Enter")
    finder = page.get_by_role("region", name="高拍仪")
    expect(finder.get_by_role("button", name="拍下")).to_be_focused()
    page.keyboard.press("Enter")
    expect(finder.get_by_role("button", name="收入")).to_be_focused()
    page.wait_for_function(SEEN, arg=finder.get_by_alt_text("刚拍下的一页").element_handle())
    assert accessibility(page) == []
    finder.get_by_role("button", name="重拍").press("Enter")
    expect(finder.get_by_role("button", name="拍下")).to_be_focused()
    expect(page.locator("[data-chosen] li")).to_have_count(0)
    for count in (1, 2):
        page.keyboard.press("Enter")
        expect(finder.get_by_role("button", name="收入")).to_be_focused()
        page.keyboard.press("Enter")
        expect(finder.get_by_role("status")).to_contain_text(f"已收入 {count} 页")
        expect(page.locator("[data-chosen] li")).to_have_count(count)
    page.keyboard.press("Escape")
    expect(finder).to_be_hidden()
    assert not page.evaluate(LIVE)
    before = page.locator(".pages li").count()
    page.get_by_role("button", name="补交材料").click()
    expect(page.locator(".verdict")).to_contain_text("正在识别")
    desk.read()
    expect(page.locator(".pages li")).to_have_count(before + 2)
    expect(page.locator(".pages li").last).to_contain_text("高拍-")


def test_a_camera_that_may_not_be_used_is_told_calmly_and_files_still_can(desk):
    page = desk.sign_in("counter")
    page.get_by_role("button", name="高拍仪").click()
    finder = page.get_by_role("region", name="高拍仪")
    expect(finder.get_by_role("status")).to_contain_text("未获准使用高拍仪")
    expect(finder.get_by_role("button", name="拍下")).to_be_disabled()
    expect(finder.get_by_role("button", name="关闭")).to_be_focused()
    assert accessibility(page) == []
    finder.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("button", name="高拍仪")).to_be_focused()
    take_in(page, papers())
