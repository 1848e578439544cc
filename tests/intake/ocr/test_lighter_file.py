import os
import re
import subprocess
from pathlib import Path

import pytest

from intake.ocr import lighter_file
from intake.ocr.lighter_file import (
    CHARACTERS,
    LSTM,
    WORDS,
    LighterFile,
    components,
    packed,
    private_folder,
    relieved,
)
from intake.ocr.tesseract import SCRIPTS, Tesseract
from tests.intake.ocr.paper import line

FIGURES = SCRIPTS["amount"].characters


@pytest.fixture(scope="session")
def installed():
    told = subprocess.run(
        ["tesseract", "--list-langs"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return Path(re.search(r'"(.+)"', told)[1]) / "eng.traineddata"


@pytest.fixture
def file(installed, tmp_path):
    return LighterFile(installed, tmp_path, FIGURES)


def test_a_language_file_taken_apart_can_be_put_together_again(installed):
    content = installed.read_bytes()
    assert packed(components(content)) == content


def test_only_names_and_words_differ_from_the_installed_file(installed):
    before = components(installed.read_bytes())
    after = relieved(before, FIGURES)
    assert after[WORDS] is None
    assert after[LSTM] == before[LSTM]
    changed = [place for place, part in enumerate(after) if part not in {None, before[place]}]
    assert changed == [CHARACTERS]


def test_figures_keep_their_names_and_letters_lose_them(installed):
    names = [
        text.split(" ")[0]
        for text in relieved(components(installed.read_bytes()), FIGURES)[CHARACTERS]
        .decode()
        .split("\n")
    ]
    assert set("0123456789.,-") <= set(names)
    assert not set("lOIBS") & set(names)


def test_answers_are_those_of_the_installed_file(file):
    amounts = ["8,500.00", "12345.67", "-45.10", "¥9,876.54", "0.50", "1,203,456.78", "20245"]
    crops = [line(amount, size=26 + index) for index, amount in enumerate(amounts)]
    plain, relieved_ = Tesseract("0"), Tesseract("0", {"amount": file})
    answers = relieved_.read_lines(crops, alphabet="amount")
    assert answers == plain.read_lines(crops, alphabet="amount")
    assert [answer.text for answer in answers] == amounts
    assert list(file.folder.iterdir()) == [file.ready()]


def test_months_are_read_as_with_the_installed_file(installed, tmp_path):
    chinese = installed.with_name("chi_sim.traineddata")
    file = LighterFile(chinese, tmp_path, SCRIPTS["month"].characters)
    months = ["2024年5月", "二〇二四年十一月", "2023年12月份", "2024-07", "2024年1月至2024年3月"]
    crops = [line(month, size=26 + 2 * index) for index, month in enumerate(months)]
    answers = Tesseract("0", {"month": file}).read_lines(crops, alphabet="month")
    assert answers == Tesseract("0").read_lines(crops, alphabet="month")
    assert answers[0].text == months[0]
    assert file.ready().is_file()


def test_a_copy_that_was_removed_is_made_again(file):
    path = file.ready()
    path.unlink()
    assert file.ready() == path
    assert path.is_file()


@pytest.mark.parametrize("content", [b"", b"no language file at all", bytes(400)])
def test_without_a_sound_language_file_there_is_no_copy(tmp_path, content):
    other = tmp_path / "eng.traineddata"
    other.write_bytes(content)
    assert LighterFile(other, tmp_path, FIGURES).ready() is None


def test_where_nothing_can_be_written_the_installed_file_is_read(installed, tmp_path):
    gone = LighterFile(installed, tmp_path / "gone", FIGURES)
    assert gone.ready() is None
    (answer,) = Tesseract("0", {"amount": gone}).read_lines([line("8,500.00")], alphabet="amount")
    assert answer.text == "8,500.00"


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(lighter_file.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = private_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert private_folder() is None


def test_a_link_is_not_taken_for_the_private_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(lighter_file.tempfile, "gettempdir", lambda: str(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (tmp_path / f"bujiao-intake-{os.getuid()}").symlink_to(elsewhere)
    assert private_folder() is None
