import pytest

from intake.ocr.ppocr import open_ppocr
from intake.ocr.tesseract import open_tesseract


@pytest.fixture(scope="session")
def engine():
    """The real primary reader, loaded once."""
    return open_ppocr()


@pytest.fixture(scope="session")
def second():
    """The real second reader."""
    return open_tesseract()
