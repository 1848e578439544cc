"""The installer for networks without internet holds what is installed here, and says so."""

import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.tags import compatible_tags, cpython_tags
from typer.testing import CliRunner

from api.cli import app
from api.operations.bundle import SYSTEM_PACKAGES, bundle, fitting
from api.operations.closure import needed
from api.operations.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]


def fake_pip(asked):
    """Return what writes a wheel for whatever pip is asked for, and notes it."""

    def run(arguments):
        asked.append(arguments)
        wheels = Path(
            arguments[arguments.index("--dest" if "--dest" in arguments else "--wheel-dir") + 1]
        )
        machine = next((a[-7:] for a in arguments if a.startswith("manylinux_2_28")), "any")
        for pin in (a for a in arguments if "==" in a):
            name = pin.replace("-", "_").replace("==", "-")
            (wheels / f"{name}-py3-none-{machine}.whl").write_bytes(pin.encode() + machine.encode())
        if arguments[0] == "wheel":
            (wheels / "bujiao_intake-0.1.0-py3-none-any.whl").write_bytes(b"ours")

    return run


@pytest.fixture
def made(tmp_path):
    asked = []
    target = tmp_path / "bundle"
    count = bundle(target, ROOT, ["x86_64", "aarch64"], fake_pip(asked))
    return target, count, asked


def test_every_wheel_is_named_with_its_hash_for_each_machine(made):
    target, count, _ = made
    told = (target / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.split()[0]: line.split()[1:] for line in told}
    assert set(pins) == {f"{name}=={part.version}" for name, part in needed().items()}
    assert len(pins["dbos==" + needed()["dbos"].version]) == 2
    assert len(pins["bujiao-intake==0.1.0"]) == 1
    assert count == 2 * (len(pins) - 1) + 1


def test_sums_are_those_of_the_files(made):
    target, count, _ = made
    lines = (target / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == count
    for told, name in (line.split("  ") for line in lines):
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == told


def test_a_changed_wheel_is_not_installed(made, tmp_path):
    target, _, _ = made
    wheel = next((target / "wheels").glob("dbos*.whl"))
    wheel.write_bytes(b"another")
    done = subprocess.run(
        ["/bin/sh", target / "install.sh", tmp_path / "into"], capture_output=True, text=True,
        env={**os.environ, "LC_ALL": "C"}, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert wheel.name in done.stdout + done.stderr
    assert not (tmp_path / "into").exists()


def test_only_wheels_of_the_machine_asked_for_are_fetched():
    options = fitting("aarch64")
    tags = [tag for option, tag in pairwise(options) if option == "--platform"]
    assert all(tag.endswith("aarch64") for tag in tags)
    here = sys.version_info[:2]
    known = {tag.platform for tag in (*cpython_tags(here, platforms=tags), *compatible_tags(here))}
    assert "manylinux_2_17_aarch64" in known
    # The first that fits is taken: what also runs on older systems goes before the newest.
    assert tags.index("manylinux_2_28_aarch64") < tags.index("manylinux_2_31_aarch64")
    assert options[options.index("--only-binary") + 1] == ":all:"


def test_system_packages_are_those_of_the_image():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8").split()
    wanted = set(SYSTEM_PACKAGES) - {"python3-venv"}  # the base image has it
    assert wanted <= set(dockerfile)


def test_nothing_is_overwritten_and_no_foreign_folder_taken(tmp_path):
    with pytest.raises(Refused):
        bundle(tmp_path, ROOT, ["x86_64"], fake_pip([]))
    with pytest.raises(Refused):
        bundle(tmp_path / "new", tmp_path, ["x86_64"], fake_pip([]))
    answer = CliRunner().invoke(app, ["bundle", str(tmp_path / "new"), "--machine", "pdp11"])
    assert answer.exit_code == 2
    assert not (tmp_path / "new").exists()
