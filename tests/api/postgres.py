"""A PostgreSQL of our own: on loopback, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_USER = "postgres"
"""The server refuses to run as root; Debian's package makes this account."""


def binaries():
    """Return Debian's folder of server programs, the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    return found[-1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    folder: Path
    port: int
    user: str | None
    process: subprocess.Popen | None = None

    def start(self):
        self.process = self._run_in_background(
            "postgres", "-D", self.folder, "-p", str(self.port), "-k", self.folder,
            "-h", "127.0.0.1", "-c", "max_connections=200",
        )  # fmt: skip
        until = time.monotonic() + 60
        while self.psql("postgres", "SELECT 1", check=False).returncode:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)

    def crash(self):
        """End the server as a power cut would."""
        os.kill(self.process.pid, 9)
        self.process.wait()
        # Backends notice the loss of their postmaster by themselves, within moments.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(1)

    def stop(self):
        if self.process is not None:
            self.process.send_signal(2)
            self.process.wait(60)

    def database(self, name):
        """Make an empty database; return its address."""
        self.psql("postgres", f'CREATE DATABASE "{name}"')
        return f"postgresql://intake@127.0.0.1:{self.port}/{name}"

    def psql(self, database, statement, *, check=True):
        command = ["psql", "-h", "127.0.0.1", "-p", self.port, "-U", "intake", "-d", database]
        return self._run(*command, "-c", statement, check=check)

    def _run(self, program, *arguments, check=True):
        return subprocess.run(
            [binaries() / program, *(str(item) for item in arguments)],
            user=self.user, check=check, capture_output=True, cwd=self.folder,
        )  # fmt: skip

    def _run_in_background(self, program, *arguments):
        return subprocess.Popen(
            [binaries() / program, *(str(item) for item in arguments)],
            user=self.user, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def running():
    """Yield a server that has just been made."""
    user = SERVER_USER if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="intake-pg-"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Server(folder, free_port(), user)
    server._run(  # noqa: SLF001
        "initdb", "-D", folder, "-U", "intake", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
