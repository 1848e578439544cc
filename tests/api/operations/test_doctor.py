"""The doctor says what is wrong, in both languages, and touches nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.operations import base, machine, place
from api.operations.doctor import examine, worst
from api.operations.finding import Grade, look, well
from api.settings import Settings
from api.store import audit, workers
from api.store.columns import now
from api.store.database import Database
from api.store.tables import Base
from api.store.vault import master_key
from api.store.viewer import SYSTEM

MOUNTS = """\
/dev/sda / ext4 rw 0 0
nas:/x /srv/intake nfs4 rw 0 0
/dev/sdb /srv/intake/fast\\040disk xfs rw 0 0
"""


def test_a_place_where_nothing_is_yet_is_looked_at_without_making_anything(tmp_path):
    settings = Settings(data=tmp_path / "nothing")
    found = {item.check: item.grade for item in examine(settings)}
    assert {found[name] for name in ("data", "key", "database", "workers")} == {Grade.LOOK}
    assert found["sqlite"] == found["cv2"] == Grade.OK
    assert not settings.data.exists()


@pytest.mark.parametrize(
    "check", [machine.python, machine.reader, machine.tesseract, machine.fonts, machine.cv2]
)
def test_what_the_project_prepares_for_itself_is_found_well(check, tmp_path):
    assert check(Settings(data=tmp_path)).grade == Grade.OK


def test_a_running_installation_is_found_well(office):
    workers.seen(office.service.database, "here:0")
    settings = office.service.settings
    assert base.database(settings).grade == Grade.OK
    assert base.seen_workers(settings).grade == Grade.OK
    assert base.clock(settings).grade == Grade.OK
    assert place.folder(settings).grade == Grade.OK


def test_a_database_of_another_form_is_wrong(tmp_path):
    settings = Settings(data=tmp_path)
    database = Database(settings.database_url)
    Base.metadata.create_all(database.engine)
    database.close()
    found = base.database(settings)
    assert found.grade == Grade.WRONG
    assert "intake migrate" in found.en


def test_a_database_that_does_not_answer_is_wrong_and_its_password_is_not_told(tmp_path):
    settings = Settings(data=tmp_path, database="postgresql://intake:geheim@127.0.0.1:1/none")
    found = examine(settings, (base.database, base.seen_workers, base.clock))
    assert found[0].grade == Grade.WRONG
    assert "geheim" not in str(found)


def test_a_clock_that_went_back_is_wrong(office, monkeypatch):
    later = now() + timedelta(hours=1)
    monkeypatch.setattr(audit, "now", lambda: later)
    with office.service.database.write() as session:
        audit.record(session, SYSTEM, "test", ("test", "clock"))
    assert base.clock(office.service.settings).grade == Grade.WRONG


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/intake/data", "nfs4"),
        ("/srv/intake/fast disk/data", "xfs"),
        ("/srv/intake-data", "ext4"),
    ],
)
def test_the_innermost_mount_tells_the_file_system(path, kind):
    assert place.filesystem_of(Path(path), MOUNTS) == kind


def test_sqlite_on_a_share_is_wrong_and_papers_on_one_are_worth_a_look(tmp_path):
    alone = Settings(data=tmp_path)
    shared = Settings(data=tmp_path, database="postgresql://db/intake")
    assert place.of_filesystem("nfs4", alone).grade == Grade.WRONG
    assert place.of_filesystem("nfs4", shared).grade == Grade.LOOK
    assert place.of_filesystem("ext4", alone).grade == Grade.OK


def test_a_key_that_is_lost_damaged_or_open_to_others_is_told(tmp_path):
    settings = Settings(data=tmp_path)
    assert place.key(settings).grade == Grade.LOOK
    (tmp_path / "blobs" / "ab").mkdir(parents=True)
    assert place.key(settings).grade == Grade.WRONG
    file = tmp_path / "keys" / "blobs.key"
    secret = master_key(file).hex()
    assert place.key(settings).grade == Grade.OK
    file.chmod(0o644)
    assert place.key(settings).grade == Grade.LOOK
    file.write_text("no key", encoding="ascii")
    found = place.key(settings)
    assert found.grade == Grade.WRONG
    assert secret not in str(found)


def test_too_little_space_is_wrong_before_it_is_none(tmp_path, monkeypatch):
    settings = Settings(data=tmp_path)
    for least, grade in ((0, Grade.OK), (1 << 60, Grade.WRONG)):
        monkeypatch.setattr(place, "LEAST_SPACE", least)
        assert place.disk(settings).grade == grade


def test_a_second_distribution_of_cv2_is_wrong():
    assert machine.of_distributions(["opencv-python"]).grade == Grade.OK
    for found in ([], ["opencv-python", "opencv-python-headless"]):
        assert machine.of_distributions(found).grade == Grade.WRONG


def test_an_sqlite_that_the_queue_cannot_use_is_wrong():
    assert base.of_sqlite((3, 40, 1), (3, 11)).grade == Grade.OK
    assert base.of_sqlite((3, 40, 1), (3, 12)).grade == Grade.WRONG
    assert base.of_sqlite((3, 34, 0), (3, 11)).grade == Grade.WRONG


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(tmp_path):
    def broken(_settings):
        raise RuntimeError("secret")

    found = examine(Settings(data=tmp_path), (broken, base.sqlite))
    assert [item.grade for item in found] == [Grade.WRONG, Grade.OK]
    assert "secret" not in str(found)


def test_the_worst_finding_counts():
    assert worst([well("a", "x"), look("b", "看", "look")]) == Grade.LOOK
    assert worst([]) == Grade.OK


def test_the_command_tells_programs_and_people_and_ends_by_the_worst(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_DATA", str(tmp_path))
    ran = CliRunner().invoke(app, ["doctor", "--json"])
    found = json.loads(ran.stdout)
    grades = {item["grade"] for item in found}
    assert ran.exit_code == (3 if "wrong" in grades else 4)
    assert all(item["zh"] and item["en"] for item in found)
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == ran.exit_code
    assert "首次启动" in told.stdout


def test_a_wrong_setting_is_named_and_not_a_traceback(monkeypatch):
    monkeypatch.setenv("INTAKE_WORKERS", "many")
    ran = CliRunner().invoke(app, ["doctor"])
    assert ran.exit_code == 2
    assert "INTAKE_WORKERS" in ran.output
