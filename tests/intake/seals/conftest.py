import pytest

from intake.ocr.ppocr import open_ppocr


@pytest.fixture(scope="session")
def engine():
    """The real reader: what is engraved has to be read."""
    return open_ppocr()
