"""Opens a file of data as the pipeline does: sniff, probe, load."""

from intake.ingest.limits import Limits
from intake.ingest.load import load_page
from intake.ingest.probe import probe
from intake.ingest.sniff import sniff
from intake.page_image import PageTask

LIMITS = Limits()


def probed(tmp_path, content, limits=LIMITS):
    path = tmp_path / "file"
    path.write_bytes(content)
    return probe(path, sniff(path), limits)


def load(tmp_path, content, number=1, limits=LIMITS):
    path = tmp_path / "file"
    path.write_bytes(content)
    return load_page(PageTask("file", str(path), sniff(path), number), limits=limits)


def shown(page):
    """Return the texts that can be seen on a page, in the order of drawing."""
    return [word.text for word in page.layer if word.drawn]


def hidden(page):
    return [word.text for word in page.layer if not word.drawn]
