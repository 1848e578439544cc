"""A whole installation as real processes, to be killed at will."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from tests.api.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


@dataclass
class Site:
    """`intake serve` and its children; `database` is an address, or empty for SQLite."""

    folder: Path
    database: str = ""
    workers: int = 2
    machine: str = "here"
    settings: dict = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        return {
            **os.environ,
            "INTAKE_DATA": str(self.folder),
            "INTAKE_DATABASE": self.database,
            "INTAKE_PORT": str(self.port),
            "INTAKE_WORKERS": str(self.workers),
            "INTAKE_SERVERS": "1",
            "INTAKE_MACHINE": self.machine,
            "INTAKE_PAGE_WORK": "tests.api.recorded:page_work",
            "INTAKE_LOG": "text",
            "INTAKE_DUPLICATES": "false",  # one recorded case is sent many times
            "PYTHONPATH": str(ROOT),
            # Children start often: compiled modules are kept for them.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.folder.parent / "pycache"),
            **{f"INTAKE_{name.upper()}": str(value) for name, value in self.settings.items()},
        }

    def intake(self, *arguments):
        """Run the command line; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments],
            env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip()

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve"],
                env=self.environment, cwd=ROOT, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_ready(self):
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(httpx2.HTTPError):
                if httpx2.get(f"{self.url}/readyz", timeout=20).status_code == 200:
                    return
            time.sleep(0.2)
        self.stop()
        raise TimeoutError((self.folder / "log").read_text(encoding="utf-8")[-3000:])

    def wait_until_answering(self, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(httpx2.HTTPError):
                httpx2.get(f"{self.url}/healthz", timeout=5)
                return
            time.sleep(0.05)

    def children(self, what):
        """Return the process ids of our children that run `api` or `worker`."""
        module = {"api": "api.serve", "worker": "api.work.worker"}[what]
        return [pid for pid in children_of(self.process.pid) if module in command_of(pid)]

    def kill(self, what, choice=0):
        """Kill -9 the API, a worker or the supervisor; return the names of the dead."""
        if what == "supervisor":
            workers = [self.name_of(pid) for pid in self.children("worker")]
            self.process.kill()
            self.process.wait()
            return ["supervisor", *workers]
        found = self.children(what)
        if not found:
            return []
        pid = found[choice % len(found)]
        name = self.name_of(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return [name]

    def name_of(self, pid):
        """Return the name under which a worker works; of another process, its last argument."""
        parts = [part for part in command_of(pid) if part]
        return f"{self.machine}:{parts[-1] if parts else ''}"

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(90)

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8")


def children_of(pid):
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []
