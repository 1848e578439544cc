"""Every kind of picture comes out upright, on white, in eight-bit BGR."""

import numpy as np
import pytest
from PIL import Image

from intake.errors import PageDamaged, TooManyPixels
from intake.ingest.limits import Limits
from intake.ingest.load import load_page
from intake.ingest.sniff import BMP, HEIC, J2K, JP2, JPEG, PNG, TIFF, WEBP, sniff_head
from intake.page_image import PageTask
from tests.intake.ingest import making
from tests.intake.ingest.heic import TURNED

GREY = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
COLOUR = np.dstack([GREY, GREY[:, ::-1], np.full_like(GREY, 90)])


def load(tmp_path, content, kind, number=1, limits=None):
    path = tmp_path / "picture"
    path.write_bytes(content)
    return load_page(PageTask("p", str(path), kind, number), limits=limits or Limits())


def saved(pixels, kind, mode=None, **options):
    picture = Image.fromarray(pixels)
    return making.encoded(picture.convert(mode) if mode else picture, kind, **options)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (saved(COLOUR, "PNG"), PNG),
        (saved(COLOUR, "BMP"), BMP),
        (saved(COLOUR, "WEBP", lossless=True), WEBP),
        (saved(COLOUR, "TIFF", compression="tiff_lzw"), TIFF),
        (saved(COLOUR, "TIFF", compression="tiff_adobe_deflate"), TIFF),
        (saved(COLOUR, "PNG", mode="RGBA"), PNG),
        (saved(COLOUR, "JPEG2000"), JP2),
        (saved(COLOUR, "JPEG2000", no_jp2=True), J2K),
    ],
)
def test_colours_come_out_exactly_as_bgr(tmp_path, content, kind):
    assert np.array_equal(load(tmp_path, content, kind).pixels, COLOUR[:, :, ::-1])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (saved(COLOUR, "JPEG", quality=95), JPEG),
        (saved(COLOUR, "TIFF", compression="jpeg", quality=95), TIFF),
        (saved(COLOUR, "PNG", mode="P"), PNG),
        (saved(COLOUR, "JPEG", mode="CMYK", quality=95), JPEG),
    ],
)
def test_lossy_colours_come_out_nearly(tmp_path, content, kind):
    difference = load(tmp_path, content, kind).pixels.astype(int) - COLOUR[:, :, ::-1]
    assert np.abs(difference).mean() < 20  # the web palette is coarse


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (saved(GREY, "PNG"), PNG),
        (saved(GREY, "PNG", mode="LA"), PNG),
        (saved(GREY.astype(np.uint16) * 257, "PNG"), PNG),
        (saved(GREY.astype(np.uint16) * 16, "TIFF"), TIFF),
        (saved(GREY.astype(np.float32) / 255, "TIFF"), TIFF),
        (saved(GREY.astype(np.int32) * 257, "TIFF"), TIFF),
    ],
)
def test_grey_of_any_depth_comes_out_as_eight_bits(tmp_path, content, kind):
    difference = load(tmp_path, content, kind).pixels.astype(int) - GREY[:, :, None]
    assert np.abs(difference).max() <= 2


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_ccitt", "packbits", "raw"])
def test_bilevel_copies_come_out_black_and_white(tmp_path, compression):
    bits = Image.fromarray(GREY > 128)
    pixels = load(tmp_path, making.encoded(bits, "TIFF", compression=compression), TIFF).pixels
    assert np.array_equal(pixels[:, :, 0], np.where(GREY > 128, 255, 0))


def test_transparency_is_laid_on_white(tmp_path):
    clear = np.dstack([COLOUR, np.zeros_like(GREY)])
    assert load(tmp_path, saved(clear, "PNG"), PNG).pixels.min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("kind", "media"), [("JPEG", JPEG), ("TIFF", TIFF), ("PNG", PNG)])
