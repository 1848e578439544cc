"""Makes documents that are ZIPs by build: spreadsheets, text documents, OFD."""

import io
import re
import zipfile

from openpyxl import Workbook

from tests.intake.ingest.making import zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DRAW = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
OFD_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

HEADINGS = ["序号", "姓名", "基本工资", "奖金", "应发工资", "扣款", "实发工资", "签名"]
STAFF = [
    [1, "张伟", 8000, 500, 8500, 680.5, 7819.5, None],
    [2, "李娜", 6000, 300, 6300, 504, 5796, None],
    [3, "王强", 7000, 0, 7000, 560, 6440, None],
]


def payroll(sheet, title="星河软件有限公司2024年5月工资表"):
    """Fill a sheet with a payroll table; row 1 the title, row 2 the headings."""
    sheet["A1"] = title
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    for row in (HEADINGS, *STAFF):
        sheet.append(row)


def workbook(*titles):
    book = Workbook()
    book.remove(book.active)
    for title in titles or ("2024年5月",):
        payroll(book.create_sheet(title))
    return book


def xlsx(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_results(content, results):
    """Give the formulas of a workbook kept results, cell by cell."""
    for cell, value in results.items():
        pattern = (
            rb'(<c r="%s"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>))<v\s*/?>(?:</v>)?' % cell.encode()
        )
        content = changed(content, "xl/worksheets/", pattern, rb"\g<1><v>%s</v>" % value.encode())
    return content


def changed(content, parts, pattern, replacement):
    """Replace a pattern in some parts of a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename.startswith(parts):
                body = re.sub(pattern, replacement, body)
            new.writestr(entry, body)
    return out.getvalue()


def added(content, parts):
    """Add parts to a package."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


def docx(body, *, styles="", relations="", parts=None):
    """Write a text document with the given body, in WordprocessingML with the prefix `w`."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": (
                f"<w:document {W} {R} {DRAW}><w:body>{body}</w:body></w:document>"
            ),
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **(parts or {}),
        }
    )


def paragraph(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def picture(name, millimetres, *, floating=False):
    """Return a run with a picture of a size, by the id of its relation."""
    cx, cy = (round(side * 36_000) for side in millimetres)
    tag = "anchor" if floating else "inline"
    return (
        f'<w:r><w:drawing><wp:{tag}><wp:extent cx="{cx}" cy="{cy}"/>'
        f'<a:graphic><a:blip r:embed="{name}"/></a:graphic></wp:{tag}></w:drawing></w:r>'
    )


def relation(name, target, kind=IMAGE, mode=""):
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'


def ofd(content, *, resources="", parts=None, signatures=False):
    """Write an OFD of one A4 page with the given content, its elements with the prefix `ofd`."""
    signed = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>" if signatures else ""
    return zipped(
        {
            "OFD.xml": (
                f'<ofd:OFD {OFD_NS} DocType="OFD" Version="1.0"><ofd:DocBody>'
                f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signed}</ofd:DocBody></ofd:OFD>"
            ),
            "Doc_0/Document.xml": (
                f"<ofd:Document {OFD_NS}><ofd:CommonData><ofd:PageArea>"
                "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
                '<ofd:Pages><ofd:Page ID="7" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
                "</ofd:Document>"
            ),
            "Doc_0/DocumentRes.xml": (
                f'<ofd:Res {OFD_NS} BaseLoc="Res"><ofd:MultiMedias>{resources}</ofd:MultiMedias>'
                "</ofd:Res>"
            ),
            "Doc_0/Pages/Page_0/Content.xml": (
                f'<ofd:Page {OFD_NS}><ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer>'
                "</ofd:Content></ofd:Page>"
            ),
            **(parts or {}),
        }
    )


def ofd_text(text, at, *, size=4, attributes="", colour=""):
    x, y = at
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 {size * 1.5}" Font="1" Size="{size}"'
        f" {attributes}>{colour}"
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="g {max(len(text) - 1, 0)} {size}">{text}'
        "</ofd:TextCode></ofd:TextObject>"
    )
