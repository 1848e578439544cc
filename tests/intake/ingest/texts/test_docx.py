"""A DOCX becomes pages as its author means it; what it does not show is told."""

import pytest
from PIL import Image

from intake.errors import DamagedFile
from models.page import Channel
from tests.intake.ingest import making
from tests.intake.ingest.laying import hidden, load, probed, shown
from tests.intake.ingest.packages import docx, paragraph, picture, relation, run

PNG = making.encoded(Image.fromarray(making.noise(200, 300)), "PNG")


def test_paragraphs_are_lines_on_an_a4_sheet(tmp_path):
    content = docx(paragraph(run("劳动合同书")) + paragraph(run("甲方："), run("星河软件有限公司")))
    page = load(tmp_path, content)
    assert shown(page) == ["劳动合同书", "甲方：星河软件有限公司"]
    assert (page.channel, page.exact) == (Channel.DIGITAL, True)
    assert page.pixels.shape == (2339, 1654, 3)


def test_a_long_paragraph_is_broken_without_losing_a_character(tmp_path):
    text = "甲方按月足额支付乙方工资，" * 30
    lines = shown(load(tmp_path, docx(paragraph(run(text)))))
    assert len(lines) > 5
    assert "".join(lines) == text


def test_changes_are_accepted_and_noted(tmp_path):
    tracked = (
        run("月工资")
        + f"<w:del>{run('8000').replace('w:t', 'w:delText')}</w:del><w:ins>{run('9000')}</w:ins>"
        + run("元")
    )
    content = docx(paragraph(tracked))
    assert probed(tmp_path, content).notes == ("tracked_changes",)
    page = load(tmp_path, content)
    assert shown(page) == ["月工资9000元"]
    assert hidden(page) == ["8000"]


def test_moved_text_stands_where_it_came_to(tmp_path):
    content = docx(
        paragraph(f"<w:moveFrom>{run('五月')}</w:moveFrom>", run("工资"))
        + paragraph(f"<w:moveTo>{run('五月')}</w:moveTo>")
    )
    assert probed(tmp_path, content).notes == ("tracked_changes",)
    assert shown(load(tmp_path, content)) == ["工资", "五月"]


@pytest.mark.parametrize(
    "look",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:color w:val="FEFEFE"/>'],
)
def test_hidden_and_white_text_is_told_and_not_shown(tmp_path, look):
    page = load(tmp_path, docx(paragraph(run("月工资"), run("9000", look), run("元"))))
    assert hidden(page) == ["9000"]
    assert "9000" not in "".join(shown(page))


def test_tiny_text_is_drawn_as_tiny_as_it_is(tmp_path):
    page = load(tmp_path, docx(paragraph(run("工资"), run("9000", '<w:sz w:val="2"/>'))))
    tiny = next(word for word in page.layer if word.text == "9000")
    assert (tiny.bbox_frac[3] - tiny.bbox_frac[1]) * 297 < 0.5


def test_a_style_may_hide_and_turn_off_hiding(tmp_path):
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    )
    body = paragraph(
        run("一", '<w:rStyle w:val="H2"/>'), run("二", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    )
    page = load(tmp_path, docx(body, styles=styles))
    assert (shown(page), hidden(page)) == (["二"], ["一"])


def test_styles_based_on_each_other_in_a_circle_are_no_trap(tmp_path):
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    body = paragraph(run("工资"), properties='<w:pStyle w:val="A"/>')
    assert shown(load(tmp_path, docx(body, styles=styles))) == ["工资"]


TWO = '<w:gridSpan w:val="2"/>'


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def test_a_table_keeps_rows_columns_and_merged_cells(tmp_path):
    rows = (
        f"<w:tr>{cell('姓名')}{cell('应发工资')}{cell('实发工资')}</w:tr>"
        f"<w:tr>{cell('张伟')}{cell('8500.00')}{cell('7820.00')}</w:tr>"
        f"<w:tr>{cell('合计', TWO)}{cell('7820.00')}</w:tr>"
    )
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>'
    table = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>{grid}</w:tblGrid>{rows}</w:tbl>'
    )
    page = load(tmp_path, docx(table))
    at = {}
    for word in page.layer:
        at.setdefault(word.text, word.bbox_frac)
    assert at["应发工资"][0] == at["8500.00"][0] > at["张伟"][0]
    assert at["张伟"][1] == at["8500.00"][1] > at["姓名"][1]
    ink = (page.pixels[:, :, 0] < 128).mean(axis=0)
    assert (ink > 0.05).sum() >= 4  # the rules between columns


