"""What installs the service elsewhere: image, compose file, unit. None of it can be built here."""

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from api.cli import app
from api.operations import closure
from api.operations.ready import serves, works
from api.settings import Settings
from api.store import workers
from api.supervisor import GRACE
from tests.api.postgres import free_port

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = typer.main.get_command(app).commands


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


@pytest.fixture(scope="module")
def dockerfile():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in map(str.strip, lines)]


def printed(*arguments):
    answer = CliRunner().invoke(app, ["unit", *arguments])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_unit_is_one_that_systemd_takes(tmp_path):
    place = tmp_path / "intake.service"
    place.write_text(printed("--data", str(tmp_path)), encoding="utf-8")
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    told = subprocess.run(
        [program, "verify", "--man=no", place], capture_output=True, text=True, check=False
    )
    ours = [line for line in told.stderr.splitlines() if place.name in line]
    assert (told.returncode, ours) == (0, [])


def test_the_unit_lets_work_in_hand_end_and_comes_back_at_once():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(printed("--data", "/srv/intake", "--worker"))
    service = unit["Service"]
    assert int(service["TimeoutStopSec"]) > Settings().drain_seconds + GRACE
    assert service["Restart"] == "always"
    assert service["OOMPolicy"] == "continue"
    assert service["ReadWritePaths"] == "/srv/intake"
    assert shlex.split(service["ExecStart"])[1:] == ["worker"]


def test_every_service_of_the_compose_file_says_whether_it_is_well(compose):
    for name, service in compose.items():
        assert service["healthcheck"], name
        assert service["profiles"] in (["small"], ["large"]), name
    shells = [s["healthcheck"].get("test", ["CMD"]) for s in compose.values()]
    ours = [parts for parts in shells if "intake" in parts]
    assert len(ours) == 3
    assert all(parts[1] == "intake" and parts[2] in COMMANDS for parts in ours)


def test_both_sizes_are_one_program_under_other_settings(compose):
    small, front, worker = (compose[name] for name in ("intake", "front", "worker"))
    assert small["image"] == front["image"] == worker["image"]
    assert "environment" not in small
    for name in ("front", "worker"):
        told = {
            key.removeprefix("INTAKE_").lower(): value
            for key, value in compose[name]["environment"].items()
            if key.startswith("INTAKE_")
        }
        settings = Settings(**told)
        assert settings.database_url.startswith("postgresql+psycopg://intake:")
        assert settings.blobs.startswith("s3://")
        assert settings.key_file is not None
    assert worker["command"][:2] == ["intake", "worker"]


def test_images_are_named_without_a_registry(compose, dockerfile):
    images = [s["image"] for s in compose.values()]
    images += [rest.split()[0] for word, rest in dockerfile if word == "FROM"]
    assert {image for image in images if "python" in image} == {"python:3.11-slim-bookworm"}
    assert [image for image in images if "." in image.split("/")[0].split(":")[0]] == []


def test_what_the_image_copies_is_there_and_what_it_runs_exists(dockerfile):
    copied = [rest.split() for word, rest in dockerfile if word == "COPY" and "--from" not in rest]
    sources = {name for parts in copied for name in parts[:-1]}
    assert {name for name in sources if not (ROOT / name).exists()} == set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) | {"pyproject.toml", "requirements.lock", "README.md"} == sources
    runs = [rest for word, rest in dockerfile if word in ("CMD", "HEALTHCHECK")]
    for words in (re.findall(r'"([\w-]+)"', rest) for rest in runs):
        assert words[0] == "intake"
        assert words[1] in COMMANDS


def test_the_image_has_the_system_packages_that_this_machine_needed(dockerfile):
    prepared = (ROOT / ".ci" / "prepare").read_text(encoding="utf-8")
    (installed,) = (rest for word, rest in dockerfile if "apt-get install" in rest)
    packages = re.findall(r"\b(?:lib\w[\w.-]*|tesseract-[\w-]+|fonts-[\w-]+)\b", installed)
    assert "tesseract-ocr-chi-sim" in packages
    assert [name for name in packages if name not in prepared.split()] == []


def test_what_the_program_needs_is_told_from_what_only_tests_need():
    needed, others = closure.needed(), closure.others()
    assert {"dbos", "uvicorn", "psycopg-binary", "bujiao-intake"} <= set(needed)
    assert {"pytest", "ruff", "hypothesis"} <= others
    assert not set(needed) & others
    assert needed["dbos"].version == distribution("dbos").version


def test_a_health_check_tells_what_runs_from_what_does_not(office):
    database, settings = office.service.database, office.service.settings
    assert not serves(settings.model_copy(update={"port": free_port()}))
    assert not works(settings)
    workers.seen(database, "elsewhere:0")
    assert not works(settings)
    workers.seen(database, f"{settings.machine}:0")
    assert works(settings)
