"""One payroll sheet, many employees: read once, one case each, one result list."""

import json
from io import BytesIO

import openpyxl

from tests.api import recorded
from tests.api.office import submit


def claims(count):
    """Return the claim of the papers' employee among others whose names stand on no paper."""
    mine = recorded.claim()
    other = [
        {**mine, "employee": {"name": f"旁人{number}", "id_number": None}}
        for number in range(1, count)
    ]
    return [mine, *other]


def bring(office, employer, count=3):
    receipt = submit(employer, claims=json.dumps(claims(count))).json()
    office.work()
    return receipt


def test_papers_are_read_once_and_every_claim_is_a_case(office):
    employer = office.tenant()
    receipt = bring(office, employer)
    assert len(receipt["cases"]) == 3
    told = employer.get(receipt["location"]).json()
    assert told["pages"] == {"total": 5, "read": 5, "failed": 0}
    decisions = [case["decision"] for case in told["cases"]]
    assert decisions[0] == "complete"
    assert set(decisions[1:]) == {"incomplete"}
    assert told["state"] == "decided"


def test_the_result_list_has_everybody_in_the_order_of_the_claims(office):
    employer = office.tenant()
    receipt = bring(office, employer)
    told = employer.get(f"{receipt['location']}/results").json()
    assert [line["case"] for line in told["items"]] == receipt["cases"]
    first, second = told["items"][:2]
    assert (first["decision"], first["payable"], first["open"]) == ("complete", "3215.68", [])
    number = recorded.claim()["employee"]["id_number"]
    assert first["id_number"] == number[0] + "*" * 16 + number[-1]
    assert [line["name"] for line in told["items"][1:]] == ["旁人1", "旁人2"]
    assert second["decision"] == "incomplete"
    assert "EMPLOYEE_NOT_IN_VOUCHER" in {point["code"] for point in second["open"]}
    assert all(point["message"]["zh"] for point in second["open"])


def test_the_spreadsheet_says_the_same_and_computes_nothing(office):
    employer = office.tenant()
    evil = recorded.claim() | {"employee": {"name": '=HYPERLINK("http://x","y")'}}
    receipt = submit(employer, claims=json.dumps([recorded.claim(), evil])).json()
    office.work()
    answer = employer.get(f"{receipt['location']}/results.xlsx")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sheet.cell(2, 2).value == receipt["cases"][0]
    assert sheet.cell(2, 9).value == 3215.68
    assert sheet.cell(3, 3).value == evil["employee"]["name"]
    assert recorded.claim()["employee"]["id_number"] not in {cell.value for cell in cells}


def test_a_case_of_a_batch_gets_papers_of_its_own(office):
    employer = office.tenant()
    papers = recorded.papers()
    last = papers.pop(recorded.APPLICATION)
    receipt = submit(employer, papers, claims=json.dumps(claims(2))).json()
    office.work()
    mine, other = receipt["cases"]
    employer.post(
        f"/v1/cases/{mine}/papers",
        files=[("files", (recorded.APPLICATION, last))],
        headers={"Idempotency-Key": "more"},
    )
    office.work()
    assert len(employer.get(f"/v1/cases/{mine}/pages").json()["items"]) == 5
    assert len(employer.get(f"/v1/cases/{other}/pages").json()["items"]) == 4
    assert employer.get(f"/v1/cases/{mine}/status").json()["decision"] == "complete"
    assert employer.get(f"/v1/cases/{other}/status").json()["revision"] == 1
