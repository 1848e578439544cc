"""An OFD becomes pages of text, pictures and lines, each where the file puts it."""

import pytest
from PIL import Image

from intake.errors import DamagedFile
from tests.intake.ingest import making
from tests.intake.ingest.laying import hidden, load, probed, shown
from tests.intake.ingest.packages import changed, ofd, ofd_text

RED = making.encoded(Image.new("RGB", (80, 80), (200, 20, 20)), "PNG")
FACE = '<ofd:FillColor Value="{}"/>'


def test_text_stands_where_the_file_puts_it(tmp_path):
    content = ofd(ofd_text("工资条", (80, 20), size=6) + ofd_text("应发工资8500.00", (20, 40)))
    page = load(tmp_path, content)
    assert shown(page) == ["工资条", "应发工资8500.00"]
    assert page.pixels.shape == (2339, 1654, 3)
    x0, y0, _, y1 = page.layer[0].bbox_frac
    assert x0 * 210 == pytest.approx(80, abs=0.1)
    assert 19 < y0 * 297 < y1 * 297 < 30


def test_characters_far_apart_are_words_apart(tmp_path):
    text = (
        '<ofd:TextObject ID="1" Boundary="20 40 150 6" Size="4">'
        '<ofd:TextCode X="0" Y="4" DeltaX="4 40 2 2 2">应发8500</ofd:TextCode></ofd:TextObject>'
    )
    assert shown(load(tmp_path, ofd(text))) == ["应发", "8500"]


@pytest.mark.parametrize(
    "text",
    [
        ofd_text("9500.00", (20, 40), attributes='Visible="false"'),
        ofd_text("9500.00", (20, 40), attributes='Alpha="0"'),
        ofd_text("9500.00", (20, 40), colour=FACE.format("255 255 255")),
        ofd_text("9500.00", (20, 40), attributes='Fill="false"'),
        ofd_text("9500.00", (20, 400)),
        f'<ofd:PageBlock ID="3" Visible="false">{ofd_text("9500.00", (20, 40))}</ofd:PageBlock>',
        ofd_text("9500.00", (20, 40))
        + '<ofd:PathObject ID="4" Boundary="10 38 100 10" Fill="true" Stroke="false">'
        + FACE.format("255 255 255")
        + "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 10 L 0 10 C</ofd:AbbreviatedData>"
        + "</ofd:PathObject>",
    ],
)
def test_text_that_nobody_sees_is_told_and_not_shown(tmp_path, text):
    page = load(tmp_path, ofd(ofd_text("应发工资", (20, 20)) + text))
    assert shown(page) == ["应发工资"]
    assert hidden(page) == ["9500.00"]


def test_lines_are_drawn(tmp_path):
    line = (
        '<ofd:PathObject ID="2" Boundary="20 100 100 1" LineWidth="0.5">'
        "<ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData></ofd:PathObject>"
    )
    page = load(tmp_path, ofd(line))
    row = page.pixels[round(100 / 297 * 2339), :, 0] < 128
    assert row.sum() == pytest.approx(100 / 210 * 1654, rel=0.05)


def test_pictures_are_drawn(tmp_path):
    image = '<ofd:ImageObject ID="5" Boundary="50 60 40 40" ResourceID="11" CTM="40 0 0 40 0 0"/>'
    content = ofd(
        image,
        resources='<ofd:MultiMedia ID="11"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>',
        parts={"Doc_0/Res/a.png": RED},
    )
    page = load(tmp_path, content)
    red = (page.pixels[:, :, 2] > 150) & (page.pixels[:, :, 1] < 60)
    assert red.sum() == pytest.approx((40 / 25.4 * 200) ** 2, rel=0.05)


def sealed(value):
    return ofd(
        ofd_text("工资条", (80, 20)),
        signatures=True,
        parts={
            "Doc_0/Signs/Signatures.xml": (
                '<ofd:Signatures xmlns:ofd="o">'
                '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>'
                "</ofd:Signatures>"
            ),
            "Doc_0/Signs/Sign_0/Signature.xml": (
                '<ofd:Signature xmlns:ofd="o"><ofd:SignedInfo>'
                '<ofd:StampAnnot ID="1" PageRef="7" Boundary="120 200 40 40"/></ofd:SignedInfo>'
                "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
            ),
            "Doc_0/Signs/Sign_0/SignedValue.dat": value,
        },
    )


def test_an_electronic_seal_is_noted_and_shown_as_the_picture_that_it_is(tmp_path):
    content = sealed(b"\x30\x82" + RED + b"and a signature")
    assert probed(tmp_path, content).notes == ("e_seal",)
    page = load(tmp_path, content)
    red = (page.pixels[:, :, 2] > 150) & (page.pixels[:, :, 1] < 60)
    assert red.sum() == pytest.approx((40 / 25.4 * 200) ** 2, rel=0.05)


def test_a_seal_without_a_picture_is_noted_all_the_same(tmp_path):
    assert probed(tmp_path, sealed(b"nothing")).notes == ("e_seal",)


@pytest.mark.parametrize(
    ("part", "pattern", "by"),
    [
        (
            "Doc_0/Document.xml",
            rb"</ofd:Document>",
            b"<ofd:Attachments>Attachs.xml</ofd:Attachments></ofd:Document>",
        ),
        (
            "Doc_0/Pages",
            rb"(?=</ofd:Page>)",
            b'<ofd:Actions><ofd:Action><ofd:URI URI="http://a.cn"/></ofd:Action></ofd:Actions>',
        ),
    ],
)
def test_attachments_and_actions_are_noted(tmp_path, part, pattern, by):
    content = changed(ofd(ofd_text("工资条", (80, 20))), part, pattern, by)
    assert probed(tmp_path, content).notes == ("active_content",)


@pytest.mark.parametrize(
    "content",
    [
        making.zipped({"OFD.xml": b""}),
        making.zipped({"OFD.xml": b"<OFD><DocBody><DocRoot>none.xml</DocRoot></DocBody></OFD>"}),
        making.zipped({"OFD.xml": b"<OFD/>"}),
    ],
)
def test_an_ofd_without_its_parts_is_damage(tmp_path, content):
    with pytest.raises(DamagedFile):
        probed(tmp_path, content)
