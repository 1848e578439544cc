"""Makes small files, good and bad, byte by byte."""

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image

A4 = (0, 0, 595.2, 841.92)


def pdf(*pages, catalog="", extra=()):
    """Write a PDF of pages made by `page`; `extra` are further objects, numbered from 500."""
    objects = {1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()}
    kids = []
    number = 3
    for content, entries, pictures in pages:
        names = []
        kids.append(f"{number} 0 R")
        for index, picture in enumerate(pictures):
            objects[number + 2 + index] = picture
            names.append(f"/P{index} {number + 2 + index} 0 R")
        resources = (
            "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
            f" /XObject << {' '.join(names)} >> >>"
        )
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /Contents {number + 1} 0 R {resources} {entries} >>"
        ).encode()
        objects[number + 1] = stream("", content)
        number += 2 + len(pictures)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.update({500 + index: body for index, body in enumerate(extra)})
    return assemble(objects)


def assemble(objects, trailer=""):
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        place = places.get(number)
        out.write(
            b"%010d %05d %s \n" % (place or 0, 0 if place else 65535, b"n" if place else b"f")
        )
    out.write(f"trailer << /Size {size} /Root 1 0 R {trailer} >>\n".encode())
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(entries, data, *, deflate=False):
    if deflate:
        data, entries = zlib.compress(data), f"{entries} /Filter /FlateDecode"
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def page(content=b"", *, media=A4, crop=None, rotate=0, pictures=(), entries=""):  # noqa: PLR0913
    boxes = f"/MediaBox [{' '.join(map(str, media))}] /Rotate {rotate} {entries}"
    if crop:
        boxes += f" /CropBox [{' '.join(map(str, crop))}]"
    return content, boxes, pictures


def words(*lines, size=12, mode=0):
    """Write text at (x, y) in points."""
    shown = "".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj " for x, y, text in lines)
    return f"BT /F {size} Tf {mode} Tr {shown} ET\n".encode()


def embedded(pixels):
    """Write grey or RGB pixels as a PDF picture."""
    height, width = pixels.shape[:2]
    space = "/DeviceGray" if pixels.ndim == 2 else "/DeviceRGB"
    return stream(
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height}"
        f" /ColorSpace {space} /BitsPerComponent 8",
        pixels.tobytes(),
        deflate=True,
    )


def placed(name, left, bottom, width, height):
    return f"q {width} 0 0 {height} {left} {bottom} cm /{name} Do Q\n".encode()


def noise(height, width, *, colours=3, seed=1):
    shape = (height, width, 3) if colours == 3 else (height, width)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def grey_png(width=40, height=30):
    return encoded(Image.fromarray(noise(height, width, colours=1)), "PNG")


def png_that_declares(width, height):
    """Write a PNG whose header promises more than its data holds."""

    def chunk(name, body):
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def tiff(*frames, **options):
    first, *rest = frames
    return encoded(first, "TIFF", save_all=True, append_images=rest, **options)


def zipped(entries, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped_with_raw_names(entries):
    """Write a ZIP whose names are the given bytes and carry no flag, as old Windows does."""
    plain = {chr(65 + n) * len(name): body for n, (name, body) in enumerate(entries.items())}
    content = zipped(plain)
    for placeholder, name in zip(plain, entries, strict=True):
        content = content.replace(placeholder.encode(), name)
    return content
