"""What a submission may cost; every limit is applied before the memory is spent."""

from pydantic import Field

from models.record import Record


class Limits(Record):
    """Bounds on what is opened. The defaults fit one case of scanned papers with room to spare."""

    file_bytes: int = Field(default=200 << 20, gt=0)
    case_bytes: int = Field(default=500 << 20, gt=0)
    """All files of one submission together, unpacked."""
    files: int = Field(default=500, gt=0)
    pages: int = Field(default=200, gt=0)
    """In one file, and in all files of one submission together."""
    declared_pixels: int = Field(default=128_000_000, gt=0)
    """A picture that declares more is refused unopened: above any phone's 108 Mpx, below bombs."""
    held_pixels: int = Field(default=64_000_000, gt=0)
    """A page is drawn, or a photo reduced, to this at most: A4 at 600 dpi has 35 Mpx."""
    unpacked_ratio: float = Field(default=200.0, gt=1)
    """Unpacked to packed bytes of an archive's larger entries; scans hardly shrink."""
    open_seconds: float = Field(default=15.0, gt=0)
    """For opening one file and counting its pages."""
    open_bytes: int = Field(default=768 << 20, gt=0)
    """Memory for opening one file."""
    layer_seconds: float = Field(default=8.0, gt=0)
    """For reading a digital page's text layer: a hint is not worth waiting longer for."""
