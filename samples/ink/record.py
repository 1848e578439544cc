"""Which recipe made the weights: one hash over the sources that decide what is learned."""

import hashlib
from importlib.resources import files
from pathlib import Path

SOURCES = ("bank.py", "canvas.py", "decoys.py", "net.py", "train.py", "wear.py")
"""The modules of this package that decide what is learned and how."""


def sources_hash() -> str:
    """Return the SHA-256 of the recipe's sources, one after another, line ends as in git."""
    digest = hashlib.sha256()
    for name in SOURCES:
        text = files("samples.ink").joinpath(name).read_text("utf-8")
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    return digest.hexdigest()


def hashed(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
