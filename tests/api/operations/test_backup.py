"""A backup holds one state of everything, and comes back as it was."""

import shutil
import threading

import pytest
from sqlalchemy import delete, select
from typer.testing import CliRunner

from api.cli import app
from api.operations import manifest
from api.operations.backup import back_up, names
from api.operations.refusal import Refused
from api.operations.restore import restore
from api.settings import Settings
from api.store import audit
from api.store.database import Database
from api.store.open_blobs import open_blobs, vault_of
from api.store.tables import Case, File, Picture
from tests.api import postgres, recorded
from tests.api.office import open_office, submit


def key_to(office, place):
    """Carry the key over, as an agency does by hand."""
    (place / "keys").mkdir(parents=True)
    shutil.copy(office.service.settings.data / "keys" / "blobs.key", place / "keys")


def files_of(folder):
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def restored_at(place):
    settings = Settings(data=place)
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            return set(session.scalars(select(Case.id))), set(names(session))
    finally:
        database.close()


def test_what_was_accepted_before_a_backup_is_in_it_though_more_keeps_coming(office, tmp_path):
    employer, target, place = office.tenant(), tmp_path / "backup", tmp_path / "elsewhere"
    before = [submit(employer).json()["cases"][0] for _ in range(2)]
    office.work()
    stop, accepted = threading.Event(), []

    def keep_sending():
        while not stop.is_set():
            number = len(accepted)
            papers = {f"{number}.pdf": recorded.blank_pdf() + b"\n%%%d" % number}
            accepted.append(submit(employer, papers).status_code)

    sender = threading.Thread(target=keep_sending)
    sender.start()
    try:
        first = back_up(office.service.settings, target)
        second = back_up(office.service.settings, target)
    finally:
        stop.set()
        sender.join()
    assert set(accepted) == {202}
    assert first.missing == second.missing == ()
    assert second.files >= first.files > 0
    key_to(office, place)
    done = restore(Settings(data=place), target)
    assert done.whole
    assert done.files == second.files
    cases, named = restored_at(place)
    assert set(before) <= cases
    blobs = open_blobs(Settings(data=place))
    assert all(blobs.read(sha256) for sha256 in named)
    assert done.trail.rows == second.audit_rows


def test_a_backup_is_sealed_and_holds_no_key(office, tmp_path):
    submit(office.tenant())
    back_up(office.service.settings, tmp_path / "backup")
    number = recorded.claim()["employee"]["id_number"].encode()
    key = (office.service.settings.data / "keys" / "blobs.key").read_bytes().strip()
    for path in [*files_of(tmp_path / "backup"), tmp_path / "backup" / manifest.NAME]:
        content = path.read_bytes()
        assert b"%PDF" not in content
        assert b"SQLite format" not in content
        assert number not in content
        assert key not in content


def test_what_is_purged_leaves_the_backup_with_the_next_one(office, tmp_path):
    case = submit(office.tenant()).json()["cases"][0]
    office.work()
    office.tenant().get(f"/v1/cases/{case}/pages/1/image")
    first = back_up(office.service.settings, tmp_path / "backup")
    with office.service.database.write() as session:
        session.execute(delete(Picture))
    second = back_up(office.service.settings, tmp_path / "backup")
    assert second.files == first.files - 1
    assert len(files_of(tmp_path / "backup")) == second.files + 2


@pytest.fixture
def backed_up(office, tmp_path):
    submit(office.tenant())
    back_up(office.service.settings, tmp_path / "backup")
    return tmp_path / "backup"


def test_a_place_that_is_not_empty_is_refused_and_left_alone(office, backed_up, tmp_path):
    place = tmp_path / "elsewhere"
    key_to(office, place)
    (place / "intake.db").write_bytes(b"mine")
    with pytest.raises(Refused, match="只恢复到空处"):
        restore(Settings(data=place), backed_up)
    assert (place / "intake.db").read_bytes() == b"mine"
    assert not (place / "blobs").exists()


