"""A counter's folder: everything whole is taken once, nothing is lost, whatever happens between."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from typer.testing import CliRunner

from api import watch as module
from api.cli import app
from api.folder import Folder
from api.problems import Problem
from api.settings import Settings
from api.store.database import Database
from api.store.idempotency import forget
from api.store.tables import Case, File, Submission
from api.store.viewer import Role, Viewer
from api.watch import Watch, copied, watcher
from api.work.leases import Leases
from api.work.review import may_decide
from tests.api import recorded

SETTLE = 5.0


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def scanner(tmp_path):
    place = tmp_path / "scanner"
    place.mkdir()
    return place


@pytest.fixture
def watching(office, scanner):
    return Watch(office.service, Folder(scanner, SETTLE), watcher("一号窗口"), Clock())


def paper(text="x"):
    """Return a small PDF that no other call returns."""
    return f"%PDF-1.7\n% {text}\n".encode() + recorded.blank_pdf()


def wait(watching, seconds=SETTLE):
    """Look, let time pass, look again; return what was taken."""
    taken = watching.look()
    watching.clock.now += seconds
    return taken + watching.look()


def again(watching):
    """Return a watch that knows nothing any more: the program was started anew."""
    folder = Folder(watching.folder.path, SETTLE)
    return Watch(watching.service, folder, watching.viewer, watching.clock)


def count(office, table=Submission):
    with office.service.database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def names(place):
    return sorted(path.name for path in place.iterdir() if path.is_file())


def test_a_file_becomes_a_case_and_is_read(office, watching, scanner):
    content = paper()
    (scanner / "扫描1.pdf").write_bytes(content)
    (taken,) = wait(watching)
    assert names(scanner) == []
    assert (scanner / "done" / "扫描1.pdf").read_bytes() == content
    office.work()
    with office.service.database.read() as session:
        found = session.get_one(Submission, taken.submission)
        (file,) = session.scalars(select(File))
        clerk = Viewer("clerk", roles=frozenset({Role.COUNTER}))
        assert may_decide(session, clerk, session.scalars(select(Case)).one())
    assert (found.way, found.received_by, found.state) == ("folder", "folder:一号窗口", "decided")
    assert file.name == "扫描1.pdf"
    clerk = office.staff("counter")
    assert clerk.get(f"/v1/submissions/{taken.submission}").status_code == 200


def test_what_still_changes_is_left_alone(office, watching, scanner):
    place = scanner / "slow.pdf"
    for length in (10, 200, 300):
        place.write_bytes(paper()[:length])
        assert wait(watching, SETTLE - 0.1) == []
    place.write_bytes(paper())
    assert len(wait(watching)) == 1
    assert count(office) == 1


def test_what_has_no_end_yet_is_waited_for_longer_and_taken_at_last(watching, scanner):
    (scanner / "cut.pdf").write_bytes(paper()[:100])
    assert wait(watching, 2 * SETTLE) == []
    assert len(wait(watching, 12 * SETTLE)) == 1


def test_a_file_written_to_while_it_is_copied_is_not_taken(scanner):
    place = scanner / "a.pdf"
    place.write_bytes(paper())
    folder = Folder(scanner, SETTLE)
    folder.settled(0.0)
    (found,) = folder.settled(SETTLE)
    with place.open("ab") as file:
        file.write(b"more")
    with (scanner / "copy").open("wb") as copy, pytest.raises(module.Changed):
        copied(found, copy)


def test_a_crash_between_submitting_and_moving_doubles_nothing(office, watching, scanner):
    (scanner / "a.pdf").write_bytes(paper())
    watching.folder.done = crash
    with pytest.raises(KeyboardInterrupt):
        wait(watching)
    assert names(scanner) == ["a.pdf"]
    (taken,) = wait(again(watching))
    assert taken.known
    assert names(scanner / "done") == ["a.pdf"]
    assert count(office) == 1


def test_not_even_when_the_key_is_forgotten_meanwhile(office, watching, scanner):
    (scanner / "a.pdf").write_bytes(paper())
    watching.folder.done = crash
    with pytest.raises(KeyboardInterrupt):
        wait(watching)
    with office.service.database.write() as session:
        assert forget(session, 0) == 1
    (taken,) = wait(again(watching))
    assert taken.known
    assert count(office) == 1


def test_a_crash_before_the_commit_loses_nothing(office, watching, scanner, monkeypatch):
    (scanner / "a.pdf").write_bytes(paper())
    monkeypatch.setattr(module.intake, "receive", crash)
    with pytest.raises(KeyboardInterrupt):
        wait(watching)
    monkeypatch.undo()
    (taken,) = wait(again(watching))
    assert not taken.known
    assert count(office) == 1


def crash(*_):
    raise KeyboardInterrupt


def test_the_same_content_is_taken_once_under_whatever_name(office, watching, scanner):
    (scanner / "a.pdf").write_bytes(paper())
    first = wait(watching)
    (scanner / "b.pdf").write_bytes(paper())
    (scanner / "a.pdf").write_bytes(paper())
    second = wait(watching)
    assert [taken.known for taken in first + second] == [False, True, True]
    assert {taken.submission for taken in first + second} == {first[0].submission}
    assert names(scanner / "done") == ["a (2).pdf", "a.pdf", "b.pdf"]
    assert count(office, Case) == 1


@pytest.mark.parametrize("content", [b"\x7fELF" + bytes(range(200)), b""])
def test_what_cannot_be_taken_lies_in_failed_with_the_reason(office, watching, scanner, content):
    (scanner / "odd.bin").write_bytes(content)
    (taken,) = wait(watching, 12 * SETTLE)
    assert taken.refused == "unusable_file"
    assert (scanner / "failed" / "odd.bin").read_bytes() == content
    reason = (scanner / "failed" / "odd.bin.reason.txt").read_text(encoding="utf-8")
    assert "文件不可用" in reason
    assert "unusable_file" in reason
    assert count(office) == 0


def test_a_file_larger_than_allowed_is_refused(watching, scanner):
    settings = watching.service.settings
    small = Watch(
        service_with(watching.service, settings.model_copy(update={"body": 1})),
        watching.folder, watching.viewer, watching.clock,
    )  # fmt: skip
    (scanner / "big.pdf").write_bytes(paper() + bytes(1 << 20) + b"%%EOF")
    assert [taken.refused for taken in wait(small)] == ["too_large"]


def service_with(service, settings):
    return replace(service, settings=settings)


@pytest.mark.parametrize("error", [OSError("share away"), Problem("disk_full")])
def test_what_fails_in_passing_stays_and_is_taken_later(watching, scanner, monkeypatch, error):
    def fails(*_):
        raise error

    (scanner / "a.pdf").write_bytes(paper())
    monkeypatch.setattr(module.intake, "receive", fails)
    assert wait(watching) == []
    assert names(scanner) == ["a.pdf"]
    monkeypatch.undo()
    assert watching.look() == []
    watching.clock.now += module.AGAIN_SECONDS
    assert len(watching.look()) == 1


def test_a_share_that_is_away_is_looked_at_again(watching, scanner):
    away = scanner.with_name("away")
    scanner.rename(away)
    assert watching.look() == []
    away.rename(scanner)
    (scanner / "a.pdf").write_bytes(paper())
    assert len(wait(watching)) == 1


def test_files_of_programs_and_links_are_not_papers(watching, scanner, tmp_path):
    for name in (".hidden.pdf", "~$a.docx", "a.pdf.part", "b.TMP", "Thumbs.db", "desktop.ini"):
        (scanner / name).write_bytes(paper())
    secret = tmp_path / "elsewhere.pdf"
    secret.write_bytes(paper())
    (scanner / "link.pdf").symlink_to(secret)
    os.mkfifo(scanner / "pipe.pdf")
    assert wait(watching, 20 * SETTLE) == []
    assert secret.exists()


def test_a_name_that_no_database_can_hold_is_taken_all_the_same(office, watching, scanner):
    os.close(os.open(os.fsencode(scanner) + b"/\xff\xfe.pdf", os.O_CREAT | os.O_WRONLY))
    for path in scanner.glob("*.pdf"):
        path.write_bytes(paper())
    assert len(wait(watching)) == 1
    assert count(office) == 1


def test_what_is_scanned_at_the_counter_goes_before_what_employers_send(office, watching, scanner):
    (scanner / "a.pdf").write_bytes(paper())
    wait(watching)
    assert [job.priority for job in office.queue.jobs] == [1]


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["write", "grow", "look", "restart"]), st.floats(0, 10)),
        max_size=30,
    )
)
def test_a_file_is_settled_only_if_it_did_not_change_for_the_time(tmp_path_factory, steps):
    place = tmp_path_factory.mktemp("folder")
    folder, now, changed = Folder(place, SETTLE), 0.0, None
    for number, (step, pause) in enumerate(steps, 1):
        now += pause
        if step in ("write", "grow"):
            with (place / "a.txt").open("ab" if step == "grow" else "wb") as file:
                file.write(b"some text\n")
            os.utime(place / "a.txt", ns=(number, number))  # clocks of file systems are coarse
            changed = now
        elif step == "restart":
            folder = Folder(place, SETTLE)
        for _ in folder.settled(now):
            assert changed is not None
            assert now - changed >= SETTLE


def test_the_command_wants_a_counter_and_a_folder_of_its_own(tmp_path, scanner, monkeypatch):
    monkeypatch.setenv("INTAKE_DATA", str(tmp_path / "data"))
    assert CliRunner().invoke(app, ["watch", str(scanner), "--counter", " "]).exit_code == 2
    database = Database(Settings().database_url)
    place = f"folder:{socket.gethostname()}:{scanner.resolve()}"
    lease = Leases(database, Settings().data).take(place)
    # A process of its own: the command sets up the logs of the process that it runs in.
    answer = subprocess.run(
        [sys.executable, "-m", "api.cli", "watch", scanner, "--counter", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lease.release()
    database.close()
    assert answer.returncode == 2
    assert "another program watches it" in answer.stderr
