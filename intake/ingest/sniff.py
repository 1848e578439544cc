"""What a file is, by its content; a name proves nothing."""

from pathlib import Path
from typing import Final

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
BMP: Final = "image/bmp"
WEBP: Final = "image/webp"
ZIP: Final = "application/zip"
OPENXML: Final = "application/vnd.openxmlformats-officedocument"
TEXT: Final = "text/plain"
UNKNOWN: Final = "application/octet-stream"

PICTURES: Final = (JPEG, PNG, TIFF, BMP, WEBP)
PAPERS: Final = (PDF, *PICTURES)
"""The types that are read as pages."""

HEAD_BYTES = 4096
PDF_MARK_WITHIN = 1024
"""Viewers accept a PDF whose header is preceded by this much of something else."""

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),
    (0, b"MM\0+", TIFF),
    (8, b"WEBPVP8", WEBP),
    (0, b"PK\3\4", ZIP),
    (0, b"PK\5\6", ZIP),
    (0, b"%PDF-", PDF),
    # Not accepted, but worth naming to whoever sent it.
    (0, b"GIF8", "image/gif"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"jP  \r\n\x87\n", "image/jp2"),
    (0, b"\xff\x4f\xff\x51", "image/x-jp2-codestream"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"%!PS", "application/postscript"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
"""(offset, bytes, type), the first that fits; signatures from the formats' specifications."""

BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
"""Sizes a BMP's second header may have: two letters `BM` alone are not much of a proof."""

OFFICE_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", f"{OPENXML}.wordprocessingml.document"),
    (b"xl/workbook.xml", f"{OPENXML}.spreadsheetml.sheet"),
    (b"ppt/presentation.xml", f"{OPENXML}.presentationml.presentation"),
    (b"OFD.xml", "application/ofd"),
)
"""Documents that are ZIPs by build: the part that marks each, and what it is."""

DIRECTORY_BYTES = 64 << 10
"""A ZIP lists its parts at its end; an Office document's list is shorter than this."""


def sniff(path: Path) -> str:
    """Return the media type of a file's content. Raises OSError if it cannot be opened."""
    with path.open("rb") as file:
        kind = sniff_head(file.read(HEAD_BYTES))
        if kind != ZIP:
            return kind
        file.seek(max(0, path.stat().st_size - DIRECTORY_BYTES))
        directory = file.read()
    return next((office for part, office in OFFICE_PARTS if part in directory), ZIP)


def sniff_head(head: bytes) -> str:
    """Return the media type that a file beginning with `head` has."""
    for offset, mark, kind in MAGIC:
        if head[offset : offset + len(mark)] == mark:
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in BMP_HEADERS:
        return BMP
    if b"%PDF-" in head[:PDF_MARK_WITHIN]:
        return PDF
    return TEXT if head and _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """Say whether the bytes could be text in UTF-8 or GB 18030."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