def test_deleted_rows_are_gone(tmp_path):
    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('张伟')}</w:tr><w:tr>{cell('李娜')}</w:tr>"
    content = docx(f"<w:tbl><w:tblGrid/>{rows}</w:tbl>")
    assert shown(load(tmp_path, content)) == ["李娜"]
    assert probed(tmp_path, content).notes == ("tracked_changes",)


def test_text_boxes_and_content_controls_are_read_once(tmp_path):
    box = f"<w:txbxContent>{paragraph(run('框内'))}</w:txbxContent>"
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(f"<w:r>{choice}</w:r>") + (
        f"<w:sdt><w:sdtContent>{paragraph(run('控件'))}</w:sdtContent></w:sdt>"
    )
    assert shown(load(tmp_path, docx(body))) == ["框内", "控件"]


def with_picture(size, **options):
    return docx(
        paragraph(run("附件")) + paragraph(picture("rId1", size, **options)) + paragraph(run("完")),
        relations=relation("rId1", "media/a.png"),
        parts={"word/media/a.png": PNG},
    )


def test_a_pasted_paper_is_a_page_between_the_text(tmp_path):
    content = with_picture((150, 200))
    assert probed(tmp_path, content).pages == 3
    page = load(tmp_path, content, number=2)
    assert (page.channel, page.exact, page.pixels.shape) == (Channel.SCAN, False, (200, 300, 3))
    assert shown(load(tmp_path, content, number=3)) == ["完"]


def test_a_seal_hanging_below_the_last_line_is_not_cut_off(tmp_path):
    text = paragraph(run("甲方按月足额支付乙方工资")) * 45
    content = docx(
        text + paragraph(picture("rId1", (40, 40), floating=True)),
        relations=relation("rId1", "media/a.png"),
        parts={"word/media/a.png": PNG},
    )
    page = load(tmp_path, content, number=probed(tmp_path, content).pages)
    coloured = (page.pixels.max(axis=2).astype(int) - page.pixels.min(axis=2)) > 60
    assert page.pixels.shape[0] > 2400
    assert coloured.sum() > 0.4 * 40 * 40 * 62


@pytest.mark.parametrize("floating", [False, True])
def test_a_small_picture_is_drawn_on_its_page(tmp_path, floating):
    content = with_picture((40, 30), floating=floating)
    assert probed(tmp_path, content).pages == 1
    page = load(tmp_path, content)
    coloured = (page.pixels.max(axis=2).astype(int) - page.pixels.min(axis=2)) > 60
    assert 0.4 < coloured.sum() / (40 * 30 * 62) < 1.1


@pytest.mark.parametrize(
    ("body", "relations", "parts"),
    [
        (paragraph("<w:r><w:instrText>DDEAUTO c:\\\\cmd x</w:instrText></w:r>"), "", {}),
        (paragraph("<w:r><w:object/></w:r>"), "", {}),
        ("<w:altChunk/>", "", {}),
        ("", relation("r", "https://x.cn/a.dotm", "x/attachedTemplate", "External"), {}),
        ("", "", {"word/vbaProject.bin": b"x"}),
        ("", "", {"word/embeddings/oleObject1.bin": b"x"}),
    ],
)
def test_what_may_run_or_fetch_is_noted(tmp_path, body, relations, parts):
    content = docx(paragraph(run("合同")) + body, relations=relations, parts=parts)
    assert probed(tmp_path, content).notes == ("active_content",)


@pytest.mark.parametrize(
    "place", ["file:///C:/Users/a/Normal.dotm", "file:////Users/a/Normal.dotm"]
)
def test_a_template_of_the_authors_own_is_no_news(tmp_path, place):
    own = relation("r", place, "x/attachedTemplate", "External")
    assert probed(tmp_path, docx(paragraph(run("合同")), relations=own)).notes == ()


def test_a_new_page_begins_where_the_author_says(tmp_path):
    body = paragraph(run("一")) + paragraph('<w:r><w:br w:type="page"/></w:r>', run("二"))
    content = docx(body)
    assert probed(tmp_path, content).pages == 2
    assert shown(load(tmp_path, content, number=2)) == ["二"]


def test_a_document_without_content_is_damage(tmp_path):
    with pytest.raises(DamagedFile):
        probed(tmp_path, docx(""))
