"""Bombs in documents that are ZIPs by build cost nothing but a name."""

import io
import zipfile

import pytest

from intake.errors import DamagedFile, EncryptedFile, FileTooLarge, UnsafeArchive
from intake.ingest.limits import Limits
from intake.ingest.package import resolved
from tests.intake.ingest import making
from tests.intake.ingest.laying import probed
from tests.intake.ingest.packages import changed, docx, ofd, paragraph, run, workbook, xlsx

DOCX = docx(paragraph(run("合同")))
OFD = ofd("")
XLSX = xlsx(workbook())
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "' + "a" * 50 + '">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 20}">' for n in range(9))
    + "]>"
)  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    ("content", "part"),
    [(DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml"), (OFD, "OFD.xml")],
)
def test_a_document_type_is_refused(tmp_path, content, part, head):
    bomb = changed(content, part, rb"^(?:<\?xml[^>]*>)?", head.encode())
    with pytest.raises(DamagedFile):
        probed(tmp_path, bomb)


@pytest.mark.parametrize(
    ("content", "part"),
    [(DOCX, "word/media/a.png"), (XLSX, "xl/sharedStrings2.xml"), (OFD, "Doc_0/Res/a.png")],
)
def test_a_part_that_swells_is_refused_though_nobody_needs_it(tmp_path, content, part):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, bytes(3 << 20))
    with pytest.raises(UnsafeArchive):
        probed(tmp_path, out.getvalue())


def test_a_part_larger_than_parts_are_is_refused(tmp_path):
    body = paragraph(run("合同")) + "<w:p/>" * (6 << 20)
    with pytest.raises(FileTooLarge):
        probed(tmp_path, docx(body), Limits(unpacked_ratio=1e6))


def test_too_many_elements_are_refused(tmp_path):
    body = paragraph(run("合同")) + "<w:p/>" * 600_000
    with pytest.raises(FileTooLarge):
        probed(tmp_path, docx(body), Limits(unpacked_ratio=1e6))


def test_elements_nested_out_of_all_measure_are_refused(tmp_path):
    with pytest.raises(DamagedFile):
        probed(tmp_path, docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_two_parts_of_one_name_are_refused(tmp_path):
    twice = making.zipped({"xl/workbook.xml": b"a", "XL/Workbook.xml": b"b"})
    with pytest.raises(UnsafeArchive):
        probed(tmp_path, twice)


def test_too_many_parts_are_refused(tmp_path):
    with pytest.raises(UnsafeArchive):
        probed(
            tmp_path, making.zipped({f"{n}": b"" for n in range(5001)} | {"word/document.xml": b""})
        )


def test_an_encrypted_part_asks_for_a_password(tmp_path):
    content = bytearray(DOCX)
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    with pytest.raises(EncryptedFile):
        probed(tmp_path, bytes(content))


@pytest.mark.parametrize(
    ("target", "base", "part"),
    [
        ("media/a.png", "word/document.xml", "word/media/a.png"),
        ("../media/a.png", "xl/drawings/drawing1.xml", "xl/media/a.png"),
        ("/Doc_0/Document.xml", "OFD.xml", "Doc_0/Document.xml"),
        ("../../../etc/passwd", "word/document.xml", "etc/passwd"),
        ("./a.xml", "b.xml", "a.xml"),
    ],
)
def test_a_relative_name_never_leaves_the_document(target, base, part):
    assert resolved(target, base) == part
