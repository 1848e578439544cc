"""What a file is, by its content; a name proves nothing."""

from pathlib import Path
from typing import BinaryIO, Final

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
BMP: Final = "image/bmp"
WEBP: Final = "image/webp"
HEIC: Final = "image/heic"
JP2: Final = "image/jp2"
J2K: Final = "image/x-jp2-codestream"
ZIP: Final = "application/zip"
OPENXML: Final = "application/vnd.openxmlformats-officedocument"
OLE: Final = "application/x-ole-storage"
ENCRYPTED: Final = "application/encrypted"
TEXT: Final = "text/plain"
UNKNOWN: Final = "application/octet-stream"

XLSX: Final = f"{OPENXML}.spreadsheetml.sheet"
DOCX: Final = f"{OPENXML}.wordprocessingml.document"
XLS: Final = "application/vnd.ms-excel"
OFD: Final = "application/ofd"

PICTURES: Final = (JPEG, PNG, TIFF, BMP, WEBP, HEIC, JP2, J2K)
LAID_OUT: Final = (XLSX, XLS, DOCX, OFD)
"""The types that are data: their pages are laid out here."""
PAPERS: Final = (PDF, *PICTURES, *LAID_OUT)
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
    (4, b"ftyphei", HEIC),
    (4, b"ftyphevc", HEIC),
    (4, b"ftypmif1", HEIC),
    (4, b"jP  \r\n\x87\n", JP2),
    (0, b"\xff\x4f\xff\x51", J2K),
    # Not accepted, but worth naming to whoever sent it.
    (0, b"GIF8", "image/gif"),
    (4, b"ftypavif", "image/avif"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"%!PS", "application/postscript"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
"""(offset, bytes, type), the first that fits; signatures from the formats' specifications."""

BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
"""Sizes a BMP's second header may have: two letters `BM` alone are not much of a proof."""

OFFICE_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", f"{OPENXML}.presentationml.presentation"),
    (b"OFD.xml", OFD),
)
"""Documents that are ZIPs by build: the part that marks each, and what it is."""

STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED),
    ("Workbook", XLS),
    ("Book", XLS),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""Documents of the time before 2007, and encrypted ones of today: the stream that marks each."""
STREAM_NAMES = 64
"""Names of streams that are looked at; those that mark a document come early."""
NAME_BYTES = 128
"""A storage's directory gives each name so much room ([MS-CFB] 2.6.1)."""

DIRECTORY_BYTES = 64 << 10
"""A ZIP lists its parts at its end; an Office document's list is shorter than this."""


def sniff(path: Path) -> str:
    """Return the media type of a file's content. Raises OSError if it cannot be opened."""
    with path.open("rb") as file:
        kind = sniff_head(file.read(HEAD_BYTES))
        if kind == OLE:
            return _sniff_streams(file)
        if kind != ZIP:
            return kind
        file.seek(max(0, path.stat().st_size - DIRECTORY_BYTES))
        directory = file.read()
    return next((office for part, office in OFFICE_PARTS if part in directory), ZIP)


def _sniff_streams(file: BinaryIO) -> str:
    """Return the type of a compound file by the names in its directory ([MS-CFB] 2.2, 2.6)."""
    file.seek(30)
    shift = int.from_bytes(file.read(2), "little")
    file.seek(48)
    first = int.from_bytes(file.read(4), "little")
    if shift not in (9, 12):
        return OLE
    file.seek((first + 1) << shift)
    directory = file.read(STREAM_NAMES * NAME_BYTES)
    names = {
        directory[at : at + length].decode("utf-16-le", "replace")
        for at in range(0, len(directory), NAME_BYTES)
        if 0 < (length := int.from_bytes(directory[at + 64 : at + 66], "little") - 2) <= 62
    }
    return next((kind for name, kind in STREAMS if name in names), OLE)


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
