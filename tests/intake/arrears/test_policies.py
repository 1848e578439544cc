"""Policy files: the shipped ones are whole, a wrong one is refused by line and reason."""

from decimal import Decimal
from pathlib import Path

import pytest

from intake.arrears.calculator import compute_statement
from intake.arrears.policies import SHIPPED, list_regions, load_policy
from intake.errors import PolicyError, UnknownRegion, WrongPolicyFile
from models.policy import PolicyTables
from tests.intake.arrears.claims import claim, policy

WRONG = Path(__file__).parent / "wrong"
"""One file per kind of mistake; its first lines say what the loader has to say."""

REGIONS = ("beijing", "guangzhou", "hangzhou", "national", "shanghai", "shenzhen", "zhejiang")

EMPTY_NATIONALLY = {
    "base_limits",
    "average_wage",
    "rate_components",
    "late_fee_transition",
    "local_interest",
    "working_calendar",
    "trusted_signers",
}
"""Published place by place, or nowhere yet."""


@pytest.mark.parametrize("path", sorted(WRONG.glob("*.toml")), ids=lambda path: path.stem)
def test_a_wrong_file_is_refused_with_line_and_reason(path):
    text = path.read_text(encoding="utf-8")
    expected = [line[2:] for line in text.splitlines() if line.startswith("# line")]
    with pytest.raises(WrongPolicyFile) as caught:
        load_policy(path.stem, WRONG)
    found = [f"line {line}: {reason}" for line, reason in caught.value.complaints]
    assert len(found) == len(expected) > 0
    for complaint, beginning in zip(found, expected, strict=True):
        assert complaint.startswith(beginning)
    assert all(f"{path.name}, {complaint}" in str(caught.value) for complaint in found)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "bytes.toml").write_bytes(b'region = "bytes"\nname = "\xff"\n')
    with pytest.raises(WrongPolicyFile, match=r"bytes.toml, line 2: not UTF-8"):
        load_policy("bytes", tmp_path)


@pytest.mark.parametrize("region", ["atlantis", "", "../national", "Beijing", "/etc/passwd", "a.b"])
def test_an_unknown_region_is_named_and_the_known_ones_are_listed(region):
    with pytest.raises(UnknownRegion, match="beijing, guangzhou") as caught:
        load_policy(region)
    assert repr(region) in str(caught.value)
    assert isinstance(caught.value, PolicyError)


def test_the_shipped_regions_are_listed_and_load():
    assert list_regions() == REGIONS
    for region in REGIONS:
        assert load_policy(region).region == region


@pytest.mark.parametrize("region", REGIONS)
def test_every_shipped_row_has_a_source_and_a_grade(region):
    tables = policy(region).tables
    rows = [row for name in PolicyTables.model_fields for row in getattr(tables, name)]
    assert all(row.source.strip() and row.grade in "ABCG" for row in rows)
    text = (SHIPPED / f"{region}.toml").read_text(encoding="utf-8")
    tables_written = text.count("\n[[")
    assert text.count("\nsource = ") == text.count("\ngrade = ") == tables_written


def test_every_open_point_has_a_row_nationally_or_is_published_place_by_place():
    tables = policy("national").tables
    empty = {name for name in PolicyTables.model_fields if not getattr(tables, name)}
    assert empty == EMPTY_NATIONALLY


@pytest.mark.parametrize("region", REGIONS)
def test_shipped_regions_use_the_default_list_with_no_limit_and_any_reason(region):
    shipped = policy(region)
    assert [str(line.document) for line in shipped.materials] == [
        "payroll_voucher",
        "labor_contract",
        "application",
    ]
    voucher = shipped.materials[0]
    assert ({*voucher.seals}, {*voucher.signers}) == ({"financial", "official"}, {"employee"})
    assert shipped.look_back_months is None
    assert shipped.accepted_reasons is None
    assert shipped.seal_picture == "doubtful"
    source = shipped.tables.base_source[0].value
    assert source == "PERIOD_MONTH_WAGE"


@pytest.mark.parametrize("region", [region for region in REGIONS if region != "beijing"])
def test_where_no_start_rule_is_documented_the_general_one_is_graded_so(region):
    rule = policy(region).tables.accrual_start[0]
    assert (rule.value, rule.grade) == ("DAY1_OF_M+1", "G")


FOLDER_FILE = """
region = "{region}"
{extends}
name = {{ zh = "某地", en = "Somewhere" }}
version = "7"

[[cap]]
value = "PRINCIPAL"
grade = "A"
source = "本地文件"
"""


def test_a_regions_table_replaces_the_whole_table_it_extends(tmp_path):
    text = FOLDER_FILE.format(region="beijing", extends="")
    (tmp_path / "beijing.toml").write_text(text, encoding="utf-8")
    made = load_policy("beijing", tmp_path)
    assert [row.value for row in made.tables.cap] == ["PRINCIPAL"]
    assert made.tables.accrual_start == policy("national").tables.accrual_start
    assert made.tables.base_limits == ()


def test_a_folder_of_an_agency_is_looked_into_first_and_extends_what_ships(tmp_path):
    text = FOLDER_FILE.format(region="haidian", extends='extends = "beijing"')
    (tmp_path / "haidian.toml").write_text(text, encoding="utf-8")
    assert list_regions(tmp_path) == tuple(sorted((*REGIONS, "haidian")))
    made = claim({"2018-05": "8500.00"}, declared_on="2024-12-10", region="haidian")
    made = made.model_copy(
        update={"policy_overrides": {"base_limits": {"floor": "0", "ceiling": "90000"}}}
    )
    with pytest.raises(PolicyError, match="rate_components"):
        compute_statement(made, load_policy("haidian", tmp_path))
    made = claim({"2021-07": "8500.00"}, declared_on="2028-12-10", region="haidian")
    result = compute_statement(made, load_policy("haidian", tmp_path))
    assert result.totals.late_fee == result.totals.principal == Decimal("1006.00")
    assert (result.policy.region, result.policy.version) == ("haidian", "7")


def test_an_agencys_own_national_file_holds_for_its_regions(tmp_path):
    text = FOLDER_FILE.format(region="national", extends="")
    (tmp_path / "national.toml").write_text(text, encoding="utf-8")
    made = load_policy("beijing", tmp_path)
    assert made.tables.cap[0].value == "PRINCIPAL"
    assert made.tables.makeup_base == ()


def test_two_files_that_extend_one_another_are_refused(tmp_path):
    for one, other in (("east", "west"), ("west", "east")):
        text = FOLDER_FILE.format(region=one, extends=f'extends = "{other}"')
        (tmp_path / f"{one}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongPolicyFile, match="line 3: extends: east extends this file"):
        load_policy("east", tmp_path)


def test_money_in_a_policy_file_keeps_its_digits():
    rate = policy("beijing").tables.rate_components[1].rate
    assert rate == Decimal("0.098")
    assert str(rate) == "0.098"


def test_superseded_rows_stay():
    limits = policy("beijing").tables.base_limits
    assert (limits[0].since.year, limits[-1].since.year) == (2015, 2025)
    rates = [str(row.rate) for row in policy("beijing").tables.rate_components][:2]
    assert rates == ["0.108", "0.098"]
