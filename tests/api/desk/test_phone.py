"""The citizen's phone: one code, one phone, one case, for a short while."""

import logging
import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from api.store import cases, phones, retention
from api.store.columns import now
from api.store.tables_desk import PhoneLink
from api.store.viewer import SYSTEM
from tests.api import recorded
from tests.api.desk.browsing import accessibility, papers, photograph
from tests.api.desk.test_counter import take_in
from tests.api.office import open_office, submit

HANDSET = {"width": 390, "height": 780}
OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


@pytest.fixture
def office(tmp_path):
    with open_office(tmp_path / "data") as opened:
        yield opened


def incomplete(office):
    """Return a case that lacks its application."""
    sent = {k: v for k, v in recorded.papers().items() if k != recorded.APPLICATION}
    answer = submit(office.tenant(), sent)
    office.work()
    return answer.json()["cases"][0]


def token_for(office, case):
    """Make a link; return the token of its code."""
    with office.service.database.write() as session:
        return phones.make(session, SYSTEM, cases.locked(session, case))


def opened(office, token):
    """Return a phone that has opened a link, and the answer it had."""
    phone = office.client(OWN)
    return phone, phone.post("/desk/phone/open", data={"token": token}, follow_redirects=False)


def send(phone, shot=None, **headers):
    shot = shot or photograph()
    files = [("files", (shot["name"], shot["buffer"], shot["mimeType"]))]
    data = {"key": uuid4().hex}
    return phone.post("/desk/phone/pages", files=files, data=data, headers=headers)


def test_a_phone_sends_into_its_case_and_sees_nothing_else(office):
    case, other = incomplete(office), incomplete(office)
    phone, answer = opened(office, token_for(office, case))
    assert answer.status_code == 303
    assert send(phone).json()["sent"] == 1
    office.work()
    auditor = office.staff("auditor")
    assert auditor.get(f"/v1/cases/{case}").json()["decision"] == "complete"
    assert auditor.get(f"/v1/cases/{other}").json()["decision"] == "incomplete"
    assert "办事人手机" in auditor.get(f"/desk/cases/{case}/record").text
    shown = phone.get("/desk/phone", headers={"Accept": "text/html"}).text
    assert not any(word in shown for word in (recorded.claim()["employee"]["name"], other))
    for path in (f"/v1/cases/{case}", f"/desk/cases/{case}", f"/v1/cases/{case}/pages/1/image"):
        assert phone.get(path).status_code == 401


def test_a_code_is_spent_by_the_first_phone_that_opens_it(office):
    token = token_for(office, incomplete(office))
    first, _ = opened(office, token)
    second, refused = opened(office, token)
    assert refused.status_code == 410
    assert send(second).status_code == 401
    again = first.post("/desk/phone/open", data={"token": token}, follow_redirects=False)
    assert again.status_code == 303
    assert send(first).status_code == 202


def run_out(office, case):
    with office.service.database.write() as session:
        session.query(PhoneLink).update({"until": now() - timedelta(seconds=1)})


def revoke(office, case):
    office.staff("counter").post(f"/desk/cases/{case}/phone/revoke")


def make_another(office, case):
    token_for(office, case)


@pytest.mark.parametrize("end", [run_out, revoke, make_another])
def test_a_link_that_has_ended_opens_nothing_and_takes_nothing(office, end):
    case = incomplete(office)
    early, _ = opened(office, token_for(office, case))
    assert send(early).status_code == 202
    end(office, case)
    assert send(early).status_code == 401
    assert 'id="shoot"' not in early.get("/desk/phone").text
    unopened = token_for(office, case)
    end(office, case)
    _, refused = opened(office, unopened)
    assert refused.status_code == 410


def test_a_complete_case_takes_nothing_and_gives_no_link(office):
    case = incomplete(office)
    phone, _ = opened(office, token_for(office, case))
    send(phone)
    office.work()
    assert send(phone).status_code == 409
    assert office.staff("counter").post(f"/desk/cases/{case}/phone").status_code == 409


def test_another_site_cannot_send_with_a_phones_cookie(office):
    phone, _ = opened(office, token_for(office, incomplete(office)))
    assert send(phone, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_link_takes_so_many_files_and_pictures_of_one_name_stay_apart(office, monkeypatch):
    case = incomplete(office)
    phone, _ = opened(office, token_for(office, case))
    contract = next(name for name in recorded.papers() if "合同" in name)
    assert send(phone, photograph(contract)).json()["sent"] == 1
    assert send(phone).json()["sent"] == 2
    office.work()
    told = office.staff("auditor").get(f"/v1/cases/{case}").json()
    assert told["decision"] == "complete"
    assert len({page["file"] for page in told["pages"]}) == len(recorded.papers()) + 1
    monkeypatch.setattr(phones, "MOST_FILES", 2)
    assert send(phone).status_code == 413


def test_no_token_and_no_secret_comes_into_the_log_or_the_store(office, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    token = token_for(office, incomplete(office))
    phone, answer = opened(office, token)
    send(phone)
    secret = re.search("intake_phone=([^;]+)", answer.headers["set-cookie"])[1]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("intake.db*"))
    for told in (token, secret):
        assert told not in caplog.text
        assert told.encode() not in stored


def test_a_purge_takes_the_links_of_a_case_along(office):
    case = incomplete(office)
    token_for(office, case)
    assert retention.purge(office.service.database, now() + timedelta(days=1)) == 1
    with office.service.database.read() as session:
        assert session.query(PhoneLink).count() == 0


def test_a_phone_scans_the_code_photographs_and_the_window_shows_it_come(desk):
    page = desk.sign_in("counter")
    take_in(page, papers(without=[recorded.APPLICATION]))
    desk.read()
    page.get_by_role("button", name="手机扫码").click()
    code = page.locator(".qr svg")
    expect(code).to_be_visible()
    assert accessibility(page) == []
    phone = desk.window(size=HANDSET)
    phone.goto(scanned(code))
    phone.wait_for_url("**/desk/phone")
    expect(phone.get_by_role("heading", name="拍下材料")).to_be_visible()
    expect(page.locator("#phone")).to_contain_text("手机已连接")
    expect(code).to_have_count(0)
    assert accessibility(phone) == []
    phone.locator("#camera").set_input_files([photograph()])
    phone.locator("#camera").set_input_files([photograph()])
    expect(phone.locator(".shots img")).to_have_count(2)
    phone.get_by_role("button", name="去掉第 2 页").click()
    expect(phone.locator(".shots img")).to_have_count(1)
    assert accessibility(phone) == []
    phone.get_by_role("button", name="送到柜台").click()
    expect(phone.locator("[data-told]")).to_have_text("已送到柜台：共 1 页")
    expect(page.locator("#phone")).to_contain_text("已送 1 页")
    expect(page.locator(".verdict")).to_contain_text("正在识别")
    desk.read()
    expect(page.locator(".verdict")).to_contain_text("材料齐全")


def scanned(code):
    """Return the address that a camera reads in a code on the screen."""
    with Image.open(BytesIO(code.screenshot())) as shot:
        seen = np.asarray(shot.convert("L"))
    address, _, _ = cv2.QRCodeDetector().detectAndDecode(seen)
    return address
