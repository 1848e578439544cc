"""
An installer for networks without internet: wheels, the system packages' names, checksums.

It is made where there is a network, by the very installation whose versions it copies, and used on
Debian (or a system with as new a C library) by `install.sh` in it.
"""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from api.operations.closure import ROOT, needed, normal
from api.operations.refusal import Refused

MACHINES = ("x86_64", "aarch64")
OLDEST, WIDEST, NEWEST = 5, 28, 36
"""Minor versions of the C library. Wheels that also run on 2.28 are preferred, which servers of
2018 and later have; where there is none, one for Debian 12 is taken."""
SYSTEM_PACKAGES = (
    "python3-venv",
    "libgl1",
    "libglib2.0-0",
    "libxcb1",
    "tesseract-ocr",
    "tesseract-ocr-eng",
    "tesseract-ocr-chi-sim",
    "fonts-noto-cjk",
)
"""Debian's names."""
INSTALL = """\
#!/bin/sh
# 离线安装 Installs Bujiao Intake without a network: sh install.sh [FOLDER]
# 先装系统软件包 first install what system-packages.txt names.
set -eu
cd "$(dirname "$0")"
target=${1:-/opt/intake}
sha256sum --quiet --check SHA256SUMS
python3 -c 'import sys; sys.exit(sys.version_info[:2] != PYTHON)' \\
  || { echo "Python VERSION is needed" >&2; exit 1; }
python3 -m venv "$target"
"$target/bin/pip" install --no-index --no-deps --require-hashes \\
  --find-links wheels --requirement requirements.txt
"$target/bin/python" -m compileall -q "$target/lib"
"$target/bin/intake" doctor || true
echo "$target/bin/intake"
"""

Run = Callable[[Sequence[str]], None]


def run_pip(arguments: Sequence[str]) -> None:
    """Run pip; raise Refused where it fails, it has told why."""
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], check=False)  # noqa: S603 — ours
    if done.returncode:
        raise Refused("pip 未能完成，原因见上", "pip failed, its reason is above")


def bundle(target: Path, project: Path, machines: Sequence[str], run: Run = run_pip) -> int:
    """
    Write the installer into a folder that is not there yet; return how many wheels it holds.

    `project` is the folder with this program's pyproject.toml; `machines` are among MACHINES.
    """
    if not (project / "pyproject.toml").is_file():
        raise Refused(f"不是本程序的源文件夹：{project}", f"not this program's source: {project}")
    if target.exists():
        raise Refused(f"已存在：{target}", f"exists already: {target}")
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    pinned = [f"{name}=={part.version}" for name, part in needed().items() if name != ROOT]
    for machine in machines:
        run(["download", *fitting(machine), "--dest", str(wheels), *sorted(pinned)])
    run(["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(project)])
    return _describe(target)


def fitting(machine: str) -> list[str]:
    """Return pip's options for wheels that fit a machine, whatever this one is."""
    wide = [f"manylinux_2_{minor}_{machine}" for minor in reversed(range(OLDEST, WIDEST + 1))]
    old = [f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}"]
    new = [f"manylinux_2_{minor}_{machine}" for minor in range(WIDEST + 1, NEWEST + 1)]
    platforms = [option for tag in (*wide, *old, *new) for option in ("--platform", tag)]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return ["--no-deps", "--only-binary", ":all:", "--python-version", version, *platforms]


def _describe(target: Path) -> int:
    """Write down what lies in `wheels`: hashes for pip, sums for people, how to install it."""
    hashes: dict[str, list[str]] = {}
    sums = []
    for wheel in sorted((target / "wheels").glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        with wheel.open("rb") as file:
            told = hashlib.file_digest(file, "sha256").hexdigest()
        hashes.setdefault(f"{normal(name)}=={version}", []).append(f"--hash=sha256:{told}")
        sums.append(f"{told}  wheels/{wheel.name}")
    lines = [" ".join((pin, *found)) for pin, found in sorted(hashes.items())]
    _write(target / "requirements.txt", lines)
    _write(target / "SHA256SUMS", sums)
    _write(target / "system-packages.txt", SYSTEM_PACKAGES)
    major, minor = sys.version_info[:2]
    script = INSTALL.replace("PYTHON", f"({major}, {minor})").replace("VERSION", f"{major}.{minor}")
    (target / "install.sh").write_text(script, encoding="utf-8")
    return len(sums)


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
