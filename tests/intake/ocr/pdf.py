"""The smallest PDFs that hide a text: one page, Helvetica, a content stream given as it is."""

from intake.ingest import Limits
from intake.ingest.load import load_page
from intake.page_image import PageTask
from tests.intake.ocr.paper import page

HONEST = "\n".join(
    f"BT /F1 14 Tf 72 {700 - 40 * row} Td ({text}) Tj ET"
    for row, text in enumerate(
        ("Payroll May 2024", "Zhang San 3,500.00", "Li Si 4,120.50", "Total 7,620.50")
    )
)
LIE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Lie def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfrange <20> <32> <0020> <34> <7e> <0034> endbfrange
1 beginbfchar <33> <0038> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
"""A ToUnicode table that calls the glyph 3 an 8 and is honest about all others."""

RESOURCES = (
    "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> /Properties << /OC1 8 0 R >>"
    " /XObject << /Im 9 0 R /Fm 10 0 R /Clear 11 0 R >> >>"
)
FONTS = "/Resources << /Font << /F1 5 0 R >> >>"
PICTURE = "/Type /XObject /Subtype /Image /BitsPerComponent 8"
HELVETICA = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"


def pdf(content, *, hidden_layer=False):
    """Return the bytes of a PDF; /F1 is honest, /F2 bears the lie, /OC is a layer switched off."""
    switched_off = "/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >>" if hidden_layer else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {switched_off} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 760] /Contents 4 0 R {RESOURCES} >>",
        _stream(content),
        f"<< {HELVETICA} >>",
        f"<< {HELVETICA} /ToUnicode 7 0 R >>",
        _stream(LIE),
        "<< /Type /OCG /Name (hidden) >>",
        _stream("d0 2Z Pf x" * 10, f"{PICTURE} /Width 10 /Height 10 /ColorSpace /DeviceGray"),
        _stream(
            "BT /F1 14 Tf 3 Tr 72 500 Td (8,500.00) Tj ET",
            f"/Type /XObject /Subtype /Form /BBox [0 0 400 760] {FONTS}",
        ),
        _stream("   ", f"{PICTURE} /Width 1 /Height 1 /ColorSpace /DeviceRGB /SMask 12 0 R"),
        _stream("\0", f"{PICTURE} /Width 1 /Height 1 /ColorSpace /DeviceGray"),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode("latin-1")


def _stream(content, entries=""):
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def drawn(content, folder, **options):
    """Return the page of a PDF with this content, as it is drawn, with its text layer."""
    path = folder / "page.pdf"
    path.write_bytes(pdf(content, **options))
    task = PageTask(file="page.pdf", path=str(path), type="application/pdf", page=1)
    delivered = load_page(task, limits=Limits())
    return page(
        delivered.pixels, layer=delivered.layer, channel=delivered.channel, dpi=delivered.dpi
    )
