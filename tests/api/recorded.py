"""
Papers that read themselves: blank PDFs, each with a mark that names what was once read on it.

So a whole case goes through the service within a second, without OCR. The recordings are readings
of sample cases by the real engines (`./run` leaves them in out/demo):

    python -m tests.api.recorded out/demo complete_mixed net_only
"""

import gzip
import hashlib
import json
import os
import re
import sys
import time
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import pypdfium2

from intake.ingest import load_page
from intake.workers import Work
from models.page import PageReading

FOLDER = Path(__file__).parent / "recordings"
MARK = re.compile(rb"%recorded (\S+) (\d+)\s*$")
ORDER = re.compile(rb"%do (\S+)\s*$")
A4 = (595, 842)
COMPLETE, REVIEW = "complete_mixed", "net_only"
"""Five pages that make a complete case; five that leave the wage to a person."""
APPLICATION = "补缴申请.pdf"
"""The paper of COMPLETE without which the case is incomplete."""
NOTHING_READ = {
    "words": (),
    "tables": (),
    "seals": (),
    "slots": (),
    "ink_marks": (),
    "second": (),
    "hidden_text": (),
    "blank": True,
}


@cache
def recording(sample):
    return json.loads(gzip.decompress((FOLDER / f"{sample}.json.gz").read_bytes()))


def claim(sample=COMPLETE):
    """Return the claim that was made with a sample's papers."""
    return recording(sample)["claim"]


@cache
def readings(sample):
    """Return a sample's readings, file by file."""
    found = {}
    for page in recording(sample)["pages"]:
        found.setdefault(page["file"], []).append(PageReading.model_validate(page))
    return found


def papers(sample=COMPLETE):
    """Return a sample's papers: name -> a small PDF that reads as the real one did."""
    return {
        name: blank_pdf(len(pages)) + f"\n%recorded {sample} {number}\n".encode()
        for number, (name, pages) in enumerate(readings(sample).items())
    }


def misbehaving(order):
    """Return a paper that does something to whoever reads it: see ORDERS."""
    return blank_pdf() + f"\n%do {order}\n".encode()


@cache
def blank_pdf(pages=1):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*A4)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@dataclass(frozen=True)
class Kit:
    limits: object


def page_work(limits):
    """Return the job of a worker that recites instead of reading; see `Settings.page_work`."""
    return Work(build=partial(Kit, limits), run=recite)


def recite(kit, task):
    """Return what was once read; an unmarked file is really loaded, and blank."""
    content = Path(task.path).read_bytes()
    order, mark = ORDER.search(content[-200:]), MARK.search(content[-200:])
    if order is not None:
        ORDERS[order[1].decode()]()
    if mark is not None:
        page = list(readings(mark[1].decode()).values())[int(mark[2])][task.page - 1]
        return page.model_copy(update={"file": task.file, "page": task.page})
    load_page(task, limits=kit.limits)
    page = next(iter(readings(COMPLETE).values()))[0]
    unique = hashlib.sha256(content + bytes([task.page % 256])).hexdigest()
    told = {"file": task.file, "page": task.page, "fingerprint": unique, **NOTHING_READ}
    return page.model_copy(update=told)


def kill_the_worker():
    """Take the whole worker down, as a bug of ours might."""
    os.kill(os.getppid(), 9)
    time.sleep(10)


def be_busy():
    """Use half a second of a core, as reading does."""
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass


ORDERS = {
    "busy": be_busy,
    "die": partial(os._exit, 3),
    "hang": partial(time.sleep, 600),
    "slow": partial(time.sleep, 0.3),
    "kill-worker": kill_the_worker,
}


def main(results, *samples):
    FOLDER.mkdir(exist_ok=True)
    for sample in samples:
        found = {
            "claim": json.loads((Path("samples/drawn") / sample / "request.json").read_bytes()),
            "pages": json.loads((Path(results) / sample / "papers.json").read_bytes())["pages"],
        }
        content = json.dumps(found, ensure_ascii=False).encode()
        (FOLDER / f"{sample}.json.gz").write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
