import numpy as np
import pytesseract
import pytest

from intake.errors import EngineFailure
from intake.ocr import tesseract
from intake.ocr.tesseract import open_tesseract
from tests.intake.ocr.paper import blank, line

AMOUNTS = ["8,500.00", "12345.67", "300.00", "1,203,456.78", "0.50", "-45.10", "¥9,876.54"]


def test_amounts_are_read_and_every_crop_gets_its_own_answer(second):
    crops = [line(amount, size=28 + 4 * (i % 3)) for i, amount in enumerate(AMOUNTS)]
    answers = second.read_lines(crops, alphabet="amount")
    assert [answer.text for answer in answers] == AMOUNTS
    assert all(0.3 < answer.score <= 1 for answer in answers)


def test_empty_crops_between_others_stay_empty(second):
    crops = [blank(100, 40), line("8,500.00"), blank(1, 1), line("300.00"), blank(90, 30)]
    answers = second.read_lines(crops, alphabet="amount")
    assert [answer.text for answer in answers] == ["", "8,500.00", "", "300.00", ""]
    assert answers[0].score == 0.0


def test_no_crops_are_no_work(second):
    assert second.read_lines([], alphabet="amount") == ()


def test_more_crops_than_fit_on_one_sheet_keep_their_order(second):
    amounts = [f"{1000 + 37 * i}.{i % 100:02d}" for i in range(70)]
    answers = second.read_lines([line(amount) for amount in amounts], alphabet="amount")
    wrong = [(a.text, b) for a, b in zip(answers, amounts, strict=True) if a.text != b]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("alphabet", ["month", "any"])
def test_months_are_read(second, alphabet):
    months = ["2024年5月", "2023年12月份"]
    answers = second.read_lines([line(month) for month in months], alphabet=alphabet)
    assert [answer.text.replace(" ", "") for answer in answers] == months


def test_table_rules_around_an_amount_are_no_digits(second):
    crop = line("7,111.10", margin=24)
    crop[:2] = crop[-2:] = 30
    crop[:, :3] = crop[:, -3:] = 30
    (answer,) = second.read_lines([crop], alphabet="amount")
    assert answer.text == "7,111.10"


def test_grey_crops_are_read(second):
    (answer,) = second.read_lines([line("8,500.00")[:, :, 0]], alphabet="amount")
    assert answer.text == "8,500.00"


def test_red_print_is_read(second):
    (answer,) = second.read_lines([line("8,500.00", ink=(40, 30, 205))], alphabet="amount")
    assert answer.text == "8,500.00"


def test_noise_is_no_amount(second):
    noise = np.clip(np.random.default_rng(3).normal(235, 5, (40, 120, 3)), 0, 255).astype(np.uint8)
    assert second.read_lines([noise], alphabet="amount")[0].text == ""


def test_a_missing_program_names_the_package(monkeypatch):
    def absent():
        raise pytesseract.TesseractNotFoundError

    monkeypatch.setattr(pytesseract, "get_tesseract_version", absent)
    with pytest.raises(EngineFailure, match="apt-get install tesseract-ocr"):
        open_tesseract()


def test_a_missing_language_names_its_package(monkeypatch):
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["eng", "osd"])
    with pytest.raises(EngineFailure, match="tesseract-ocr-chi-sim"):
        open_tesseract()


def test_a_program_that_takes_too_long_is_an_engine_failure(second, monkeypatch):
    monkeypatch.setattr(tesseract, "TIMEOUT_SECONDS", 0.001)
    with pytest.raises(EngineFailure, match="tesseract failed"):
        second.read_lines([line("8,500.00")], alphabet="amount")


def test_the_name_says_which_version_read(second):
    assert second.name.startswith("tesseract/")