def test_all_orientations_come_out_upright(tmp_path, orientation, kind, media):
    upright = np.full((48, 64, 3), 255, np.uint8)
    upright[:16, :16] = (255, 0, 0)
    upright[-16:, :16] = (0, 0, 255)
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a.swapaxes(0, 1)[::-1, ::-1],
        8: lambda a: np.rot90(a, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(np.ascontiguousarray(undo(upright)), kind, exif=exif)
    pixels = load(tmp_path, content, media).pixels
    assert pixels.shape == upright.shape
    assert np.abs(pixels.astype(int) - upright[:, :, ::-1]).mean() < 4


def test_a_phones_photo_comes_out_upright_once(tmp_path):
    assert sniff_head(TURNED) == HEIC
    pixels = load(tmp_path, TURNED, HEIC).pixels
    assert pixels.shape == (48, 64, 3)
    assert np.abs(pixels[4, 4].astype(int) - (0, 0, 255)).max() < 30
    assert np.abs(pixels[-4, 4].astype(int) - (255, 0, 0)).max() < 30
    assert pixels[:, 32:].min() > 230


def test_a_jpeg_2000_too_large_to_be_held_is_decoded_at_half_its_size(tmp_path):
    page = load(tmp_path, saved(COLOUR, "JPEG2000"), JP2, limits=Limits(held_pixels=1000))
    assert page.pixels.shape == (24, 32, 3)


def test_the_frames_of_a_tiff_are_its_pages(tmp_path):
    frames = [Image.fromarray(np.full((10, 10 + n), n, np.uint8)) for n in range(3)]
    content = making.tiff(*frames, dpi=(300, 300))
    third = load(tmp_path, content, TIFF, number=3)
    assert third.pixels.shape == (10, 12, 3)
    assert third.pixels.max() == 2
    assert third.dpi == 300


@pytest.mark.parametrize(
    ("stated", "taken"), [(None, None), (72, None), (96, None), (150, 150), (600, 600), (9e4, None)]
)
def test_only_a_resolution_that_was_measured_is_believed(tmp_path, stated, taken):
    options = {"dpi": (stated, stated)} if stated else {}
    assert load(tmp_path, saved(GREY, "PNG", **options), PNG).dpi == (
        pytest.approx(taken, rel=0.01) if taken else None
    )


def test_fax_pixels_are_made_square(tmp_path):
    content = saved(GREY, "TIFF", dpi=(204, 98))
    page = load(tmp_path, content, TIFF)
    assert page.dpi == 204
    assert page.pixels.shape[:2] == (100, 64)


def test_a_huge_photo_is_reduced_while_it_is_decoded(tmp_path):
    limits = Limits(held_pixels=1000)
    for kind, media in (("JPEG", JPEG), ("PNG", PNG)):
        page = load(tmp_path, saved(COLOUR, kind, dpi=(300, 300)), media, limits=limits)
        height, width = page.pixels.shape[:2]
        assert 500 < height * width <= 1000
        assert width / height == pytest.approx(64 / 48, rel=0.05)
        assert page.dpi == pytest.approx(300 * width / 64, rel=0.05)


@pytest.mark.parametrize(("kind", "media"), [("JPEG", JPEG), ("TIFF", TIFF), ("PNG", PNG)])
def test_a_reduced_picture_is_upright_too(tmp_path, kind, media):
    exif = Image.Exif()
    exif[0x0112] = 6
    content = saved(COLOUR, kind, exif=exif)
    page = load(tmp_path, content, media, limits=Limits(held_pixels=1000))
    height, width = page.pixels.shape[:2]
    assert height / width == pytest.approx(64 / 48, rel=0.05)


def test_a_picture_cut_off_is_damaged(tmp_path):
    for kind, media in (("JPEG", JPEG), ("PNG", PNG), ("TIFF", TIFF), ("JPEG2000", JP2)):
        content = saved(making.noise(200, 200), kind)
        with pytest.raises(PageDamaged):
            load(tmp_path, content[: len(content) // 2], media)


def test_a_frame_that_declares_too_much_is_refused(tmp_path):
    with pytest.raises(TooManyPixels):
        load(tmp_path, making.png_that_declares(20_000, 20_000), PNG)
