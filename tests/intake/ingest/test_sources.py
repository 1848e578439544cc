"""Every file that comes in is reported: read, or refused for a named reason."""

import hashlib
import os
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intake.ingest.limits import Limits
from intake.ingest.names import leads_outside, natural_key, unique_names
from intake.ingest.probe import opening
from intake.ingest.sniff import DOCX, XLSX
from intake.ingest.sources import open_sources
from intake.workers import InlinePool, Work, WorkerLimits, WorkerPool
from tests.intake.ingest import making
from tests.intake.ingest.heic import TURNED
from tests.intake.ingest.opening_badly import misbehave
from tests.intake.ingest.packages import docx, ofd, ofd_text, paragraph, run, workbook, xlsx

LIMITS = Limits()
PAPER = making.pdf(making.page(making.words((60, 700, "paper"))))


@pytest.fixture
def here(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path


def opened(here, files, limits=LIMITS):
    """Open a folder with these files, in this process."""
    for name, content in files.items():
        path = here / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return open_in(here, limits)


def open_in(here, limits=LIMITS):
    pool = InlinePool(opening())
    return open_sources([here / "in"], limits=limits, workdir=here / "work", pool=pool)


def problems(result):
    return {file.name: file.problem for file in result.files}


def test_every_kind_of_paper_is_opened_and_counted(here):
    picture = Image.fromarray(making.noise(30, 40))
    result = opened(
        here,
        {
            "a.pdf": making.pdf(making.page(), making.page(), making.page()),
            "b.jpg": making.encoded(picture, "JPEG"),
            "c.png": making.encoded(picture, "PNG"),
            "d.tif": making.tiff(picture, picture),
            "e.bmp": making.encoded(picture, "BMP"),
            "f.webp": making.encoded(picture, "WEBP"),
            "g.heic": TURNED,
            "h.jp2": making.encoded(picture, "JPEG2000"),
            "i.xlsx": xlsx(workbook("5月", "6月")),
            "j.docx": docx(paragraph(run("劳动合同"))),
            "k.ofd": ofd(ofd_text("工资条", (20, 20))),
        },
    )
    assert [(file.name, file.type, file.pages) for file in result.files] == [
        ("a.pdf", "application/pdf", 3),
        ("b.jpg", "image/jpeg", 1),
        ("c.png", "image/png", 1),
        ("d.tif", "image/tiff", 2),
        ("e.bmp", "image/bmp", 1),
        ("f.webp", "image/webp", 1),
        ("g.heic", "image/heic", 1),
        ("h.jp2", "image/jp2", 1),
        ("i.xlsx", XLSX, 2),
        ("j.docx", DOCX, 1),
        ("k.ofd", "application/ofd", 1),
    ]
    assert len(result.tasks) == 15
    assert [task.page for task in result.tasks if task.file == "a.pdf"] == [1, 2, 3]


def test_content_decides_not_the_name(here):
    result = opened(here, {"really.jpg": PAPER, "really.pdf": making.grey_png()})
    assert [file.type for file in result.files] == ["application/pdf", "image/png"]
    assert not any(problems(result).values())


def compound(name):
    """Write the head of a compound file and a directory with one stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + (9).to_bytes(2, "little")
    spelled = name.encode("utf-16-le")
    entry = spelled.ljust(64, b"\0") + (len(spelled) + 2).to_bytes(2, "little")
    return head.ljust(512, b"\0") + entry.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"dear sir", "unsupported"),
        ("敬启者".encode("gb18030"), "unsupported"),
        (bytes(range(256)), "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
        (compound("WordDocument"), "unsupported"),
        (compound("EncryptedPackage"), "encrypted"),
        (compound("Workbook"), "damaged"),
        (making.zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "damaged"),
        (making.zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "unsupported"),
        (making.zipped({"OFD.xml": b""}), "damaged"),
        (b"%PDF-1.7 and then nothing of the sort", "damaged"),
        (making.grey_png()[:20], "damaged"),
        (making.png_that_declares(60_000, 60_000), "too_many_pixels"),
        (making.png_that_declares(13_000, 13_000), "too_many_pixels"),
        (making.zipped({}), "empty"),
        (making.zipped({"a.pdf": PAPER})[:-8], "damaged"),
    ],
)
def test_a_bad_file_is_named_and_its_neighbour_is_read(here, content, problem):
    result = opened(here, {"bad": content, "good.pdf": PAPER})
    assert problems(result) == {"bad": problem, "good.pdf": None}
    assert [task.file for task in result.tasks] == ["good.pdf"]
    assert result.files[0].sha256 == hashlib.sha256(content).hexdigest()


def test_an_office_document_is_named_for_what_it_is(here):
    result = opened(
        here, {"a": making.zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""})}
    )
    assert result.files[0].type.endswith("spreadsheetml.sheet")


def test_limits_on_bytes_files_and_pages(here):
    files = {f"{number}.pdf": making.pdf(*[making.page()] * 3) for number in range(4)}
    assert list(problems(opened(here, files, Limits(pages=7))).values()) == [
        None, None, "too_many_pages", "too_many_pages",
    ]  # fmt: skip
    assert set(problems(open_in(here, Limits(pages=2))).values()) == {"too_many_pages"}
    assert set(problems(open_in(here, Limits(file_bytes=100))).values()) == {"too_large"}
    assert list(problems(open_in(here, Limits(files=3))).values())[2:] == [None, "too_large"]
    size = len(files["0.pdf"])
    assert list(problems(open_in(here, Limits(case_bytes=size * 2))).values())[1:3] == [
        None, "too_large",
    ]  # fmt: skip


def test_a_tiff_of_thousands_of_frames_is_refused_early(here):
    frame = Image.new("1", (8, 8))
    assert problems(opened(here, {"long.tif": making.tiff(*[frame] * 300)})) == {
        "long.tif": "too_many_pages"
    }


def test_the_claim_and_the_litter_of_file_managers_are_no_papers(here):
    litter = dict.fromkeys(("request.json", ".DS_Store", "Thumbs.db", "__MACOSX/._a.pdf"), b"{}")
    result = opened(here, {**litter, "truth.json": b"{}", "a.pdf": PAPER})
    assert problems(result) == {"a.pdf": None, "truth.json": "unsupported"}


def test_nothing_but_ordinary_files_is_opened(here):
    os.mkfifo(here / "in" / "pipe")
    (here / "secret.pdf").write_bytes(PAPER)
    (here / "in" / "link.pdf").symlink_to(here / "secret.pdf")
    (here / "in" / "gone.pdf").symlink_to(here / "nowhere")
    result = opened(here, {"real.pdf": PAPER})
    (here / "in" / "inner.pdf").symlink_to(here / "in" / "real.pdf")
    assert problems(result) == {
        "gone.pdf": "unsafe_archive",
        "link.pdf": "unsafe_archive",
        "pipe": "unsupported",
        "real.pdf": None,
    }
    assert problems(open_in(here))["inner.pdf"] is None


def test_a_path_that_does_not_exist_is_the_callers_mistake(here):
    with pytest.raises(FileNotFoundError):
        open_sources([here / "nothing"], limits=LIMITS, workdir=here)


def test_files_come_in_natural_order_whatever_order_they_are_given_in(here):
    names = ["1.png", "2.png", "10.png", "第二页.png", "第十页.png", "第十一页.png", "第二十页.png"]
    opened(here, dict.fromkeys(names, making.grey_png()))
    paths = [here / "in" / name for name in reversed(names)]
    result = open_sources(paths, limits=LIMITS, workdir=here / "work", pool=InlinePool(opening()))
    assert [file.name for file in result.files] == names


@given(st.lists(st.text(), max_size=8))
def test_names_become_unique_and_can_be_sorted(names):
    unique = unique_names(names)
    assert len(set(unique)) == len(names)
    assert len(sorted(unique, key=natural_key)) == len(names)
    assert all(fresh.startswith(name) for fresh, name in zip(unique, names, strict=True))


# Archives


def test_an_archives_papers_stand_under_their_own_names(here):
    inside = {"工资表/5月.pdf": PAPER, "工资表/10月.pdf": PAPER, "合同.png": making.grey_png()}
    result = opened(here, {"材料.zip": making.zipped({**inside, "request.json": b"{}"})})
    assert problems(result) == {"合同.png": None, "工资表/5月.pdf": None, "工资表/10月.pdf": None}
    assert all(str(here / "work") in task.path for task in result.tasks)
    assert problems(open_in(here)) == problems(result), "it can be opened again in the same place"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_a_flag_are_read(here, encoding):
    content = making.zipped_with_raw_names({"二〇二四年工资表.pdf".encode(encoding): PAPER})
    assert problems(opened(here, {"a.zip": content})) == {"二〇二四年工资表.pdf": None}


def test_two_files_of_one_name_are_told_apart(here):
    archive = making.zipped({"a.pdf": PAPER})
    assert list(problems(opened(here, {"1.zip": archive, "2.zip": archive}))) == [
        "a.pdf",
        "a.pdf (2)",
    ]


@pytest.mark.parametrize(
    "name", ["../up.pdf", "/etc/passwd", "C:\\x.pdf", "\\\\host\\x", "a/../../b", "a\\..\\b"]
)
def test_a_name_that_leads_outside_is_refused_and_the_others_are_read(here, name):
    raw = making.zipped_with_raw_names({name.encode(): PAPER, b"good.pdf": PAPER})
    result = opened(here, {"a.zip": raw})
    assert sorted(map(str, problems(result).values())) == ["None", "unsafe_archive"]
    written = [path for path in here.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(here / "work") for path in written if path.name != "a.zip")


@given(st.text(max_size=20))
def test_a_name_that_does_not_lead_outside_stays_below(name):
    if not leads_outside(name):
        assert os.path.normpath(f"/folder/{name}").startswith("/folder")


def test_links_encrypted_entries_and_odd_packings_are_refused(here):
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(here / "in" / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("odd.pdf", PAPER, zipfile.ZIP_LZMA)
        archive.writestr("secret.pdf", PAPER)
        archive.getinfo("secret.pdf").flag_bits |= 1
    assert problems(open_in(here)) == {
        "link.pdf": "unsafe_archive",
        "odd.pdf": "unsupported",
        "secret.pdf": "encrypted",
    }


def test_an_archive_in_an_archive_is_not_opened(here):
    inner = making.zipped({"a.pdf": PAPER})
    result = opened(here, {"a.zip": making.zipped({"b.zip": inner, "c.pdf": PAPER})})
    assert problems(result) == {"b.zip": "unsafe_archive", "c.pdf": None}


def test_bombs_are_refused_before_they_are_unpacked(here):
    bomb = making.zipped({"zeros": bytes(30 << 20), "good.pdf": PAPER})
    assert problems(opened(here, {"a.zip": bomb})) == {"good.pdf": None, "zeros": "unsafe_archive"}
    assert problems(open_in(here, Limits(case_bytes=1 << 20))) == {"a.zip": "too_large"}
    crowd = making.zipped({str(number): b"x" for number in range(600)})
    assert problems(opened(here, {"a.zip": crowd})) == {"a.zip": "unsafe_archive"}


def test_a_damaged_entry_costs_only_itself(here):
    archive = bytearray(making.zipped({"bad.png": making.grey_png(), "good.pdf": PAPER}))
    archive[60:90] = bytes(30)
    assert problems(opened(here, {"a.zip": bytes(archive)})) == {
        "bad.png": "damaged",
        "good.pdf": None,
    }


# What a PDF holds besides pages

ACTION = "/S /JavaScript /JS (app.alert\\(1\\))"


@pytest.mark.parametrize(
    "catalog",
    [
        f"/OpenAction << {ACTION} >>",
        "/OpenAction << /S /Launch /F (calc.exe) >>",
        "/OpenAction << /S /URI /URI (http://example.org) >>",
        "/OpenAction 500 0 R",
        "/AA << /WC << /S /J#61vaScript /J#53 (x) >> >>",
        f"/Names << /JavaScript << /Names [(a) << {ACTION} >>] >> >>",
        "/Names << /EmbeddedFiles << /Names [] >> >>",
        "/AcroForm << /XFA [] /Fields [] >>",
        "/X << /S /SubmitForm >>",
        "/X << /S /ImportData >>",
        "/X << /Subtype /RichMedia >>",
        "/X << /S /GoToE >>",
    ],
)
def test_active_content_is_noted(here, catalog):
    extra = [b"<< /S /URI /URI (http://example.org) >>"]
    paper = making.pdf(making.page(), catalog=catalog, extra=extra)
    assert opened(here, {"a.pdf": paper}).files[0].notes == ("active_content",)


def test_active_content_in_an_object_stream_is_noted(here):
    hidden = making.stream(
        "/Type /ObjStm /N 1 /First 4", f"7 0 << {ACTION} >>".encode(), deflate=True
    )
    paper = making.pdf(making.page(), extra=[hidden])
    assert opened(here, {"a.pdf": paper}).files[0].notes == ("active_content",)


@pytest.mark.parametrize(
    "catalog", ["", "/OpenAction [3 0 R /Fit]", "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"]
)
def test_going_to_a_page_or_writing_about_scripts_is_not_active(here, catalog):
    talk = making.words((60, 700, "/JS /JavaScript /Launch"))
    links = b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (http://example.org) >> >>"
    paper = making.pdf(making.page(talk), catalog=catalog, extra=[links])
    assert opened(here, {"a.pdf": paper}).files[0].notes == ()


def test_a_signature_is_noted(here):
    field = b"<< /FT /Sig /T (s) /V << /Type /Sig /Filter /Adobe.PPKLite /Contents <00> >> >>"
    paper = making.pdf(making.page(), catalog="/AcroForm << /Fields [500 0 R] >>", extra=[field])
    assert opened(here, {"a.pdf": paper}).files[0].notes == ("signed",)


# Files that would take the opener with them


def test_a_file_that_crashes_hangs_or_swells_is_named_and_the_next_one_is_read(here):
    files = dict.fromkeys(("a-crash", "b-hang", "c-swell", "d-refuse", "e-good"), PAPER)
    opened(here, files)
    limits = WorkerLimits(seconds=1, growth_bytes=64 << 20)
    with WorkerPool(Work(opening().build, misbehave), limits=limits) as pool:
        result = open_sources([here / "in"], limits=LIMITS, workdir=here / "work", pool=pool)
    assert list(problems(result).values()) == ["damaged", "too_slow", "too_large", "unusable", None]


def test_files_are_opened_in_a_child_unless_told_otherwise(here):
    (here / "in" / "a.pdf").write_bytes(PAPER)
    result = open_sources([here / "in"], limits=LIMITS, workdir=here / "work")
    assert problems(result) == {"a.pdf": None}