def test_without_the_key_or_with_another_nothing_is_restored(office, backed_up, tmp_path):
    place = tmp_path / "elsewhere"
    with pytest.raises(Refused, match="密钥"):
        restore(Settings(data=place), backed_up)
    (place / "keys").mkdir(parents=True)
    (place / "keys" / "blobs.key").write_text("ab" * 32, encoding="ascii")
    with pytest.raises(Refused, match="密钥不是这个备份的"):
        restore(Settings(data=place), backed_up)
    assert not (place / "intake.db").exists()


def test_a_backup_that_was_never_finished_or_is_none_is_refused(office, backed_up, tmp_path):
    with pytest.raises(Refused, match="不是备份"):
        restore(Settings(data=tmp_path / "elsewhere"), tmp_path)
    made = manifest.read(backed_up)
    manifest.write(backed_up, made.model_copy(update={"snapshot": None}))
    with pytest.raises(Refused, match="没有做完"):
        restore(Settings(data=tmp_path / "elsewhere"), backed_up)


def test_a_backup_goes_neither_into_the_data_folder_nor_over_something_else(office, tmp_path):
    data, other = office.service.settings.data, tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"x")
    for place in (data, data / "backup", data.parent, other):
        with pytest.raises(Refused):
            back_up(office.service.settings, place)
    assert [path.name for path in other.iterdir()] == ["cat.jpg"]


def test_where_nothing_is_installed_nothing_is_backed_up_or_made(tmp_path):
    with pytest.raises(Refused, match="没有数据"):
        back_up(Settings(data=tmp_path / "nothing"), tmp_path / "backup")
    assert not (tmp_path / "nothing" / "intake.db").exists()
    assert not (tmp_path / "nothing" / "keys").exists()


def test_a_file_that_the_store_has_lost_is_named_and_the_rest_is_saved(
    office, tmp_path, monkeypatch
):
    submit(office.tenant())
    with office.service.database.read() as session:
        lost = session.scalars(select(File.sha256)).first()
    office.service.blobs.delete(lost)
    monkeypatch.setenv("INTAKE_DATA", str(office.service.settings.data))
    ran = CliRunner().invoke(app, ["backup", str(tmp_path / "backup")])
    assert ran.exit_code == 3
    assert lost in ran.output
    made = manifest.read(tmp_path / "backup")
    assert made.missing == (lost,)
    assert made.files > 0


def test_damage_to_a_backup_is_seen_when_it_is_restored(office, backed_up, tmp_path, monkeypatch):
    paper = spoiled(office, backed_up)
    place = tmp_path / "elsewhere"
    key_to(office, place)
    monkeypatch.setenv("INTAKE_DATA", str(place))
    ran = CliRunner().invoke(app, ["restore", str(backed_up)])
    assert ran.exit_code == 3
    assert paper in ran.output


def test_damage_to_a_backup_is_mended_by_a_later_one_that_reads_it(office, backed_up, tmp_path):
    spoiled(office, backed_up)
    place = tmp_path / "elsewhere"
    key_to(office, place)
    back_up(office.service.settings, backed_up, check=True)
    assert restore(Settings(data=place), backed_up).whole


def spoiled(office, folder):
    """Change a bit of a paper in a backup; return its hash."""
    with office.service.database.read() as session:
        paper = session.scalars(select(File.sha256)).first()
    name = vault_of(office.service.settings).name(paper)
    path = folder / "files" / name[:2] / name[2:]
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    return paper


def test_postgresql_is_backed_up_and_comes_back(tmp_path):
    with (
        postgres.running() as server,
        open_office(tmp_path / "data", database=server.database("one")) as office,
    ):
        case = submit(office.tenant()).json()["cases"][0]
        office.work()
        made = back_up(office.service.settings, tmp_path / "backup")
        key_to(office, tmp_path / "elsewhere")
        settings = Settings(data=tmp_path / "elsewhere", database=server.database("two"))
        done = restore(settings, tmp_path / "backup")
        assert done.whole
        assert done.files == made.files > 0
        with pytest.raises(Refused):
            restore(settings, tmp_path / "backup")
        restored = Database(settings.database_url)
        with restored.read() as session:
            assert session.get(Case, case).payable is not None
            acts = [row.act for row in audit.trail(session, "backup")]
        restored.close()
    assert acts == ["store.restore"]
