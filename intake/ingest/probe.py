"""Opens one file as far as needed to say how many pages it has, or why it has none."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
from pi_heif import register_heif_opener
from PIL import Image

from intake.errors import (
    DamagedFile,
    EncryptedFile,
    TooManyPages,
    TooManyPixels,
    UnsupportedFormat,
)
from intake.ingest.active_content import has_active_content
from intake.ingest.lay_out import lay_out
from intake.ingest.limits import Limits
from intake.ingest.notes import ACTIVE_CONTENT, SIGNED
from intake.ingest.sniff import BMP, HEIC, J2K, JP2, JPEG, LAID_OUT, PDF, PICTURES, PNG, TIFF, WEBP
from intake.worker_child import Work

DECODERS = {
    JPEG: "JPEG",
    PNG: "PNG",
    TIFF: "TIFF",
    BMP: "BMP",
    WEBP: "WEBP",
    HEIC: "HEIF",
    JP2: "JPEG2000",
    J2K: "JPEG2000",
}
"""Only the decoder of the sniffed type is tried: Pillow has fifty, some of them fragile."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What opening a file has shown."""

    pages: int
    notes: tuple[str, ...] = ()


Question = tuple[str, str, Limits]
"""Path, type and limits of a file to be opened."""


def opening() -> Work[None, Question, Probe]:
    """Return the work of a pool that opens files."""
    return Work(_no_kit, _answer)


def _no_kit() -> None:
    """Build nothing: opening needs no kit."""


def _answer(_: None, question: Question) -> Probe:
    path, kind, limits = question
    return probe(Path(path), kind, limits)


def probe(path: Path, kind: str, limits: Limits) -> Probe:
    """
    Open a file of the sniffed type and count its pages.

    Raises DamagedFile, EncryptedFile, TooManyPages, TooManyPixels, UnsupportedFormat.
    """
    if kind == PDF:
        return _probe_pdf(path, limits)
    if kind in PICTURES:
        return _probe_picture(path, kind, limits)
    if kind in LAID_OUT:
        laid = lay_out(path, kind, limits)
        return Probe(len(laid.pages), laid.notes)
    raise UnsupportedFormat(f"{kind} is not read")


def open_picture(path: Path | BinaryIO, kind: str) -> Image.Image:
    """
    Read a picture's header with the one decoder of its type; decode nothing yet.

    Raises DamagedFile, or TooManyPixels where Pillow itself smells a bomb.
    """
    try:
        with warnings.catch_warnings():
            # Pillow's own threshold only warns; our limits are checked on the size it reports.
            warnings.simplefilter("ignore")
            if kind == HEIC:
                register_heif_opener()
            return Image.open(path, formats=[DECODERS[kind]])
    except Image.DecompressionBombError as error:
        raise TooManyPixels(str(error)) from error
    except (OSError, SyntaxError, ValueError, TypeError, OverflowError, KeyError) as error:
        raise DamagedFile(f"the {DECODERS[kind]} cannot be opened: {error}") from error


def check_size(size: tuple[int, int], limits: Limits) -> None:
    """Raise TooManyPixels, or DamagedFile for a picture without any."""
    width, height = size
    if width < 1 or height < 1:
        raise DamagedFile("the picture has no pixels")
    if width * height > limits.declared_pixels:
        raise TooManyPixels(
            f"{width} x {height} pixels; at most {limits.declared_pixels // 1_000_000} million"
        )


def _probe_picture(path: Path, kind: str, limits: Limits) -> Probe:
    """Count a picture's frames; only a TIFF's frames are pages."""
    with open_picture(path, kind) as picture:
        check_size(picture.size, limits)
        if kind != TIFF:
            return Probe(1)
        return Probe(_count_frames(picture, limits))


def _count_frames(picture: Image.Image, limits: Limits) -> int:
    """Walk a TIFF's directories, checking each frame's size and stopping at the limit."""
    count = 1
    try:
        while True:
            picture.seek(count)
            check_size(picture.size, limits)
            count += 1
            if count > limits.pages:
                raise TooManyPages(f"more than {limits.pages} pages")
    except EOFError:
        return count
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise DamagedFile(f"the TIFF breaks off after frame {count}: {error}") from error


def _probe_pdf(path: Path, limits: Limits) -> Probe:
    """Count a PDF's pages and note what it holds besides them."""
    with open_pdf(path) as document:
        pages = len(document)
        signed = pdfium.FPDF_GetSignatureCount(document) > 0
        scripted = pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
        attached = pdfium.FPDFDoc_GetAttachmentCount(document) > 0
    if pages < 1:
        raise DamagedFile("the PDF has no page")
    if pages > limits.pages:
        raise TooManyPages(f"{pages} pages; at most {limits.pages}")
    active = scripted or attached or has_active_content(path.read_bytes())
    return Probe(pages, (ACTIVE_CONTENT,) * active + (_signatures(path) if signed else ()))


def _signatures(path: Path) -> tuple[str, ...]:
    """Judge a PDF's signatures; pyHanko takes a second to load and few files are signed."""
    from intake.ingest.pdf_signature import signature_notes  # noqa: PLC0415

    return (SIGNED, *signature_notes(path))


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """Open a PDF. Raises EncryptedFile where it asks for a password, else DamagedFile."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFile("the PDF asks for a password; send it without one") from error
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise EncryptedFile("the PDF is encrypted in a way that is not read") from error
        raise DamagedFile(f"the PDF cannot be opened: {error}") from error
